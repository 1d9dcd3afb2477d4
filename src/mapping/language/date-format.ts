/** How a column stores a date or a number as text or as a number (MAPPING: the fact `format`), read and written. */

/** A pattern of yyyy or yy, MM or MMM, dd, HH, mm, ss and literal characters; or a named format. */
export type DateFormat =
  | DatePattern
  | { readonly kind: 'epoch-seconds' }
  | { readonly kind: 'epoch-millis' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'decimal' }
  /** `mixed`: the first three groups of a binary one are stored with their least byte first. */
  | { readonly kind: 'uuid' | 'uuid-mixed' }

export interface DatePattern {
  readonly kind: 'pattern'
  readonly pattern: string
  readonly parts: readonly DateFormatPart[]
  /** Years of two digits are those of the hundred years from this one. */
  readonly yearsFrom?: number
}

export type DateFormatPart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'field'; readonly field: DateFormatField; readonly digits: 2 | 4 }
  /** Mar: the first three letters of its English name. Read in any case. */
  | { readonly kind: 'month-name' }
export type DateFormatField = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'

/** Why a text is no format. */
export interface FormatFault {
  readonly kind: 'fault'
  readonly message: string
}

/** The formats that hold a date: not numbers and not uuids. */
export type DateStorage = Extract<DateFormat, { readonly kind: 'pattern' | 'epoch-seconds' | 'epoch-millis' }>
export type UuidFormat = Extract<DateFormat, { readonly kind: 'uuid' | 'uuid-mixed' }>

export const isDateStorage = (format: DateFormat): format is DateStorage =>
  format.kind === 'pattern' || format.kind === 'epoch-seconds' || format.kind === 'epoch-millis'

/** What is read and written by itself; a uuid is worked out from the text or the bytes. */
export type StoredFormat = Exclude<DateFormat, UuidFormat>

export const isUuid = (format: DateFormat): format is UuidFormat => format.kind === 'uuid' || format.kind === 'uuid-mixed'

const fields: Readonly<Record<string, DateFormatField>> = {
  yyyy: 'year',
  yy: 'year',
  MM: 'month',
  dd: 'day',
  HH: 'hour',
  mm: 'minute',
  ss: 'second',
}
const fieldOrder: readonly DateFormatField[] = ['year', 'month', 'day', 'hour', 'minute', 'second']

export function parseDateFormat(text: string): DateFormat | FormatFault {
  const named = namedFormats.find(name => name === text)
  if (named !== undefined) return { kind: named }
  const parts = parseDateParts(text)
  return 'kind' in parts ? parts : (faultOf(parts) ?? { kind: 'pattern', pattern: text, parts })
}

const namedFormats = ['epoch-seconds', 'epoch-millis', 'integer', 'decimal', 'uuid', 'uuid-mixed'] as const

/** The fields and literals of a pattern, which need not make a whole date: a date may be in several columns. */
export function parseDateParts(text: string): readonly DateFormatPart[] | FormatFault {
  const parts: DateFormatPart[] = []
  // Runs of one letter are fields; T alone is the literal of ISO dates; all that is no letter is literal.
  for (const [run] of text.matchAll(/([A-Za-z])\1*|[^A-Za-z]+/g)) {
    const field = fields[run]
    if (field !== undefined) parts.push({ kind: 'field', field, digits: run === 'yyyy' ? 4 : 2 })
    else if (run === 'MMM') parts.push({ kind: 'month-name' })
    else if (run === 'T' || !/[A-Za-z]/.test(run)) parts.push({ kind: 'literal', text: run })
    else return { kind: 'fault', message: `${run} is no part of a format (${knownFormats})` }
  }
  return parts
}

const knownFormats = `yyyy yy MM MMM dd HH mm ss, or ${namedFormats.join(', ')}`

function faultOf(parts: readonly DateFormatPart[]): FormatFault | undefined {
  const found = fieldsOf(parts)
  const fault = (message: string): FormatFault => ({ kind: 'fault', message })
  if (new Set(found).size < found.length) return fault('A part stands twice in this format (MM is the month, mm the minute)')
  const missing = ['yyyy', 'MM', 'dd'].find(run => !found.includes(fields[run] ?? 'year'))
  if (missing !== undefined) return fault(`This format has no ${missing}: a date needs yyyy, MM (or MMM) and dd`)
  if (found.includes('minute') && !found.includes('hour')) return fault('This format has mm (minutes) without HH')
  if (found.includes('second') && !found.includes('minute')) return fault('This format has ss without mm (minutes)')
  return undefined
}

export const isShortYear = (part: DateFormatPart): boolean => part.kind === 'field' && part.field === 'year' && part.digits === 2

export const fieldsOf = (parts: readonly DateFormatPart[]): readonly DateFormatField[] =>
  parts.flatMap(part => fieldOf(part) ?? [])

/** What a part says of the date; undefined for a literal. */
export const fieldOf = (part: DateFormatPart): DateFormatField | undefined =>
  part.kind === 'field' ? part.field : part.kind === 'month-name' ? 'month' : undefined

export const hasMonthName = (parts: readonly DateFormatPart[]): boolean => parts.some(({ kind }) => kind === 'month-name')

/** How many characters a part takes. */
export const widthOf = (part: DateFormatPart): number =>
  part.kind === 'field' ? part.digits : part.kind === 'month-name' ? 3 : part.text.length

