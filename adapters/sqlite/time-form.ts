/**
 * How a column of SQLite, which has no date type, writes its times. A column that writes all of them in one way is compared as it is,
 * so that its index serves; one that mixes its ways is compared through canonical_time(), which no index serves.
 */
import { canonicalTime, type FieldType } from '../../src/spi/index.js'

export interface TimeForm {
  /** Between date and time; empty where there is only one of them. */
  readonly separator: ' ' | 'T' | ''
  readonly length: number
}

/** What is known of the texts in a column: their least and greatest length, eleventh character and last character. */
export interface TimeTexts {
  readonly lengths: readonly [number, number]
  readonly separators: readonly [string, string]
  readonly lasts: readonly [string, string]
}

/** Undefined: mixed, or nothing that we know. */
export function timeFormOf(type: FieldType, { lengths, separators, lasts }: TimeTexts): TimeForm | undefined {
  const [length, greatest] = lengths
  if (length !== greatest || lasts[0] < '0' || lasts[1] > '9') return undefined
  switch (type) {
    case 'date':
      return length === 10 ? { separator: '', length } : undefined
    case 'time':
      return length === 5 || length === 8 || length > 9 ? { separator: '', length } : undefined
    case 'dateTime': {
      if (length === 10) return { separator: ' ', length }
      const [separator] = separators
      if (separators[0] !== separators[1] || (separator !== ' ' && separator !== 'T')) return undefined
      return length === 16 || length === 19 || length > 20 ? { separator, length } : undefined
    }
    // An instant ends in Z, which sorts after the point of a fraction.
    default:
      return undefined
  }
}

/** What an empty column would hold. */
export const usualTimeForm = (type: FieldType): TimeForm | undefined =>
  timeFormOf(type, {
    lengths: type === 'date' ? [10, 10] : type === 'time' ? [8, 8] : [19, 19],
    separators: [' ', ' '],
    lasts: ['0', '0'],
  })

/** A time as the column would write it; longer where it says more than the column can. */
export function writeTime(type: FieldType, text: string, { separator, length }: TimeForm): string {
  const canonical = canonicalTime(type, text)
  const written = separator === ' ' ? canonical.replace('T', ' ') : canonical
  if (written.length < length) return (written.includes('.') ? written : `${written}.`).padEnd(length, '0')
  return written.length > length && onlyZeros.test(written.slice(length)) ? written.slice(0, length) : written
}

const onlyZeros = /^[ T:.0]*$/
