/** A column of a map, bound to its storage facts: what it holds, what it means, and how a stored value is read. */

import type { Zone } from '../../fhir/zone.js'
import type { Position } from '../../kernel/diagnostics.js'
import {
  type Comparison,
  canonicalTime,
  type Field,
  type FieldType,
  type Folding,
  type Literal,
  type Scalar,
  type TextMatch,
  trimTrailing,
} from '../../spi/index.js'
import { isDateStorage, readDate, type StoredFormat } from '../language/date-format.js'
import type { Mask } from '../language/mask.js'
import type { Inverse } from './inverse.js'

export interface ColumnBinding {
  readonly at: Position
  /** Where its facts stand in the source document. */
  readonly declared?: Position
  readonly field: Field
  /** The type of the value after its facts: text with a date format means a date. */
  readonly meaning: FieldType
  readonly format?: StoredFormat
  readonly mask?: Mask
  /** Stored values that mean null, in the column's native type. */
  readonly nullIf: readonly Literal[]
  /** Of local times. */
  readonly zone: Zone
  /** False when the schema proves that there is always a value. */
  readonly nullable: boolean
  /** Nothing says what type the column has: no schema was read and none is declared. Then its type and meaning are guesses, and no fault. */
  readonly isGuess?: boolean
  /** The case of the letters that are stored, and whether there are others than those of English. */
  readonly stored?: StoredCase
  /** Worked out from the meanings of other columns, or from its own before further facts. */
  readonly derived?: Derivation
}

export interface StoredCase {
  readonly letters: 'upper' | 'lower'
  readonly isAscii: boolean
}

/** A column whose meaning is worked out from other meanings: a part of a text, a scaled number, a date of several columns. */
export interface Derivation {
  /** The fact that does it: `scale`, `of`, `parse`. */
  readonly fact: string
  /** The name that maps use. */
  readonly column: string
  /** What `read` takes, in order. */
  readonly from: readonly ColumnBinding[]
  read(...values: readonly (Meaning | undefined)[]): Meaning | undefined
  /** A first value without a meaning is a fault of the data, and is counted. */
  readonly mustRead: boolean
  /** Of several values that are taken out of a text: whether the text can be taken apart, though this value may not be in it. */
  fits?(value: Meaning): boolean
  /** How conditions compare a value, where that is another than the one that is emitted: a partial date by its start. */
  comparable?(value: Meaning): Meaning
  present(): Inverse
  /** The meaning, as conditions compare it, equals `text`. */
  equals(text: string): Inverse
  compare(is: Exclude<Comparison, 'eq'>, text: string): Inverse
  text(match: TextMatch, folding: Folding, value: string): Inverse
  /** Of dates: by how much of them is known. */
  dateLevels?(): readonly DateLevel[]
}

/** The rows whose dates are known to one precision. */
export interface DateLevel {
  readonly precision: LevelPrecision
  readonly when: Inverse
  /** The date as it is stored, from `local` on or before it. `local` needs no more than the level's precision. */
  from(local: string): Inverse
  before(local: string): Inverse
}

/** `time` is to the second, or as far as the column goes. */
export type LevelPrecision = 'year' | 'month' | 'day' | 'minute' | 'time'

/** What a column means in one row: text, ISO dates and digit strings; integers up to 2^53-1 as numbers. */
export type Meaning = string | number | boolean
export type Reader = (stored: Scalar | undefined) => Meaning | undefined

export const columnName = ({ field, derived }: ColumnBinding): string => `${field.alias}.${derived?.column ?? field.name}`

/** What is read once for each row: the same for two bindings of one column, another for each of its meanings. */
export const columnKey = ({ field, derived }: ColumnBinding): string =>
  derived ? `${derived.from.map(columnKey).join('+')}>${derived.fact} ${derived.column}` : `${field.alias}.${field.name}`

/** The stored columns behind a column. */
export const fieldsOf = ({ field, derived }: ColumnBinding): readonly Field[] => derived?.from.flatMap(fieldsOf) ?? [field]

/** A stored value that its facts can not read gives undefined and is reported. */
export function readerOf(column: ColumnBinding, unreadable: (column: ColumnBinding) => void): Reader {
  const read = withoutSentinels(typedReader(column, unreadable), column)
  if (!column.mask && !column.format) return read
  const decode = decoderOf(column)
  return stored => {
    const value = read(stored)
    if (value === undefined) return undefined
    const meaning = decode(value)
    if (meaning === undefined) unreadable(column)
    return meaning
  }
}

function withoutSentinels(read: Reader, { nullIf, field }: ColumnBinding): Reader {
  if (nullIf.length === 0) return read
  const sentinels = new Set(nullIf.map(({ value }) => sentinelKey(value, field)))
  return stored => {
    const value = read(stored)
    return value === undefined || sentinels.has(sentinelKey(value, field)) ? undefined : value
  }
}

/** The fields of a part stand in the row as they are meant. */
export const partReader =
  (place: number) =>
  (row: readonly Scalar[]): Meaning | undefined => {
    const value = row[place]
    return value === null || value instanceof Uint8Array ? undefined : value
  }

/** What the column means in a whole row, worked out from the others where it is derived. `placeOf`: of a field in the row. */
export function rowReaderOf(
  column: ColumnBinding,
  placeOf: (field: Field) => number,
): (row: readonly Scalar[]) => Meaning | undefined {
  const { derived } = column
  if (derived?.fact === 'split') return partReader(placeOf(column.field))
  if (derived) {
    const parts = derived.from.map(part => rowReaderOf(part, placeOf))
    return row => derived.read(...parts.map(read => read(row)))
  }
  const read = readerOf(column, () => undefined)
  const place = placeOf(column.field)
  return row => read(row[place])
}

