/** Any patient of the demo as an ordinary person: a household of three neighbours in the register, a home, a phone. */
import { compact, dayNumber, dayOf, dayText, lastDay, localTime } from './calendar.js'
import { femaleNames, homeOf, maleNames, surnames } from './names.js'
import { nhsNumberOf, withSpaces } from './nhs-numbers.js'
import { type AddressLine, type Contact, openEnd, type Person } from './person.js'
import { type Random, randomFor } from './random.js'
import { ethnicityCodes, gpIds, practiceCodes } from './registers.js'

const purposes = { household: 1, person: 2 } as const
const householdSize = 3

/** `bornOn` (yyyyMMdd) overrides the birth date, and what follows from it. */
export function ordinaryPerson(id: number, bornOn: string | null = null): Person {
  const household = Math.floor(id / householdSize)
  const place = id % householdSize
  const together = randomFor(purposes.household, household)
  const sharedSurname = together.pick(surnames)
  const practice = together.pick(practiceCodes)
  const parentsBorn = together.between(1932, 1985)
  const own = randomFor(purposes.person, id)
  const isFemale = place === 2 ? own.chance(50) : place === 1
  const keepsName = place === 1 && own.chance(25)
  const bornYear = place === 2 ? Math.min(parentsBorn + own.between(19, 38), 2022) : parentsBorn + own.below(6)
  const someDay = dayNumber(`${bornYear}-01-01`) + own.below(365)
  const born = dayOf(bornOn) ?? someDay
  const died = own.chance(bornYear < 1945 ? 35 : 1) ? dayNumber('2006-01-01') + own.below(6600) : undefined
  const created = Math.min(Math.max(born + 14, dayNumber('2002-04-01') + own.below(5000)), lastDay)
  const changed = Math.max(created, lastDay - own.below(900))
  return {
    id,
    title: place === 2 && bornYear > 2010 ? null : isFemale ? own.pick(['Mrs', 'Ms', 'Miss']) : 'Mr',
    forename1: isFemale ? own.pick(femaleNames) : own.pick(maleNames),
    forename2: own.chance(45) ? (isFemale ? own.pick(femaleNames) : own.pick(maleNames)) : null,
    surname: keepsName ? own.pick(surnames) : sharedSurname,
    previousSurname: isFemale && place === 1 && !keepsName && own.chance(60) ? own.pick(surnames) : null,
    sex: isFemale ? 'F' : 'M',
    born: compact(dayText(born)),
    died: died === undefined ? null : compact(dayText(Math.max(died, born + 1))),
    dead: died === undefined ? 'N' : 'Y',
    nhsNo: withSpaces(nhsNumberOf(id)),
    nhsStatus: own.chance(85) ? '01' : own.pick(['02', '03', '05', '06']),
    practice,
    gp: own.pick(gpIds),
    ethnicity: own.pick(ethnicityCodes),
    test: null,
    deleted: 'N',
    updated: own.chance(80) ? localTime(dayText(changed), own.between(1101, 1130), own.below(60)) : null,
    created: localTime(dayText(created), own.between(480, 1100)),
    addresses: addressesOf(household, own, Math.max(born, dayNumber('1990-01-01'))),
    phones: phonesOf(id, household, own),
  }
}

function addressesOf(household: number, random: Random, from: number): readonly AddressLine[] {
  const moved = Math.min(from + random.below(5000), lastDay - 30)
  const before = random.chance(20) && moved > from
  const now = addressAt(household, before ? dayText(moved) : dayText(from), openEnd)
  return before ? [addressAt(household + 7 + random.below(40), dayText(from), dayText(moved)), now] : [now]
}

export function addressAt(home: number, from: string | null, to: string | null, kind = 'H'): AddressLine {
  const { lines, town, postCode } = homeOf(home)
  return { kind, lines, town, postCode, from, to }
}

function phonesOf(id: number, household: number, random: Random): readonly Contact[] {
  const contacts: Contact[] = []
  if (random.chance(60)) contacts.push({ kind: 'H', value: landline(household), end: null })
  if (random.chance(75)) contacts.push({ kind: 'M', value: mobile(id), end: null })
  if (random.chance(40)) contacts.push({ kind: 'E', value: `patient${id}@example.org`, end: null })
  return contacts
}

// Numbers of the ranges that Ofcom keeps for drama.
export const landline = (household: number): string => `01632 960${String(200 + (household % 800)).padStart(3, '0')}`
export const mobile = (id: number): string => `07700 900${String(id % 1000).padStart(3, '0')}`
