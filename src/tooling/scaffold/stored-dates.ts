/** Finds out how a column holds dates, and which of them mean that there is none. */
import { type DateStorage, isDateStorage, parseDateFormat, readDate } from '../../mapping/language/date-format.js'
import { type ColumnProfile, share } from './column-profile.js'

export interface StoredDates {
  /** Undefined for a column of a date type. */
  readonly format?: string
  /** Another format that fits as well. */
  readonly orElse?: string
  /** As stored. */
  readonly sentinels: readonly string[]
}

/** Where two fit as well, the first: the day comes first in Britain. */
const patterns = [
  'yyyyMMdd',
  'yyyy-MM-dd',
  'dd/MM/yyyy',
  'MM/dd/yyyy',
  'dd-MM-yyyy',
  'dd.MM.yyyy',
  'dd-MMM-yyyy',
  'dd MMM yyyy',
  'yyyy/MM/dd',
  'yyyyMMddHHmm',
  'yyyyMMddHHmmss',
  'yyyy-MM-dd HH:mm',
  'yyyy-MM-dd HH:mm:ss',
  'yyyy-MM-ddTHH:mm:ss',
  'dd/MM/yyyy HH:mm',
  'dd/MM/yyyy HH:mm:ss',
  'dd-MMM-yyyy HH:mm:ss',
] as const

const readers = patterns.flatMap(pattern => {
  const format = parseDateFormat(pattern)
  return 'message' in format || !isDateStorage(format) ? [] : [{ pattern, read: readDate(format satisfies DateStorage) }]
})

/** Days that programs write for "not known" and "no end". */
const emptyDays = new Set([
  '0001-01-01',
  '1753-01-01',
  '1800-01-01',
  '1899-12-30',
  '1899-12-31',
  '1900-01-01',
  '2099-12-31',
  '9999-12-31',
])
const nothingWritten = /^(0+|9+)$/

/** A mistyped date here and there does not hide the format. A column that is called a date may hold more of them. */
const enough = { called: 0.5, otherwise: 0.9 } as const

export function findStoredDates(profile: ColumnProfile, isCalledDate: boolean): StoredDates | undefined {
  const { type } = profile.column
  if (type === 'date' || type === 'dateTime' || type === 'instant')
    return { sentinels: [...profile.values.keys()].filter(value => emptyDays.has(value.slice(0, 10))) }
  if (profile.filled === 0 || (type !== 'string' && type !== 'unknown' && type !== 'integer')) return undefined
  const fitting = readers
    .map(({ pattern, read }) => ({ pattern, read, part: share(profile, value => isLikely(read(value), value)) }))
    .filter(({ part }) => part >= (isCalledDate ? enough.called : enough.otherwise))
    .toSorted((a, b) => b.part - a.part)
  const [best, next] = fitting
  // Only sentinels would fit any format.
  if (!best || !fitsOneRealDay(profile, best.read)) return undefined
  return {
    format: best.pattern,
    ...(next?.part === best.part && { orElse: next.pattern }),
    sentinels: [...profile.values.keys()].filter(
      value => emptyDays.has((best.read(value) ?? '').slice(0, 10)) || nothingWritten.test(value),
    ),
  }
}

/** A number of eight digits is a date only in a year that somebody lived in. */
function isLikely(date: string | undefined, stored: string): boolean {
  if (date === undefined) return nothingWritten.test(stored)
  const year = Number(date.slice(0, 4))
  return (year >= 1850 && year <= 2100) || emptyDays.has(date.slice(0, 10))
}

const fitsOneRealDay = ({ values }: ColumnProfile, read: (stored: string) => string | undefined): boolean =>
  [...values.keys()].some(value => {
    const date = read(value)
    return date !== undefined && !emptyDays.has(date.slice(0, 10))
  })