/** Two stored values with one key are equal in the source's eyes: '1.0' and '1.00', 'A' and 'A ' of a trimmed column. */
export function sentinelKey(value: Exclude<Scalar, null>, field: Field): Meaning {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (field.type === 'string') return field.trim ? trimTrailing(String(value)) : String(value)
  return meaningKey(field.type, value)
}

/** Two meanings of one type with one key compare as equal: '1.0' and '1.00', ten o'clock with and without a fraction of zero. */
export function meaningKey(type: FieldType, value: Meaning): Meaning {
  switch (type) {
    case 'decimal':
      return canonicalDecimal(String(value))
    case 'date':
    case 'dateTime':
    case 'instant':
    case 'time':
      return canonicalTime(type, String(value))
    default:
      return typeof value === 'string' ? value : String(value)
  }
}

const decimalParts = /^([+-]?)0*(\d*?)(?:\.(\d*?)0*)?$/

function canonicalDecimal(text: string): string {
  const match = decimalParts.exec(text)
  if (!match) return text
  const [, sign, whole = '', fraction = ''] = match
  const digits = `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`
  return sign === '-' && digits !== '0' ? `-${digits}` : digits
}

function decoderOf(column: ColumnBinding): (value: Meaning) => Meaning | undefined {
  const { mask, format } = column
  if (mask) return value => mask.read(String(value))
  if (!format) return value => value
  if (!isDateStorage(format)) return numberReader(format.kind)
  const read = readDate(format)
  return value => read(typeof value === 'boolean' ? String(value) : value)
}

function numberReader(kind: 'integer' | 'decimal'): (value: Meaning) => Meaning | undefined {
  if (kind === 'integer') return value => (isInteger(String(value)) ? toInteger(String(value)) : undefined)
  return value => (isDecimal(String(value)) ? String(value) : undefined)
}

/** What is stored and of another type is reported; blanks are nothing in any type. */
function typedReader(column: ColumnBinding, unreadable: (column: ColumnBinding) => void): Reader {
  const read = nativeReader(column)
  return stored => {
    const value = read(stored)
    if (value === undefined && stored !== null && stored !== undefined && !(typeof stored === 'string' && isBlank(stored)))
      unreadable(column)
    return value
  }
}

function nativeReader(column: ColumnBinding): Reader {
  switch (column.field.type) {
    case 'string':
      return stored => (typeof stored === 'string' && !isBlank(stored) ? stored : undefined)
    case 'integer':
      return stored =>
        Number.isSafeInteger(stored) || (typeof stored === 'string' && isCanonicalInteger(stored))
          ? (stored as Meaning)
          : undefined
    case 'decimal':
      return stored => {
        const text = typeof stored === 'number' ? String(stored) : stored
        return typeof text === 'string' && isDecimal(text) ? text : undefined
      }
    case 'boolean':
      return stored => (typeof stored === 'boolean' ? stored : undefined)
    case 'binary':
      return stored => (stored instanceof Uint8Array ? Buffer.from(stored).toString('hex') : undefined)
    case 'date':
      return stored => (typeof stored === 'string' && isIsoDate(stored) ? stored : undefined)
    case 'dateTime':
    case 'instant':
      return stored => (typeof stored === 'string' && isIsoDateTime(stored) ? stored : undefined)
    case 'time':
      return stored => (typeof stored === 'string' ? stored : undefined)
    default:
      return column.field.type satisfies never
  }
}

const isoDateTime = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?$/

// By their codes and not by expressions: dates are in every row.
const isIsoDate = (text: string): boolean => text.length === 10 && hasIsoDate(text)

const isIsoDateTime = (text: string): boolean =>
  text.length === 19 ? hasIsoDate(text) && text.charCodeAt(10) === 84 && hasIsoTime(text) : isoDateTime.test(text)

/** A year but 0000, then a month and a day as digits. */
const hasIsoDate = (text: string): boolean =>
  hasDigits(text, 0) &&
  hasDigits(text, 2) &&
  text.charCodeAt(4) === 45 &&
  hasDigits(text, 5) &&
  text.charCodeAt(7) === 45 &&
  hasDigits(text, 8) &&
  !text.startsWith('0000')

const hasIsoTime = (text: string): boolean =>
  hasDigits(text, 11) && text.charCodeAt(13) === 58 && hasDigits(text, 14) && text.charCodeAt(16) === 58 && hasDigits(text, 17)

const hasDigits = (text: string, at: number): boolean => isDigit(text.charCodeAt(at)) && isDigit(text.charCodeAt(at + 1))
const isDigit = (code: number): boolean => code >= 48 && code <= 57

/** Only blanks: what the source would call empty. */
export function isBlank(text: string): boolean {
  for (let index = text.length - 1; index >= 0; index--) if (text.charCodeAt(index) !== 32) return false
  return true
}

const canonicalInteger = /^(0|-?[1-9]\d*)$/
const integerText = /^\s*[+-]?\d+\s*$/
const decimalText = /^[+-]?\d+(\.\d+)?$/

export const isInteger = (text: string): boolean => integerText.test(text)
export const isDecimal = (text: string): boolean => decimalText.test(text)
/** The one spelling that an integer column is emitted with: no sign, no leading zero. */
export const isCanonicalInteger = (text: string): boolean => canonicalInteger.test(text)

/** A number up to 2^53-1, a digit string beyond. */
export function toInteger(text: string): number | string {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text).toString()
}

/** The field without a fact that only the engine's own reading needs; for tests on blank text. */
export const trimmedField = (field: Field): Field => (field.trim ? field : { ...field, trim: true })