/** Where each part of a pattern begins in the text. */
function offsetsOf(parts: readonly DateFormatPart[]): {
  readonly fields: ReadonlyMap<DateFormatField, number>
  readonly length: number
} {
  const offsets = new Map<DateFormatField, number>()
  let length = 0
  for (const part of parts) {
    const field = fieldOf(part)
    if (field !== undefined) offsets.set(field, length)
    length += widthOf(part)
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
  const yearIn = yearReader(format, year)
  const monthIn = hasMonthName(format.parts)
    ? (text: string) => monthNumber(text.slice(month, month + 3))
    : (text: string) => twoDigits(text, month)
  return stored => {
    // A number has lost the leading zero of ddMMyyyy.
    const text = typeof stored === 'number' ? String(stored).padStart(length, '0') : stored
    if (text.length !== length || !fits(text)) return undefined
    const monthOfYear = monthIn(text)
    const yearNumber = yearIn(text)
    if (yearNumber === 0 || twoDigits(text, day) === 0 || twoDigits(text, day) > daysIn(yearNumber, monthOfYear)) return undefined
    const date = `${yearText(yearNumber)}-${monthOfYear < 10 ? '0' : ''}${monthOfYear}-${text.slice(day, day + 2)}`
    if (hour === undefined) return date
    if (twoDigits(text, hour) > 23 || (minute !== undefined && twoDigits(text, minute) > 59)) return undefined
    if (second !== undefined && twoDigits(text, second) > 59) return undefined
    return `${date}T${text.slice(hour, hour + 2)}:${pair(text, minute)}:${pair(text, second)}`
  }
}

/** A year of two digits is the one of the hundred years from `yearsFrom` that ends so. */
function yearReader({ parts, yearsFrom = 0 }: DatePattern, at: number): (text: string) => number {
  if (!parts.some(isShortYear)) return text => twoDigits(text, at) * 100 + twoDigits(text, at + 2)
  const century = yearsFrom - (yearsFrom % 100)
  return text => {
    const year = century + twoDigits(text, at)
    return year < yearsFrom ? year + 100 : year
  }
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
const monthNumbers = new Map(monthNames.map((name, index) => [name.toLowerCase(), index + 1] as const))

/** Of `mar`, `Mar` or `MAR`; 0 of what names no month. */
export const monthNumber = (name: string): number => monthNumbers.get(name.toLowerCase()) ?? 0

const yearText = (year: number): string => (year > 999 ? String(year) : String(year).padStart(4, '0'))

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
  const codes = parts.flatMap(codesOf)
  return text => {
    for (let index = 0; index < codes.length; index++) {
      const code = text.charCodeAt(index)
      const wanted = codes[index] ?? -1
      if (wanted === -1 ? code < 48 || code > 57 : wanted !== -2 && code !== wanted) return false
    }
    return true
  }
}

/** -1 is any digit; -2 anything: a name is looked up. */
function codesOf(part: DateFormatPart): readonly number[] {
  switch (part.kind) {
    case 'field':
      return Array.from({ length: part.digits }, () => -1)
    case 'month-name':
      return [-2, -2, -2]
    case 'literal':
      return literalCodes(part.text)
    default:
      return part satisfies never
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
      return patternWriter(format)
    default:
      return format satisfies never
  }
}

function patternWriter({ parts }: DatePattern): (iso: string) => string {
  const found = fieldsOf(parts)
  const unit = found.includes('second')
    ? 1000
    : found.includes('minute')
      ? 60_000
      : found.includes('hour')
        ? 3_600_000
        : 86_400_000
  const write = partsWriter(parts)
  return iso => {
    const instant = Date.parse(iso.length > 10 ? `${iso}Z` : iso)
    const local = new Date(Math.min(Math.ceil(instant / unit) * unit, lastInstant)).toISOString()
    return write(local)
  }
}

/** From the local time in full to what the parts show of it. */
export const partsWriter =
  (parts: readonly DateFormatPart[]) =>
  (local: string): string =>
    parts.map(part => partText(part, local)).join('')

const partText = (part: DateFormatPart, local: string): string =>
  part.kind === 'literal'
    ? part.text
    : part.kind === 'field'
      ? sliceOf(local, part)
      : (monthNames[Number(local.slice(5, 7)) - 1] ?? '')

/** All texts that are read as the one that was written: names of months may be in any case. */
export function spellingsOf({ parts }: DatePattern, written: string): readonly string[] {
  let from = 0
  let spellings: readonly string[] = ['']
  for (const part of parts) {
    const text = written.slice(from, from + widthOf(part))
    from += text.length
    const ways = part.kind === 'month-name' ? inAnyCase(text) : [text]
    spellings = spellings.flatMap(before => ways.map(way => before + way))
  }
  return spellings
}

const inAnyCase = (letters: string): readonly string[] =>
  [...letters].reduce<readonly string[]>(
    (ways, letter) => ways.flatMap(way => [way + letter.toUpperCase(), way + letter.toLowerCase()]),
    [''],
  )

function sliceOf(local: string, { field, digits }: Extract<DateFormatPart, { kind: 'field' }>): string {
  const [start, end] = isoSlices[field]
  return local.slice(field === 'year' ? end - digits : start, end)
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
  return isOrderedFrom(format.parts, 'year')
}

/** The fields follow one another from `first` on, and the year has its century: the order of the texts is the order of time. */
export const isOrderedFrom = (parts: readonly DateFormatPart[], first: DateFormatField): boolean =>
  !parts.some(isShortYear) &&
  !hasMonthName(parts) &&
  fieldsOf(parts).every((field, index) => field === fieldOrder[fieldOrder.indexOf(first) + index])
