/** Stays in hospital: spells, their episodes and wards, what was diagnosed and done, and the forms and charts of the wards. */
import { dayNumber, dayText } from './calendar.js'
import { nobody, pasCases, pasPeople, personIdOf } from './pas-people.js'
import { consultants, cottageSite, mainSite, paddedSite, specialties, unknownConsultant, wards } from './pas-registers.js'
import { randomFor } from './random.js'
import type { Cell, DemoRow } from './table.js'

interface Spell {
  readonly no: number
  readonly person: number
  readonly from: number
  /** Undefined: still here. */
  readonly to: number | undefined
  readonly status: string | null
  readonly special?: Readonly<Record<string, Cell>>
}

const zeroDate = '0000-00-00'
const worldEnds = dayNumber('2024-06-15')

/** By what is special about them; the ordinary ones begin with 1001. */
export const pasSpells = {
  open: 901,
  cancelled: 902,
  planned: 903,
  endsBeforeItBegins: 904,
  ofNobody: 905,
  noSuchDay: 906,
  unlistedMethod: 907,
  inTheGap: 908,
  withdrawnCoding: 909,
} as const

const day = dayNumber
const shapedSpells: readonly Spell[] = [
  { no: pasSpells.open, person: personIdOf(pasCases.ward), from: day('2024-06-10'), to: undefined, status: 'A' },
  { no: pasSpells.cancelled, person: personIdOf(pasCases.ward), from: day('2024-02-01'), to: undefined, status: 'C' },
  { no: pasSpells.planned, person: personIdOf(pasCases.ward), from: day('2024-06-28'), to: undefined, status: null },
  {
    no: pasSpells.endsBeforeItBegins,
    person: personIdOf(pasCases.ward),
    from: day('2023-05-09'),
    to: day('2023-05-02'),
    status: 'D',
  },
  { no: pasSpells.ofNobody, person: nobody, from: day('2023-01-05'), to: day('2023-01-07'), status: 'D' },
  {
    no: pasSpells.noSuchDay,
    person: personIdOf(pasCases.ward),
    from: day('2022-01-01'),
    to: day('2022-01-04'),
    status: 'D',
    special: { ADM_DATE: '2022-02-30' },
  },
  {
    no: pasSpells.unlistedMethod,
    person: personIdOf(pasCases.ward),
    from: day('2021-07-01'),
    to: day('2021-07-02'),
    status: 'X',
    special: { ADM_METHOD: '7Z', ADM_SOURCE: 0, DIS_METHOD: '?', DISCH_DEST: 'ZZ' },
  },
  {
    no: pasSpells.inTheGap,
    person: personIdOf(pasCases.clockChange),
    from: day('2021-03-28'),
    to: day('2021-10-31'),
    status: 'D',
    special: { ADM_TIME: '0130', DIS_TIME: '0130' },
  },
  { no: pasSpells.withdrawnCoding, person: personIdOf(1), from: day('2020-02-28'), to: day('2020-03-02'), status: 'D' },
]

const summaries = [
  '<p>Admitted with chest pain. <b>No</b> infarct.</p><p>Home &amp; well.</p>',
  '<div>Fell at home<br/>Hip fixed</div><script>alert(1)</script>',
  null,
] as const

const spells: readonly Spell[] = [...shapedSpells, ...ordinarySpells()]

function ordinarySpells(): readonly Spell[] {
  let no = 1000
  return pasPeople.flatMap(({ personId, birth }, at) => {
    const random = randomFor(110, at + 1)
    const count = at % 4 === 3 ? 0 : 1 + random.below(2)
    return Array.from({ length: count }, (): Spell => {
      const from = Math.max(day('2014-01-01'), day(birth) + 30) + random.below(3000)
      const inTime = Math.min(from, worldEnds - 40)
      return { no: ++no, person: personId, from: inTime, to: inTime + random.below(20), status: 'D' }
    })
  })
}

const twoDigits = (value: number): string => String(value).padStart(2, '0')

export const spellRows = (): readonly DemoRow[] =>
  spells.map(({ no, person, from, to, status, special }) => {
    const random = randomFor(111, no)
    const time = (): string | null =>
      random.chance(10) ? null : `${twoDigits(6 + random.below(16))}${twoDigits(random.below(60))}`
    const columns: Record<string, Cell> = {
      SPELL_NO: no,
      PERSON_ID: person,
      SITE_CODE: paddedSite(random.chance(80) ? mainSite : cottageSite),
      ADM_DATE: dayText(from),
      ADM_TIME: time(),
      DIS_DATE: to === undefined ? zeroDate : dayText(to),
      DIS_TIME: to === undefined ? null : (time() ?? '2200'),
      ADM_METHOD: random.pick(['11', '12', '21', '22', '28']),
      ADM_SOURCE: random.pick([11, 11, 12]),
      DIS_METHOD: to === undefined ? null : random.pick(['1', '1', '2']),
      DISCH_DEST: to === undefined ? null : random.pick(['19', '51']),
      STATUS: status,
      SUMMARY_HTML: random.pick(summaries),
      ...special,
    }
    return Object.values(columns)
  })

