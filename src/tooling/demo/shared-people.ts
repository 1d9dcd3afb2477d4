/** The people whom both demo systems know: of the GP system, with the NHS numbers by which the hospital finds them. */
import { dayOf, dayText } from './calendar.js'
import { nhsNumberOf } from './nhs-numbers.js'
import { shapedPeople } from './shaped-people.js'

/** Nothing of it depends on how a system stores it. */
export interface SharedPerson {
  /** PatId in the GP system. */
  readonly gpPatient: number
  readonly title: string | null
  readonly forename1: string
  readonly forename2: string | null
  readonly surname: string
  readonly gender: 'male' | 'female'
  /** yyyy-MM-dd. */
  readonly birthDate: string
  /** yyyy-MM-dd; null for the living. */
  readonly deathDate: string | null
  /** Ten digits, no blanks, with a valid check digit. */
  readonly nhsNumber: string
}

/** Families, names that break programs, twins, the dead, and long lives. See cases.ts. */
const sharedIds = [1, 2, 3, 4, 6, 7, 8, 9, 10, 12, 13, 14, 33, 41, 42, 49, 52, 56, 57, 60] as const

export const sharedPeople: readonly SharedPerson[] = shapedPeople
  .filter(({ id }) => sharedIds.some(shared => shared === id))
  .map(({ id, title, forename1, forename2, surname, sex, born, died }) => ({
    gpPatient: id,
    title,
    forename1: forename1 ?? '',
    forename2,
    surname: surname ?? '',
    gender: sex === 'M' ? 'male' : 'female',
    birthDate: dayText(dayOf(born) ?? 0),
    deathDate: died === null ? null : dayText(dayOf(died) ?? 0),
    nhsNumber: nhsNumberOf(id),
  }))
