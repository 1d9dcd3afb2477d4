/** The statements of a Patient read, and of a search by NHS number. */
import type Database from 'better-sqlite3'
import type { SentStatement } from '../spy-on-statements.js'
import { type HomeRow, type PatientRow, type PhoneRow, toPatient } from './patient.js'
import { prepare, type Replace } from './statements.js'

export type ReadPatient = (value: string) => ReturnType<typeof toPatient> | undefined

/** `isAsked`: the binding is what was asked for, in one of its forms; `write` gives this form to another value. */
interface Asked {
  isAsked(recorded: unknown): boolean
  write(value: string, recorded: unknown): string | number
}

export const byId = (recordedId: number): Asked => ({
  isAsked: recorded => recorded === recordedId,
  write: value => Number(value),
})

export const byNhsNumber: Asked = {
  isAsked: recorded => typeof recorded === 'string' && /^\d{3} ?\d{3} ?\d{4}$/.test(recorded),
  write: (value, recorded) =>
    String(recorded).includes(' ') ? `${value.slice(0, 3)} ${value.slice(3, 6)} ${value.slice(6)}` : value,
}

export function prepareReadPatient(
  database: Database.Database,
  [main, phoneRows, homeRows]: readonly SentStatement[],
  { isAsked, write }: Asked,
): ReadPatient {
  if (main === undefined || phoneRows === undefined || homeRows === undefined)
    throw new Error('The facade no longer sends three statements for a Patient: bench/handwritten must follow it.')
  const patients = prepare<PatientRow>(database, main)
  const phones = prepare<PhoneRow>(database, phoneRows)
  const homes = prepare<HomeRow>(database, homeRows)
  return value => {
    const [row] = patients.all(recorded => (isAsked(recorded) ? write(value, recorded) : recorded))
    if (row === undefined || row.p_DeletedYN === 'Y') return undefined
    // Their only value is the patient's key.
    const ofPatient: Replace = () => row.p_PatId
    return toPatient(row, phones.all(ofPatient), homes.all(ofPatient), new Date().toISOString().slice(0, 10))
  }
}
