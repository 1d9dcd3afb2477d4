/** The laboratory: samples of inpatients and of people whom only their NHS number tells, and results as numbers, text and culture reports. */
import { dayNumber, dayText } from './calendar.js'
import { pasCases, pasPeople, personIdOf } from './pas-people.js'
import { labTests } from './pas-registers.js'
import { randomFor } from './random.js'
import type { Cell, DemoRow } from './table.js'

interface Sample {
  readonly lab: string
  readonly person: number | null
  readonly nhs: string | null
  /** dd/MM/yyyy. */
  readonly collected: string
  readonly time: string | null
  readonly requestedBy: string | null
  readonly results: readonly Result[]
}
type Result = readonly [
  test: string,
  text: string | null,
  number: Cell,
  flag: string | null,
  status: string | null,
  voided?: number,
]

const cultureText = 'Escherichia coli isolated.\r\nSensitive to trimethoprim;\r\nresistant to amoxicillin.'

const dirtyResults: readonly Result[] = [
  ['GLU', '>30', null, 'H', 'F'],
  ['CRP', '<1.0', null, null, 'F'],
  ['K', 'HAEMOLYSED', null, '*', 'F'],
  ['NA', '138 ', null, null, 'F'],
  ['HB', 'see below', 'pending', null, 'P'], // text in a numeric column
  ['ARB', null, 7.25, 'H', 'C'],
  ['ZZZ', '4', null, null, 'F'], // a test that is not in the list
  ['WBC', null, null, null, 'F'], // nothing
  ['GLU', '5.1', 5.1, null, null], // no status
  ['GLU', '5.2', 5.2, '?', '9'], // codes that are not listed
  ['GLU', '5.3', 5.3, null, 'F', 1], // voided
  ['CRP', '++', null, 'H', 'F'],
]

const shapedSamples: readonly Sample[] = [
  {
    lab: '24/0001',
    person: personIdOf(pasCases.laboratory),
    nhs: null,
    collected: '05/03/2024',
    time: '08:05',
    requestedBy: 'C9000202',
    results: dirtyResults,
  },
  {
    lab: '24/0002',
    person: null,
    nhs: null,
    collected: '06/03/2024',
    time: null,
    requestedBy: 'Dr Nobody',
    results: [['GLU', '5.0', 5, null, 'F']],
  },
  {
    lab: '24/0003',
    person: null,
    nhs: '9999999999',
    collected: '06/03/2024',
    time: null,
    requestedBy: null,
    results: [['GLU', '5.0', 5, null, 'F']],
  },
  {
    lab: '24/0004',
    person: personIdOf(pasCases.laboratory),
    nhs: null,
    collected: '31/02/2024',
    time: '08:00',
    requestedBy: null,
    results: [['GLU', '6.0', 6, 'H', 'F']],
  },
  {
    lab: '24/0005',
    person: personIdOf(pasCases.laboratory),
    nhs: null,
    collected: '07/03/2024',
    time: '10:00',
    requestedBy: null,
    results: [
      ['MSU', cultureText, null, null, 'F'],
      ['BC', 'No growth', null, null, 'P'],
    ],
  },
]

const ordinarySamples = (): readonly Sample[] =>
  pasPeople.flatMap(({ personId, nhs, birth }, at) => {
    const random = randomFor(130, at + 1)
    return Array.from({ length: random.below(3) }, (_, sample): Sample => {
      const collected = Math.max(dayNumber('2020-01-01'), dayNumber(birth) + 10) + random.below(1500)
      const fromPractice = random.chance(40)
      const [year, month, day] = dayText(collected).split('-')
      const results = Array.from({ length: 1 + random.below(4) }, (): Result => {
        const { code, low, high, decimals } = random.pick(labTests)
        const value = random.between(low, high) + (decimals === 1 ? random.below(10) / 10 : 0)
        return [code, decimals === 1 ? value.toFixed(1) : String(value), value, random.pick([null, null, 'H', 'L']), 'F']
      })
      const culture: Result = ['MSU', random.chance(50) ? cultureText : 'No growth', null, null, 'F']
      return {
        lab: `2${random.below(4)}/${1000 + at * 10 + sample}`,
        person: fromPractice ? null : personId,
        nhs: fromPractice ? nhs : null,
        collected: `${day}/${month}/${year}`,
        time: random.chance(70) ? `0${7 + random.below(3)}:${10 + random.below(50)}` : null,
        requestedBy: fromPractice ? 'Fernbank Surgery' : 'C9000202',
        results: random.chance(25) ? [...results, culture] : results,
      }
    })
  })

const samples: readonly Sample[] = [...shapedSamples, ...ordinarySamples()]

export const sampleRows = (): readonly DemoRow[] =>
  samples.map(({ lab, person, nhs, collected, time, requestedBy }) => {
    const [day, month, year] = collected.split('/')
    return [lab, person, nhs, time === null ? null : `${year}-${month}-${day} ${time}:00`, collected, requestedBy]
  })

export const resultRows = (): readonly DemoRow[] =>
  samples.flatMap(({ lab, results }) =>
    results.map(([test, text, number, flag, status, voided = 0], at) => [lab, at + 1, test, text, number, flag, status, voided]),
  )

export const auditRows = (): readonly DemoRow[] =>
  samples.flatMap(({ lab, collected }, at): readonly DemoRow[] => {
    const [day, month, year] = collected.split('/')
    if (at % 3 === 2 || lab === '24/0004') return []
    return [
      [at * 2 + 1, 'PATH_SAMPLE', lab, `${year}-${month}-${day} 18:00:00`],
      [at * 2 + 2, 'PATH_SAMPLE', lab, `${year}-${month}-${day} 19:30:00`],
    ]
  })
