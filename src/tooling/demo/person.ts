/** One person of the demo: what the patient, address and phone tables say of them. */
import type { DemoRow } from './table.js'

export interface Person {
  readonly id: number
  readonly title: string | null
  readonly forename1: string | null
  readonly forename2: string | null
  readonly surname: string | null
  readonly previousSurname: string | null
  readonly sex: string | null
  /** yyyyMMdd, or what somebody typed. */
  readonly born: string | null
  readonly died: string | null
  readonly dead: string | null
  readonly nhsNo: string | null
  readonly nhsStatus: string | null
  /** Not padded. */
  readonly practice: string | null
  readonly gp: number | null
  readonly ethnicity: string | null
  readonly test: string | null
  readonly deleted: string | null
  readonly updated: string | null
  readonly created: string
  readonly addresses: readonly AddressLine[]
  readonly phones: readonly Contact[]
}
export interface AddressLine {
  readonly kind: string | null
  readonly lines: readonly (string | null)[]
  readonly town: string | null
  readonly postCode: string | null
  readonly from: string | null
  readonly to: string | null
}
export interface Contact {
  readonly kind: string | null
  readonly value: string | null
  readonly end: string | null
}

/** How an open end is stored. */
export const openEnd = '9999-12-31'

export const patientRow = (person: Person): DemoRow => [
  person.id,
  person.title,
  person.forename1,
  person.forename2,
  person.surname,
  person.previousSurname,
  person.sex,
  person.born,
  person.died,
  person.dead,
  person.nhsNo,
  person.nhsStatus,
  person.practice?.padEnd(8) ?? null,
  person.gp,
  person.ethnicity,
  person.test,
  person.deleted,
  person.updated,
  person.created,
]

export const addressRows = ({ id, addresses }: Person): readonly DemoRow[] =>
  addresses.map(({ kind, lines, town, postCode, from, to }, at) => {
    const four = [lines[0] ?? null, lines[1] ?? null, lines[2] ?? null, lines[3] ?? null]
    return [id, at + 1, kind, ...four, town, postCode, from, to]
  })

export const phoneRows = ({ id, phones }: Person): readonly DemoRow[] =>
  phones.map(({ kind, value, end }) => [id, kind, value, end])
