/** How a column stores a date or a number as text or as a number (MAPPING: the fact `format`), read and written. */

/**
 * A pattern of yyyy, MM, dd, HH, mm, ss and literal characters; or a named format.
 * `uuid` and years of two digits are not in this version.
 */
export type DateFormat =
  | { readonly kind: 'pattern'; readonly pattern: string; readonly parts: readonly DateFormatPart[] }
  | { readonly kind: 'epoch-seconds' }
  | { readonly kind: 'epoch-millis' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'decimal' }

export type DateFormatPart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'field'; readonly field: DateFormatField; readonly digits: 2 | 4 }
export type DateFormatField = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'

/** Why a text is no format of this version. */
export interface FormatFault {
  readonly kind: 'fault'
  readonly notYet: boolean
  readonly message: string
}

/** The formats that hold a date: not `integer` and `decimal`. */
export type DateStorage = Extract<DateFormat, { readonly kind: 'pattern' | 'epoch-seconds' | 'epoch-millis' }>

export const isDateStorage = (format: DateFormat): format is DateStorage => format.kind !== 'integer' && format.kind !== 'decimal'

const fields: Readonly<Record<string, DateFormatField>> = {
  yyyy: 'year',
  MM: 'month',
  dd: 'day',
  HH: 'hour',
  mm: 'minute',
  ss: 'second',
}
const fieldOrder: readonly DateFormatField[] = ['year', 'month', 'day', 'hour', 'minute', 'second']
const notYetFormats = new Set(['uuid', 'uuid-mixed'])

export function parseDateFormat(text: string): DateFormat | FormatFault {
  if (text === 'epoch-seconds' || text === 'epoch-millis' || text === 'integer' || text === 'decimal') return { kind: text }
  if (notYetFormats.has(text)) return { kind: 'fault', notYet: true, message: `format: ${text} is not supported yet` }
  const parts: DateFormatPart[] = []
  // Runs of one letter are fields; T alone is the literal of ISO dates; all that is no letter is literal.
  for (const [run] of text.matchAll(/([A-Za-z])\1*|[^A-Za-z]+/g)) {
    const field = fields[run]
    if (run === 'yy') return { kind: 'fault', notYet: true, message: 'A year of two digits (yy) is not supported yet' }
    if (field !== undefined) parts.push({ kind: 'field', field, digits: field === 'year' ? 4 : 2 })
    else if (run === 'T' || !/[A-Za-z]/.test(run)) parts.push({ kind: 'literal', text: run })
    else return { kind: 'fault', notYet: false, message: `${run} is no part of a format (${knownFormats})` }
  }
  return faultOf(parts) ?? { kind: 'pattern', pattern: text, parts }
}

const knownFormats = 'yyyy MM dd HH mm ss, or epoch-seconds, epoch-millis, integer, decimal'

function faultOf(parts: readonly DateFormatPart[]): FormatFault | undefined {
  const found = fieldsOf(parts)
  const fault = (message: string): FormatFault => ({ kind: 'fault', notYet: false, message })
  if (new Set(found).size < found.length) return fault('A part stands twice in this format (MM is the month, mm the minute)')
  const missing = ['yyyy', 'MM', 'dd'].find(run => !found.some(field => field === fields[run]))
  if (missing !== undefined) return fault(`This format has no ${missing}: a date needs yyyy, MM and dd`)
  if (found.includes('minute') && !found.includes('hour')) return fault('This format has mm (minutes) without HH')
  if (found.includes('second') && !found.includes('minute')) return fault('This format has ss without mm (minutes)')
  return undefined
}

const fieldsOf = (parts: readonly DateFormatPart[]): readonly DateFormatField[] =>
  parts.flatMap(part => (part.kind === 'field' ? [part.field] : []))

const lengthOf = (part: DateFormatPart): number => (part.kind === 'field' ? part.digits : part.text.length)

/** Where each part of a pattern begins in the text. */
function offsetsOf(parts: readonly DateFormatPart[]): {
  readonly fields: ReadonlyMap<DateFormatField, number>
  readonly length: number
} {
  const offsets = new Map<DateFormatField, number>()
  let length = 0
  for (const part of parts) {
    if (part.kind === 'field') offsets.set(part.field, length)
    length += lengthOf(part)
  }
  return { fields: offsets, length }
}

/**
 * From what the column holds to a local '2020-03-29', or '2020-03-29T01:30:00' when the pattern has a time; from an epoch to
 * the instant '2020-03-29T00:30:00Z'. Undefined when it is no such date: exact length, digits only, days that the calendar has.
 */
