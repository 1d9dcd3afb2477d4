/** The proleptic Gregorian calendar of FHIR as plain numbers and ISO texts, years 0001 to 9999, without Date objects. */

export const msPerDay = 86_400_000

const dayCounts = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

/** Months count from 1; a month that does not exist has no days. */
export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeapYear(year) ? 29 : (dayCounts[month - 1] ?? 0)

/** Days since 1970-01-01. Counted in years that begin in March, so that the leap day comes last. */
export function toDayNumber(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1
  const century = Math.floor(marchYear / 100)
  const daysBeforeMonth = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5)
  return 365 * marchYear + Math.floor(marchYear / 4) - century + Math.floor(century / 4) + daysBeforeMonth + day - 719_469
}

const twoDigits = (text: string, at: number): number => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48

export const yearOf = (iso: string): number => twoDigits(iso, 0) * 100 + twoDigits(iso, 2)

/** From 1 on. */
export const monthOf = (iso: string): number => twoDigits(iso, 5)

/** The milliseconds since 1970 of 'YYYY-MM-DDTHH:mm[:ss[.fff]]' as though it were UTC; below a millisecond it is cut off. */
export function readLocal(local: string): number {
  const days = toDayNumber(yearOf(local), twoDigits(local, 5), twoDigits(local, 8))
  const minutes = twoDigits(local, 11) * 60 + twoDigits(local, 14)
  const seconds = local.length > 16 ? twoDigits(local, 17) : 0
  return days * msPerDay + (minutes * 60 + seconds) * 1000 + (local.length > 20 ? readMilliseconds(local) : 0)
}

function readMilliseconds(local: string): number {
  let milliseconds = 0
  for (let at = 20; at < 23; at++) milliseconds = milliseconds * 10 + (at < local.length ? local.charCodeAt(at) - 48 : 0)
  return milliseconds
}

/** The inverse of readLocal, with seconds always and no trailing zeros in the fraction: the least of the texts that mean it. */
export function writeLocal(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString().slice(0, -1)
  return text.endsWith('.000') ? text.slice(0, -4) : text.replace(/0+$/, '')
}

/** '2020-02-28' and 2 make '2020-03-01'. The caller stays within years 0001 to 9999. */
export const addDays = (isoDate: string, days: number): string =>
  new Date((toDayNumber(yearOf(isoDate), twoDigits(isoDate, 5), twoDigits(isoDate, 8)) + days) * msPerDay)
    .toISOString()
    .slice(0, 10)
