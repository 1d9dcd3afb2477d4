/** The patients of the hospital: twenty whom the GP system knows too, and forty others, with the dirt that such registers hold. */
import { dayNumber, dayText } from './calendar.js'
import { type Home, homeOf } from './names.js'
import { nhsNumberOf } from './nhs-numbers.js'
import { landline, mobile, ordinaryPerson } from './ordinary-person.js'
import { openEnd } from './pas-registers.js'
import { randomFor } from './random.js'
import { sharedPeople } from './shared-people.js'
import type { Cell, DemoRow } from './table.js'

export interface PasPerson {
  readonly personId: number
  readonly title: string | null
  readonly given1: string | null
  readonly given2: string | null
  readonly family: string
  readonly gender: 'male' | 'female'
  /** yyyy-MM-dd. */
  readonly birth: string
  readonly death: string | null
  readonly nhs: string
  readonly home: Home
}

const personCount = 60
const firstPerson = 8_100_000_000
export const personIdOf = (number: number): number => firstPerson + number

/** By number from 1; the shared people come first. What is special, so that tests and readers find it. */
export const pasCases = {
  merged: 21, // into 22
  survivor: 22,
  noCurrentName: 23,
  birthMonthZero: 24,
  birthYearNull: 25,
  birthNoSuchDay: 26,
  sexNone: 27,
  sexUnlisted: 28,
  restricted: 29,
  test: 30,
  deleted: 31,
  familyNotUtf8: 32,
  nhsUnreadable: 33,
  nhsTwice: 34,
  noAddress: 35,
  deathSentinel: 36, // 1900-01-01
  ward: 37, // stays that end before they begin, wards that are not there
  emergency: 38, // all twelve diagnoses
  laboratory: 39, // dirty results
  medicines: 40, // every state of a prescription
  alerts: 41, // two rows with one key
  school: 42, // refused, not given, an unknown vaccine
  chart: 43, // nothing measured, text for a number
  clockChange: 44,
} as const

export const pasPeople: readonly PasPerson[] = Array.from({ length: personCount }, (_, at) => personAt(at + 1))

export const nobody = personIdOf(999)

function personAt(number: number): PasPerson {
  const shared = sharedPeople[number - 1]
  if (shared !== undefined)
    return {
      personId: personIdOf(number),
      title: shared.title,
      given1: shared.forename1,
      given2: shared.forename2,
      family: shared.surname,
      gender: shared.gender,
      birth: shared.birthDate,
      death: shared.deathDate,
      nhs: shared.nhsNumber,
      home: homeOf(300 + number),
    }
  const serial = 30_000 + number
  const { title, forename1, forename2, surname, sex, born } = ordinaryPerson(serial)
  const birth = `${born?.slice(0, 4)}-${born?.slice(4, 6)}-${born?.slice(6)}`
  return {
    personId: personIdOf(number),
    title,
    given1: forename1,
    given2: forename2,
    family: surname ?? '',
    gender: sex === 'M' ? 'male' : 'female',
    birth,
    death: number % 17 === 0 ? dayText(dayNumber('2022-01-01') + number) : null,
    nhs: nhsNumberOf(serial),
    home: homeOf(serial),
  }
}

/** What differs from the ordinary, by column. */
const special: Readonly<Record<number, Readonly<Record<string, Cell>>>> = {
  [pasCases.merged]: { MERGED_INTO: personIdOf(pasCases.survivor), ACTIVE_IND: 'I' },
  [pasCases.birthMonthZero]: { BIRTH_M: 0, BIRTH_D: 0 },
  [pasCases.birthYearNull]: { BIRTH_Y: null },
  [pasCases.birthNoSuchDay]: { BIRTH_M: 2, BIRTH_D: 30 },
  [pasCases.sexNone]: { SEX_CD: 0 },
  [pasCases.sexUnlisted]: { SEX_CD: 99 },
  [pasCases.restricted]: { VIP_IND: 'Y' },
  [pasCases.test]: { TEST_IND: 'T' },
  [pasCases.deleted]: { ACTIVE_IND: 'D' },
  [pasCases.noAddress]: { ADDR_LINE1: '  ', ADDR_LINE2: '', ADDR_LINE3: null, ADDR_LINE4: '-', POSTCODE: 'NFA' },
  [pasCases.deathSentinel]: { DEATH_DTTM: '1900-01-01 00:00:00' },
  [pasCases.clockChange]: { LAST_UPD: '2021-10-31 01:30:00' },
}