export function readDate(format: DateStorage): (stored: string | number) => string | undefined {
  if (format.kind !== 'pattern') {
    const unit = format.kind === 'epoch-seconds' ? 1000 : 1
    return stored => readEpoch(stored, unit)
  }
  const { fields: at, length } = offsetsOf(format.parts)
  const [year = 0, month = 0, day = 0] = [at.get('year'), at.get('month'), at.get('day')]
  const [hour, minute, second] = [at.get('hour'), at.get('minute'), at.get('second')]
  const fits = shapeTest(format.parts)
  return stored => {
    // A number has lost the leading zero of ddMMyyyy.
    const text = typeof stored === 'number' ? String(stored).padStart(length, '0') : stored
    if (text.length !== length || !fits(text)) return undefined
    const monthOfYear = twoDigits(text, month)
    const yearNumber = twoDigits(text, year) * 100 + twoDigits(text, year + 2)
    if (yearNumber === 0 || twoDigits(text, day) === 0 || twoDigits(text, day) > daysIn(yearNumber, monthOfYear)) return undefined
    const date = `${text.slice(year, year + 4)}-${text.slice(month, month + 2)}-${text.slice(day, day + 2)}`
    if (hour === undefined) return date
    if (twoDigits(text, hour) > 23 || (minute !== undefined && twoDigits(text, minute) > 59)) return undefined
    if (second !== undefined && twoDigits(text, second) > 59) return undefined
    return `${date}T${text.slice(hour, hour + 2)}:${pair(text, minute)}:${pair(text, second)}`
  }
}

const pair = (text: string, offset: number | undefined): string => (offset === undefined ? '00' : text.slice(offset, offset + 2))

const twoDigits = (text: string, offset: number): number => (text.charCodeAt(offset) - 48) * 10 + text.charCodeAt(offset + 1) - 48

/** Nothing in a month that is none. */
function daysIn(year: number, month: number): number {
  if (month < 1 || month > 12) return 0
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Digits where fields are and the literals where they are. Compiled once: it runs for each row. */
function shapeTest(parts: readonly DateFormatPart[]): (text: string) => boolean {
  const codes = parts.flatMap(part =>
    part.kind === 'field' ? Array.from({ length: part.digits }, () => -1) : [...literalCodes(part.text)],
  )
  return text => {
    for (let index = 0; index < codes.length; index++) {
      const code = text.charCodeAt(index)
      const wanted = codes[index] ?? -1
      if (wanted === -1 ? code < 48 || code > 57 : code !== wanted) return false
    }
    return true
  }
}

const literalCodes = (text: string): readonly number[] =>
  Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))

const firstInstant = Date.parse('0001-01-01T00:00:00Z')
const lastInstant = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

function readEpoch(stored: string | number, unit: number): string | undefined {
  const count = typeof stored === 'number' ? stored : /^-?\d{1,15}$/.test(stored) ? Number(stored) : Number.NaN
  const instant = count * unit
  if (!Number.isSafeInteger(count) || instant < firstInstant || instant > lastInstant) return undefined
  return new Date(instant).toISOString().replace('.000Z', 'Z')
}

/**
 * From a local date or dateTime (an instant in Z for an epoch) to what the column would hold. What the format can not hold is
 * rounded up to its next unit, which is exact for half-open bounds: `column >= bound` and `column < bound`. A pattern gives
 * text, an epoch a number.
 */
export function writeDate(format: DateStorage): (iso: string) => string | number {
  switch (format.kind) {
    case 'epoch-seconds':
      return iso => Math.ceil(Date.parse(iso) / 1000)
    case 'epoch-millis':
      return iso => Date.parse(iso)
    case 'pattern':
      return patternWriter(format.parts)
    default:
      return format satisfies never
  }
}

function patternWriter(parts: readonly DateFormatPart[]): (iso: string) => string {
  const found = fieldsOf(parts)
  const unit = found.includes('second')
    ? 1000
    : found.includes('minute')
      ? 60_000
      : found.includes('hour')
        ? 3_600_000
        : 86_400_000
  return iso => {
    const instant = Date.parse(iso.length > 10 ? `${iso}Z` : iso)
    const local = new Date(Math.min(Math.ceil(instant / unit) * unit, lastInstant)).toISOString()
    return parts.map(part => (part.kind === 'literal' ? part.text : local.slice(...isoSlices[part.field]))).join('')
  }
}

const isoSlices: Readonly<Record<DateFormatField, readonly [number, number]>> = {
  year: [0, 4],
  month: [5, 7],
  day: [8, 10],
  hour: [11, 13],
  minute: [14, 16],
  second: [17, 19],
}

/** True when the order of what is stored is the order of time. For an epoch that holds of numbers, not of digits as text. */
export function isOrdered(format: DateStorage): boolean {
  if (format.kind !== 'pattern') return true
  return fieldsOf(format.parts).every((field, index) => field === fieldOrder[index])
}