/** One or two for each spell, of consultants who mostly exist. */
export const episodeRows = (): readonly DemoRow[] => spells.flatMap(episodesOf)

function episodesOf({ no, from, to }: Spell): readonly DemoRow[] {
  const random = randomFor(112, no)
  const middle = to === undefined || to - from < 4 ? undefined : from + 2
  const consultant = (): string => (random.chance(5) ? unknownConsultant : random.pick(consultants))
  const row = (epi: number, start: number, end: number | undefined): DemoRow => [
    no,
    epi,
    consultant(),
    random.pick(specialties),
    `${dayText(start)} 09:00:00`,
    end === undefined ? null : `${dayText(end)} 09:00:00`,
    random.chance(50) ? 'AA22Z' : null,
  ]
  return middle === undefined ? [row(1, from, to)] : [row(1, from, middle), row(2, middle, to)]
}

export const wardStayRows = (): readonly DemoRow[] =>
  spells.flatMap(({ no, from, to }) => {
    const random = randomFor(113, no)
    const [site, ward] = random.pick<readonly [site: string, ward: string]>(wards)
    const end = to === undefined ? null : `${dayText(to)} 11:30:00`
    const rows: DemoRow[] = [[no, 1, paddedSite(site), ward, `B${1 + random.below(20)}`, `${dayText(from)} 10:00:00`, end]]
    if (no === pasSpells.open) rows.push([no, 2, paddedSite('Z9T99'), '7', null, `${dayText(from + 1)} 10:00:00`, null])
    return rows
  })

export const codingBatchRows = (): readonly DemoRow[] => [
  [1, '2020-01-31', 0],
  [2, '2020-04-30', 1],
  [3, '2024-05-31', 0],
]

const diagnoses: readonly [readonly [icd: string, text: string], ...(readonly [string, string])[]] = [
  ['I10', 'High blood pressure'],
  ['E11.9 ', 'Type 2 diabetes'],
  ['J45.9', 'Asthma'],
  ['S72.0', 'Broken hip'],
  ['K35.8', 'Appendicitis'],
  ['I21.9', 'Heart attack'],
]

export const diagnosisRows = (): readonly DemoRow[] =>
  spells.flatMap(({ no }) => {
    const random = randomFor(114, no)
    const batch = no === pasSpells.withdrawnCoding ? 2 : random.pick([1, 3])
    return Array.from({ length: 1 + random.below(3) }, (_, at): DemoRow => {
      const [icd, text] = random.pick(diagnoses)
      if (no === pasSpells.unlistedMethod) return [no, 1, at + 1, '250.0', at === 0 ? '9' : '8', 'Diabetes', batch]
      return [no, 1, at + 1, icd, '10', random.chance(80) ? text : null, random.chance(5) ? 77 : batch]
    })
  })

/** `||I10||E119`: how one column holds all of an episode. */
export const packedRows = (): readonly DemoRow[] =>
  spells
    .filter(({ no }) => no % 2 === 1)
    .map(({ no }) => {
      const random = randomFor(115, no)
      const codes = Array.from({ length: 1 + random.below(3) }, () => random.pick(diagnoses)[0].replace('.', '').trim())
      return [no, 1, `||${codes.join('||')}`]
    })

const operations: readonly [readonly [string, number | null, string], ...(readonly [string, number | null, string])[]] = [
  ['H01.1', 80146002, 'Appendix removed'],
  ['W37.1', 52734007, 'Hip replacement'],
  ['C75.1', 54885007, 'Cataract extraction'],
  ['X99.9', null, 'Something else'],
]

export const operationRows = (): readonly DemoRow[] =>
  spells
    .filter(({ no }) => no % 3 === 0)
    .map(({ no, from }) => {
      const random = randomFor(116, no)
      const [opcs, concept, text] = random.pick(operations)
      const [year, month, date] = dayText(from + 1).split('-')
      const surgeon = random.pick([...consultants, 'kowalska@ed', 'Mr Visiting Surgeon'])
      return [no, 1, 1, opcs, concept, text, no === pasSpells.noSuchDay ? '31022022' : `${date}${month}${year}`, surgeon]
    })

export const spellsForCharts = (): readonly { readonly no: number; readonly person: number; readonly from: number }[] => spells
