/** One date from several columns, or with zeros for what is not known of it (MAPPING: `of`, `precision: zeros`). */
import { daysInMonth } from '../../fhir/calendar.js'
import type { FieldType } from '../../spi/index.js'
import {
  type DateFormatField,
  type DateFormatPart,
  type DatePattern,
  fieldOf,
  fieldsOf,
  hasMonthName,
  isOrderedFrom,
  isShortYear,
  monthNumber,
  partsWriter,
  widthOf,
} from '../language/date-format.js'
import type { DatePiece } from '../language/document.js'
import type { ColumnBinding, DateLevel, LevelPrecision, Meaning } from './column.js'
import { columnCompare, columnEquals, columnPresent } from './column-inverse.js'
import { shortened } from './derive-precision.js'
import { allOf, always, anyOf, type Inverse, inexact, negate, never, undecided } from './inverse.js'

/** One of the columns, with what its meaning says of the date. */
export interface BoundPiece {
  readonly column: ColumnBinding
  readonly piece: DatePiece
}

const dateFields: readonly DateFormatField[] = ['year', 'month', 'day']
const timeFields: readonly DateFormatField[] = ['hour', 'minute', 'second']

const fieldsIn = (piece: DatePiece): readonly DateFormatField[] =>
  piece.kind === 'date' ? dateFields : piece.kind === 'time' ? timeFields : fieldsOf(piece.parts)

const firstOf = (fields: readonly DateFormatField[]): DateFormatField =>
  [...dateFields, ...timeFields].find(field => fields.includes(field)) ?? 'year'

/** `base` lends its alias, its zone and its place. */
export function deriveDate(pieces: readonly BoundPiece[], base: Omit<ColumnBinding, 'meaning'>, column: string): ColumnBinding {
  const parts = pieces.map(({ column: from, piece }, place) => ({ ...preparePiece(piece), from, place }))
  const hasTime = parts.some(({ fields }) => fields.includes('hour'))
  const meaning: FieldType = hasTime ? 'dateTime' : 'date'
  const isNative = pieces.every(({ piece }) => piece.kind !== 'pattern')
  const rough = (inverse: Inverse) => (isNative ? inverse : allOf([inverse, undecided]))
  const [first] = parts
  const levels = parts.map((part, place): DateLevel => {
    const used = parts.slice(0, place + 1)
    const next = parts[place + 1]
    return {
      precision: precisionOf(part.fields),
      when: allOf([...used.map(({ from }) => columnPresent(from)), next ? negate(columnPresent(next.from)) : always]),
      from: local => rough(compareParts(used, 'ge', local)),
      before: local => rough(compareParts(used, 'lt', local)),
    }
  })
  const derived = shortened({ ...base, meaning }, column, {
    from: pieces.map(piece => piece.column),
    read: (...values) => joinPieces(parts, values),
    levels: () => levels,
    present: () => rough(first ? columnPresent(first.from) : never),
  })
  return derived.derived ? { ...derived, derived: { ...derived.derived, fact: 'of', mustRead: true } } : derived
}

interface PreparedPiece {
  readonly fields: readonly DateFormatField[]
  /** The separator before its fields in an ISO date. */
  readonly separator: string
  readonly isOrdered: boolean
  read(value: Meaning): string | undefined
  /** As the column means it, from a local time in full. */
  write(local: string, meaning: FieldType): string
}
type Part = PreparedPiece & { readonly from: ColumnBinding }

const separators: Readonly<Record<DateFormatField, string>> = {
  year: '',
  month: '-',
  day: '-',
  hour: 'T',
  minute: ':',
  second: ':',
}

function preparePiece(piece: DatePiece): PreparedPiece {
  const fields = fieldsIn(piece)
  const separator = separators[firstOf(fields)]
  if (piece.kind === 'date')
    return { fields, separator, isOrdered: true, read: value => String(value).slice(0, 10), write: local => local.slice(0, 10) }
  if (piece.kind === 'time') return { fields, separator, isOrdered: true, read: String, write: local => local.slice(11) }
  const write = partsWriter(piece.parts)
  return {
    fields,
    separator,
    isOrdered: isOrderedFrom(piece.parts, firstOf(fields)),
    read: pieceReader(piece),
    write: (local, meaning) => (meaning === 'string' ? write(local) : String(Number(write(local)))),
  }
}

