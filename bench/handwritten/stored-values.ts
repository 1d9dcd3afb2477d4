/** What the columns hold, as somebody reads them who has seen such data: blanks, dates that are none, keys with odd characters. */

const isBlank = (text: string): boolean => text === '' || text.trimEnd() === ''

/** Undefined for a null and for blanks alone. */
export const filled = (stored: string | null): string | undefined => (stored === null || isBlank(stored) ? undefined : stored)

/** Without the blanks at its end; undefined when nothing else is there. */
export function trimmed(stored: string | null): string | undefined {
  const text = stored?.trimEnd()
  return text === '' ? undefined : text
}

/** From '19530722' to '1953-07-22'; undefined when that is no day of the calendar. */
export function fromDigits(stored: string | null): string | undefined {
  if (stored === null || !/^\d{8}$/.test(stored)) return undefined
  const [year, month, day] = [stored.slice(0, 4), stored.slice(4, 6), stored.slice(6, 8)]
  return isDay(Number(year), Number(month), Number(day)) ? `${year}-${month}-${day}` : undefined
}

function isDay(year: number, month: number, day: number): boolean {
  if (year === 0 || month < 1 || month > 12 || day < 1) return false
  if (month === 2) return day <= (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28)
  return day <= (month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31)
}

/** '1953-07-22' as it is; undefined for anything else. */
export const isoDay = (stored: string | null): string | undefined =>
  stored !== null && /^\d{4}-\d\d-\d\d$/.test(stored) ? stored : undefined

/** The digits of '999 000 1200' and of '9990001200'. */
export const nhsDigits = (stored: string | null): string | undefined =>
  stored !== null && /^\d{3} \d{3} \d{4}$|^\d{10}$/.test(stored) ? stored.replaceAll(' ', '') : undefined

/** A key as a part of a logical id, which takes letters, digits and '-': any other byte is '..HH'. */
export function idPart(key: string): string {
  if (/^[A-Za-z0-9-]+$/.test(key)) return key
  return [...Buffer.from(key)]
    .map(byte => (/[A-Za-z0-9-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `..${hexOf(byte)}`))
    .join('')
}

const hexOf = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0')