export const personRows = (): readonly DemoRow[] =>
  pasPeople.map((person, at) => {
    const number = at + 1
    const random = randomFor(101, number)
    const [year, month, day] = person.birth.split('-').map(Number)
    const { lines, town, postCode } = person.home
    const columns: Record<string, Cell> = {
      PERSON_ID: person.personId,
      MRN: `M${String(70_000 + number)}`.padEnd(10),
      DISPLAY_NAME: [person.title, person.given1, person.family].filter(part => part !== null && part !== '').join(' '),
      BIRTH_Y: year ?? null,
      BIRTH_M: month ?? null,
      BIRTH_D: day ?? null,
      SEX_CD: person.gender === 'male' ? 11 : 12,
      MARITAL_CD: random.pick([11, 12, 12, 13, 14, 0]),
      DEATH_DTTM: person.death === null ? `${openEnd} 00:00:00` : `${person.death} 00:00:00`,
      ADDR_LINE1: lines[0] ?? null,
      ADDR_LINE2: lines[1] ?? null,
      ADDR_LINE3: town,
      ADDR_LINE4: null,
      POSTCODE: number % 5 === 0 ? postCode.toLowerCase() : postCode,
      HOME_TEL: number % 3 === 0 ? null : landline(number),
      MOBILE_TEL: number % 4 === 0 ? '-' : mobile(number),
      GP_PRACTICE: random.pick(['Z99001', 'Z99002', 'Z99003']),
      MERGED_INTO: null,
      ACTIVE_IND: 'A',
      TEST_IND: null,
      VIP_IND: 'N',
      ROW_UUID: uuidOf(number),
      LAST_UPD: `${dayText(dayNumber('2023-01-01') + random.below(500))} 0${random.below(10)}:15:00`,
      ...special[number],
    }
    return Object.values(columns)
  })

/** Sixteen bytes, different for each number. */
export function uuidOf(number: number): Uint8Array {
  const random = randomFor(102, number)
  return Uint8Array.from({ length: 16 }, () => random.below(256))
}

export const nameRows = (): readonly DemoRow[] => pasPeople.flatMap((person, at) => namesOf(person, at + 1))

function namesOf(person: PasPerson, number: number): readonly DemoRow[] {
  const { personId, family, given1, given2, title } = person
  const since = '2001-01-01'
  const stored = family.toUpperCase()
  const born: DemoRow[] = number % 6 === 2 ? [[personId, 'MAIDEN', 1, 'ÉCLAIR', given1, null, null, null, since]] : []
  if (number === pasCases.noCurrentName) return [[personId, 'CURRENT', 1, ' ', given1, null, title, since, openEnd]]
  if (number === pasCases.survivor)
    return [
      [personId, 'CURRENT', 1, 'FORMER', given1, null, title, since, '2015-06-30'],
      [personId, 'CURRENT', 2, stored, given1, given2, title, '2015-06-30', openEnd],
      ...born,
    ]
  // JOSÉ in Latin-1: one byte that is no UTF-8.
  const bytes = number === pasCases.familyNotUtf8 ? Uint8Array.from([0x4a, 0x4f, 0x53, 0xc9]) : stored
  return [[personId, 'CURRENT', 1, bytes, given1, given2, title, since, openEnd], ...born]
}

export const aliasRows = (): readonly DemoRow[] =>
  pasPeople.flatMap(({ personId, nhs }, at): readonly DemoRow[] => {
    const number = at + 1
    const old: DemoRow[] = number % 7 === 0 ? [[personId, 'OLD', 1, `OLD${number}`, null]] : []
    if (number === pasCases.nhsUnreadable) return [[personId, 'NHS', 1, 'UNKNOWN', '03'], ...old]
    if (number === pasCases.nhsTwice)
      return [
        [personId, 'NHS', 1, nhsNumberOf(31_000), '02'],
        [personId, 'NHS', 2, nhs, '01'],
      ]
    if (number === pasCases.merged)
      return [
        [personId, 'NHS', 1, nhs, '05'],
        [personId, 'OLD', 1, 'X-RAY 7', null],
      ]
    return [[personId, 'NHS', 1, nhs, number % 9 === 0 ? '02' : '01'], ...old]
  })
