/** Visits: clinics, the emergency department with its wide rows, and the charts and forms that nurses fill in. */
import { dayNumber, dayText, localTime } from './calendar.js'
import { nobody, pasCases, pasPeople, personIdOf, uuidOf } from './pas-people.js'
import { consultants, mainSite, paddedSite, users } from './pas-registers.js'
import { pasSpells, spellsForCharts } from './pas-stays.js'
import { randomFor } from './random.js'
import type { Cell, DemoRow } from './table.js'

/** A GUID of the clinic's number, as the database stores it: the first three groups with their least byte first. */
const clinicUuid = (number: number): Uint8Array => uuidOf(10_000 + number)

export const clinicRows = (): readonly DemoRow[] => [
  ...pasPeople.flatMap(({ personId, birth }, at) => {
    const random = randomFor(120, at + 1)
    return Array.from({ length: random.below(3) }, (_, visit): DemoRow => {
      const when = dayText(Math.max(dayNumber('2018-01-01'), dayNumber(birth) + 20) + random.below(2000))
      const start = 540 + 15 * random.below(24)
      const isHere = random.chance(85)
      const pressure = random.chance(60) ? `${100 + random.below(70)}/${55 + random.below(45)}` : null
      return [
        at * 10 + visit,
        clinicUuid(at * 10 + visit),
        personId,
        random.pick(['FRACTURE', 'CARDIO', 'PRE-OP']),
        random.pick(consultants),
        localTime(when, start),
        isHere ? localTime(when, start + 20) : null,
        isHere ? random.pick(['1', '2', '3']) : null,
        isHere ? 'N' : 'Y',
        isHere ? pressure : null,
      ]
    })
  }),
  [
    9001,
    clinicUuid(9001),
    personIdOf(pasCases.chart),
    'PRE-OP',
    'C9000201',
    '2023-11-02 09:00:00',
    '2023-11-02 08:40:00',
    '9',
    'N',
    '130 over 85',
  ],
  [9002, clinicUuid(9002), personIdOf(pasCases.chart), 'PRE-OP', 'C9000201', '2023-11-03 09:00:00', null, null, ' ', '141/ '],
  [
    9003,
    clinicUuid(9003),
    personIdOf(pasCases.clockChange),
    'CARDIO',
    'C9000203',
    '2021-10-31 01:30:00',
    '2021-10-31 01:45:00',
    '1',
    'N',
    '118/76',
  ],
  [9004, clinicUuid(9004), nobody, 'CARDIO', 'C9000203', '2021-11-01 09:00:00', null, '1', 'N', '118/76'],
  [9005, clinicUuid(9005), personIdOf(pasCases.clockChange), 'CARDIO', 'C9000203', '2024-06-20 09:00:00', null, null, ' ', null],
]

const complaints = ['125605004|Fracture', '44465007|Sprain', '25064002|Headache', '49727002|Cough', 'Other'] as const

export const emergencyRows = (): readonly DemoRow[] =>
  pasPeople.flatMap(({ personId, birth }, at): readonly DemoRow[] => {
    const number = at + 1
    if (number % 3 !== 2) return []
    const random = randomFor(121, number)
    const when = dayText(Math.max(dayNumber('2019-01-01'), dayNumber(birth) + 20) + random.below(1700))
    const arrived = random.below(1200)
    const slots = number === pasCases.emergency ? 12 : 1 + random.below(3)
    return [
      [
        5000 + number,
        personId,
        paddedSite(mainSite),
        localTime(when, arrived),
        random.chance(90) ? localTime(when, arrived + 30 + random.below(200)) : null,
        random.chance(70) ? 'kowalska@ed' : 'agency',
        random.pick(['01', '02', '14']),
        ...filled(12, at => (at < slots ? (complaints[(at + number) % complaints.length] ?? null) : at === 5 ? ' ' : null)),
        ...filled(12, at => (at < 1 ? '01' : null)),
        ...filled(12, at => (at < 2 ? random.pick(['21', '22']) : null)),
        random.chance(60) ? String.raw`{\rtf1\ansi Seen by {\b triage}.\par Caf\'e9 fall.}` : null,
      ],
    ]
  })

const filled = (count: number, cell: (at: number) => Cell): readonly Cell[] => Array.from({ length: count }, (_, at) => cell(at))

export const chartRows = (): readonly DemoRow[] => {
  let id = 0
  return [
    ...spellsForCharts().flatMap(({ no, from }) => {
      const random = randomFor(122, no)
      return Array.from(
        { length: no % 4 === 0 ? 0 : 1 + random.below(2) },
        (_, at): DemoRow => [
          ++id,
          no,
          localTime(dayText(from + at), 360 + random.below(900)),
          random.pick(users),
          100 + random.below(70),
          random.chance(90) ? 55 + random.below(40) : null,
          random.chance(15) ? 0 : 55 + random.below(60),
          12 + random.below(12),
          96 + random.below(7) + random.below(10) / 10,
          90 + random.below(10),
          random.below(8),
        ],
      )
    }),
    [++id, pasSpells.open, '2024-06-11 06:00:00', 'okeefe.s', null, null, null, null, null, null, null],
    [++id, pasSpells.open, '2024-06-12 06:00:00', 'okeefe.s', 120, 80, 'not taken', 16, 'warm', 97, 1], // text for numbers
    [++id, pasSpells.open, '2024-06-12 25:00:00', 'okeefe.s', 121, 81, 70, 16, 98.6, 97, 1], // no such hour
    [++id, 4711, '2024-06-12 06:00:00', 'gone', 122, 82, 71, 16, 98.6, 97, 1], // of no spell
    [++id, pasSpells.inTheGap, '2021-03-28 01:30:00', 'okeefe.s', 123, 83, 72, 16, 98.6, 97, 1],
    [++id, pasSpells.inTheGap, '2021-10-31 01:30:00', 'okeefe.s', 124, 84, 73, 16, 98.7, 97, 1],
  ]
}

export const formRows = (): readonly DemoRow[] =>
  spellsForCharts()
    .filter(({ no }) => no % 5 === 1)
    .map(({ no, from }, at) => [100 + at, no, localTime(dayText(from), 700), at === 1 ? 1 : 0])

export const answerRows = (): readonly DemoRow[] =>
  formRows().flatMap(([form]): readonly DemoRow[] => {
    const random = randomFor(123, Number(form))
    return [
      [form ?? null, 1, 'WATERLOW', 'N', random.below(25), null, null, null],
      [form ?? null, 2, 'SMOKES', 'C', null, random.pick(['Y', 'N', 'EX', '??']), null, null],
      [form ?? null, 3, 'LASTFALL', 'D', null, null, `202${random.below(4)}-04-0${1 + random.below(9)}`, null],
      [form ?? null, 4, 'DIET', 'T', 0, null, null, random.pick(['Vegetarian', 'No nuts', ' '])],
    ]
  })
