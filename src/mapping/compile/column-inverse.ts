/** Tests on a column, through its storage facts, as predicates: the constant is transformed, never the column. */
import type { Comparison, FieldType, Folding, Literal, Predicate, TextMatch } from '../../spi/index.js'
import { compareScalars, foldText } from '../../spi/index.js'
import { isDateStorage, isOrdered, readDate, spellingsOf, writeDate } from '../language/date-format.js'
import {
  type ColumnBinding,
  columnName,
  isBlank,
  isCanonicalInteger,
  isDecimal,
  sentinelKey,
  toInteger,
  trimmedField,
} from './column.js'
import { allOf, always, anyOf, type Inverse, negate, never, rows, undecided, unsupported } from './inverse.js'
import { canBeStored, casedConstant } from './stored-case.js'

const isNull = (column: ColumnBinding): Predicate => ({ op: 'isNull', field: column.field })

/** What is stored can be read: `always` for a native type, exact for an epoch, else for the finished resource to decide. */
export function readable({ field, format, mask }: ColumnBinding): Inverse {
  if (mask) return undecided
  if (!format) return always
  if (field.type !== 'integer' || format.kind === 'pattern') return undecided
  const unit = format.kind === 'epoch-seconds' ? 1000 : 1
  const bound = (is: Comparison, value: number) =>
    rows({ op: 'compare', field, is, to: { type: 'integer', value: Math.trunc(value / unit) } })
  return allOf([bound('ge', firstInstant), bound('le', lastInstant)])
}

const firstInstant = Date.parse('0001-01-01T00:00:00Z')
const lastInstant = Date.parse('9999-12-31T23:59:59.999Z')

/** The column means something: not null, not blank, no sentinel, readable. */
export function columnPresent(column: ColumnBinding): Inverse {
  if (column.derived) return column.derived.present()
  const tests: Predicate[] = []
  if (column.nullable) tests.push({ op: 'not', of: isNull(column) })
  if (column.field.type === 'string') {
    const field = trimmedField(column.field)
    tests.push({ op: 'not', of: { op: 'compare', field, is: 'eq', to: { type: 'string', value: '' } } })
  }
  if (column.nullIf.length > 0) tests.push({ op: 'not', of: { op: 'in', field: column.field, values: column.nullIf } })
  return allOf([tests.length === 0 ? always : rows({ op: 'and', of: tests }), readable(column)])
}

/** The column's meaning, written as text in the one way in which it is emitted, equals `text`. */
export function columnEquals(column: ColumnBinding, text: string): Inverse {
  if (column.derived) return column.derived.equals(text)
  if (isNumberInText(column)) return literalOf(column.meaning, text) ? allOf([columnPresent(column), undecided]) : never
  const literals = storedForms(column, text).filter(literal => !isSentinel(column, literal))
  if (literals.length === 0) return never
  const [first] = literals
  if (literals.length === 1 && first) return rows({ op: 'compare', field: column.field, is: 'eq', to: first })
  return rows({ op: 'in', field: column.field, values: literals })
}

/** The column's meaning is one of these; values that it can not hold are left out. */
export function columnIn(column: ColumnBinding, texts: Iterable<string>): Inverse {
  if (column.derived || isNumberInText(column)) return anyOf([...texts].map(text => columnEquals(column, text)))
  const values: Literal[] = []
  for (const text of texts)
    for (const literal of storedForms(column, text)) if (!isSentinel(column, literal)) values.push(literal)
  const [first] = values
  if (!first) return never
  return rows(
    values.length === 1 ? { op: 'compare', field: column.field, is: 'eq', to: first } : { op: 'in', field: column.field, values },
  )
}

/** Text such as '007' means 7 too, so a number that is stored as text is compared after reading, not in the source. */
const isNumberInText = ({ field, format }: ColumnBinding): boolean =>
  field.type === 'string' && (format?.kind === 'integer' || format?.kind === 'decimal')

/** Every way in which `text` may be stored; none when the column can not hold it. */
function storedForms(column: ColumnBinding, text: string): readonly Literal[] {
  if (!canBeStored(column, text)) return []
  if (column.mask) return column.mask.write(text).map(value => ({ type: 'string', value }))
  const literal = literalOf(column.meaning, text)
  if (!literal || !canMean(column, text)) return []
  if (!column.format || typeof literal.value !== 'string') return [literal]
  const stored = storedDate(column, literal.value)
  return isStoredExactly(column, literal.value, stored) ? spellings(column, stored) : []
}

const spellings = ({ format }: ColumnBinding, stored: Literal): readonly Literal[] =>
  format?.kind === 'pattern' && stored.type === 'string'
    ? spellingsOf(format, String(stored.value)).map(value => ({ type: 'string', value }))
    : [stored]

/** Blank text is null, and no meaning of a trimmed column ends in a blank; to the source, which pads, such texts would be equal to others. */
const canMean = ({ meaning, field }: ColumnBinding, text: string): boolean =>
  meaning !== 'string' || !(isBlank(text) || (field.trim === true && text.endsWith(' ')))