const precisionOf = (fields: readonly DateFormatField[]): LevelPrecision =>
  fields.some(field => timeFields.includes(field))
    ? 'time'
    : fields.includes('day')
      ? 'day'
      : fields.includes('month')
        ? 'month'
        : 'year'

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Up to the first column without a value; undefined when a column can not be read, or the calendar has no such day. */
function joinPieces(parts: readonly PreparedPiece[], values: readonly (Meaning | undefined)[]): string | undefined {
  let text = ''
  for (const [place, part] of parts.entries()) {
    const value = values[place]
    if (value === undefined) break
    const read = part.read(value)
    if (read === undefined) return undefined
    text += part.separator + read
  }
  return text === '' ? undefined : checkedDate(text)
}

function checkedDate(text: string): string | undefined {
  if (text.startsWith('0000')) return undefined
  const day = Number(text.slice(8, 10))
  if (text.length >= 10 && (day < 1 || day > daysInMonth(Number(text.slice(0, 4)), Number(text.slice(5, 7))))) return undefined
  return text.length === 13 ? `${text}:00:00` : text.length === 16 ? `${text}:00` : text
}

/** '20200329' becomes '2020-03-29'; a number has lost its leading zeros. */
function pieceReader({ parts, yearsFrom = 0 }: DatePattern): (value: Meaning) => string | undefined {
  const length = parts.reduce((sum, part) => sum + widthOf(part), 0)
  const shape = new RegExp(`^${parts.map(shapeOf).join('')}$`)
  const hasName = hasMonthName(parts)
  const written = fieldsOf(parts)
  const fields = [...dateFields, ...timeFields].filter(field => written.includes(field))
  const places = fields.map(field => written.indexOf(field) + 1)
  const isShort = parts.some(isShortYear)
  return value => {
    const text = typeof value === 'number' ? String(value).padStart(length, '0') : String(value)
    const match = shape.exec(text)
    if (!match) return undefined
    let read = ''
    for (const [index, field] of fields.entries()) {
      const written = match[places[index] ?? 0] ?? ''
      const digits = hasName && field === 'month' ? String(monthNumber(written)).padStart(2, '0') : written
      if (Number(digits) > (greatest[field] ?? 9999) || (field === 'month' && digits === '00')) return undefined
      read += (index === 0 ? '' : separators[field]) + (field === 'year' && isShort ? fullYear(digits, yearsFrom) : digits)
    }
    return read
  }
}

const shapeOf = (part: DateFormatPart): string =>
  part.kind === 'field' ? `(\\d{${part.digits}})` : part.kind === 'month-name' ? '([A-Za-z]{3})' : escaped(part.text)

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
const greatest: Partial<Record<DateFormatField, number>> = { month: 12, hour: 23, minute: 59, second: 59 }

function fullYear(digits: string, yearsFrom: number): string {
  const year = yearsFrom - (yearsFrom % 100) + Number(digits)
  return String(year < yearsFrom ? year + 100 : year)
}

// ── Comparing ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Column by column, the first one first: a > A, or a = A and what follows. The bound is rounded up to what the columns hold. */
function compareParts(parts: readonly Part[], is: 'ge' | 'lt', local: string): Inverse {
  const bound = roundUp(parts, local)
  const present = allOf(parts.map(({ from }) => columnPresent(from)))
  if (bound === undefined) return is === 'ge' ? never : present
  const strict = is === 'ge' ? 'gt' : 'lt'
  const texts = parts.map(({ write, from }) => write(bound, from.meaning))
  const test = (place: number): Inverse => {
    const part = parts[place]
    const text = texts[place] ?? ''
    if (!part) return always
    if (!part.isOrdered) return allOf([columnPresent(part.from), undecided])
    if (place === parts.length - 1) return columnCompare(part.from, is, text)
    const rest = allOf([columnEquals(part.from, text), test(place + 1)])
    const whole = anyOf([columnCompare(part.from, strict, text), rest])
    // The first column alone lets an index find the range.
    return place > 0 ? whole : allOf([columnCompare(part.from, is === 'ge' ? 'ge' : 'le', text), whole])
  }
  return test(0)
}