/** A text in the type that the column means; undefined when it is no such value. */
export function literalOf(type: FieldType, text: string): Literal | undefined {
  switch (type) {
    case 'string':
      return { type: 'string', value: text }
    case 'integer':
      return isCanonicalInteger(text) ? { type: 'integer', value: toInteger(text) } : undefined
    case 'decimal':
      return isDecimal(text) ? { type: 'decimal', value: text } : undefined
    case 'boolean':
      return text === 'true' || text === 'false' ? { type: 'boolean', value: text === 'true' } : undefined
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(text) ? { type: 'date', value: text } : undefined
    case 'dateTime':
      return localDateTime(text) === undefined ? undefined : { type: 'dateTime', value: localDateTime(text) ?? '' }
    case 'instant':
      return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) ? { type: 'instant', value: text } : undefined
    case 'time':
      return /^\d\d:\d\d:\d\d(\.\d+)?$/.test(text) ? { type: 'time', value: text } : undefined
    case 'binary':
      return /^([0-9a-f]{2})+$/.test(text) ? { type: 'binary', value: Buffer.from(text, 'hex') } : undefined
    default:
      return type satisfies never
  }
}

/** '2020-04-01' is the start of that day; anything that is no local time gives undefined. */
function localDateTime(text: string): string | undefined {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return `${text}T00:00:00`
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$/.test(text) ? text : undefined
}

export function storedDate(column: ColumnBinding, iso: string): Literal {
  if (!column.format || !isDateStorage(column.format)) return { type: column.field.type, value: iso }
  const value = writeDate(column.format)(iso)
  return { type: column.field.type, value: column.field.type === 'string' ? String(value) : Number(value) }
}

/** False when the format has no place for a part of it, such as the seconds: then it was rounded up, and equals nothing stored. */
function isStoredExactly({ format, meaning, field }: ColumnBinding, iso: string, { value }: Literal): boolean {
  if (!format || !isDateStorage(format)) return true
  const read = readDate(format)(field.type === 'string' ? String(value) : Number(value))
  return read !== undefined && compareScalars(meaning, read, iso) === 0
}

const isSentinel = ({ nullIf, field }: ColumnBinding, literal: Literal): boolean =>
  nullIf.some(sentinel => sentinelKey(sentinel.value, field) === sentinelKey(literal.value, field))

/** An order comparison of the column's meaning with a literal of its own meaning. Text orders by code point. */
export function columnCompare(column: ColumnBinding, is: Exclude<Comparison, 'eq'>, text: string): Inverse {
  if (column.derived) return column.derived.compare(is, text)
  const literal = literalOf(column.meaning, text)
  if (!literal) return never
  const { format } = column
  // Blank text is null, and less than most texts.
  const present = column.field.type === 'string' ? columnPresent(column) : withoutSentinels(column)
  if (!format && !column.mask) return allOf([present, compareRow(column, is, literal)])
  if (!format || !isDateStorage(format) || !isOrdered(format)) return allOf([columnPresent(column), undecided])
  const stored = storedDate(column, String(literal.value))
  const bound = isStoredExactly(column, String(literal.value), stored) ? is : aboveRounded[is]
  return allOf([present, readable(column), compareRow(column, bound, stored)])
}

/** The stored bound was rounded up: what is at most the literal is below it. */
const aboveRounded = { lt: 'lt', le: 'lt', gt: 'ge', ge: 'ge' } as const

const compareRow = (column: ColumnBinding, is: Comparison, to: Literal): Inverse =>
  rows({ op: 'compare', field: column.field, is, to })

/** A comparison already fails for null; sentinels have to be kept out by name. */
export const withoutSentinels = (column: ColumnBinding): Inverse =>
  column.nullIf.length === 0 ? always : rows({ op: 'not', of: { op: 'in', field: column.field, values: column.nullIf } })

/** A text test on the column's meaning. */
export function columnText(column: ColumnBinding, match: TextMatch, folding: Folding, value: string): Inverse {
  if (column.derived) return column.derived.text(match, folding, value)
  if (match === 'equals' && folding === 'exact') return columnEquals(column, value)
  if (column.mask) return unsupported(`${columnName(column)} has a mask and can only be searched for whole values.`)
  if (column.meaning !== 'string')
    return unsupported(`${columnName(column)} holds ${column.meaning} values, which have no text search.`)
  // Blanks, or marks that fold to nothing, begin a blank text too, and that is null.
  const present = isBlank(foldText(value, folding)) ? columnPresent(column) : withoutSentinels(column)
  const cased = casedConstant(column.stored, folding, value)
  if (cased && cased.exactly === undefined) return never
  const [as, looked] = cased?.exactly === undefined ? [folding, value] : (['exact', cased.exactly] as const)
  return allOf([present, rows({ op: 'text', field: column.field, match, folding: as, value: looked })])
}

/** Two columns mean the same. Their facts were checked to be equal. */
export function columnsCompare(left: ColumnBinding, is: Comparison, right: ColumnBinding): Inverse {
  // One meaning may be stored in several ways: only the row itself tells.
  if (left.derived || right.derived) return allOf([columnPresent(left), columnPresent(right), undecided])
  // Two masks may write one value in two ways, and days first is no order.
  if (left.mask || (left.format && !(isDateStorage(left.format) && isOrdered(left.format))))
    return allOf([columnPresent(left), columnPresent(right), undecided])
  const compared = rows({ op: 'compare', field: left.field, is, to: right.field })
  const guards = [left, right].flatMap(column => [withoutSentinels(column), readable(column)])
  return allOf([compared, ...guards, ...blankGuards(left, right)])
}

/** Blank text is null, and null equals nothing: two blank columns are not equal. */
const blankGuards = (...columns: readonly ColumnBinding[]): readonly Inverse[] =>
  columns.filter(({ field }) => field.type === 'string').map(column => negate(blank(column)))

const blank = (column: ColumnBinding): Inverse =>
  rows({ op: 'compare', field: trimmedField(column.field), is: 'eq', to: { type: 'string', value: '' } })