/** To whole minutes where there are no seconds. Undefined beyond the year 9999. */
function roundUp(parts: readonly Part[], local: string): string | undefined {
  const [last] = parts.slice(-1)
  const fields = last?.fields ?? []
  if (!last || fields.includes('day') || !fields.some(field => timeFields.includes(field))) return local
  if (fields === timeFields) return local
  const unit = fields.includes('second') ? 1000 : fields.includes('minute') ? 60_000 : 3_600_000
  const rounded = new Date(Math.ceil(Date.parse(`${local}Z`) / unit) * unit).toISOString()
  return rounded.startsWith('+') ? undefined : rounded.slice(0, 19)
}

// ── Zeros ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** '20100000' is the year 2010, '20100500' its fifth month. `base` is the text or number itself. */
export function deriveZeros(base: ColumnBinding, format: DatePattern, column: string): ColumnBinding {
  const read = zerosReader(format)
  const isOrdered = isOrderedFrom(format.parts, 'year')
  const stored = (local: string, precision: LevelPrecision) => {
    const text = partsWriter(format.parts)(zeroed(local, precision))
    return base.meaning === 'string' ? text : String(Number(text))
  }
  const meaning: FieldType = fieldsOf(format.parts).includes('hour') ? 'dateTime' : 'date'
  const finest: LevelPrecision = meaning === 'date' ? 'day' : 'time'
  const test = (precision: LevelPrecision, is: 'ge' | 'lt') => (local: string) =>
    isOrdered
      ? allOf([columnPresent(base), inexact(columnCompare(base, is, stored(local, precision))), undecided])
      : allOf([columnPresent(base), undecided])
  const levels = (['year', 'month', finest] as const).map(
    (precision): DateLevel => ({
      precision,
      when: undecided,
      from: test(precision, 'ge'),
      before: test(precision, 'lt'),
    }),
  )
  const derived = shortened({ ...base, meaning }, column, {
    from: [base],
    read: value => (value === undefined ? undefined : read(value)),
    levels: () => levels,
    present: () => allOf([columnPresent(base), undecided]),
  })
  return derived.derived ? { ...derived, derived: { ...derived.derived, fact: 'zeros', mustRead: true } } : derived
}

const zeroed = (local: string, precision: LevelPrecision): string =>
  precision === 'year'
    ? `${local.slice(0, 4)}-00-00T00:00:00`
    : precision === 'month'
      ? `${local.slice(0, 7)}-00T00:00:00`
      : local

function zerosReader(format: DatePattern): (value: Meaning) => string | undefined {
  const places = offsets(format.parts)
  const readWhole = pieceReader(format)
  const length = places.length
  return value => {
    const text = typeof value === 'number' ? String(value).padStart(length, '0') : String(value)
    const [month, day] = [text.slice(places.month, places.month + 2), text.slice(places.day, places.day + 2)]
    if (day !== '00') {
      const whole = readWhole(value)
      return whole === undefined ? undefined : checkedDate(whole)
    }
    // As the first day, so that all else is still checked.
    const known = `${text.slice(0, places.day)}01${text.slice(places.day + 2)}`
    const whole = month === '00' ? `${known.slice(0, places.month)}01${known.slice(places.month + 2)}` : known
    const date = readWhole(whole)
    const checked = date === undefined ? undefined : checkedDate(date)
    return checked?.slice(0, month === '00' ? 4 : 7)
  }
}

function offsets(parts: readonly DateFormatPart[]): { readonly month: number; readonly day: number; readonly length: number } {
  let [month, day, length] = [0, 0, 0]
  for (const part of parts) {
    if (fieldOf(part) === 'month') month = length
    if (fieldOf(part) === 'day') day = length
    length += widthOf(part)
  }
  return { month, day, length }
}
