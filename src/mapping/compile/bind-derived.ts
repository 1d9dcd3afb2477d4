/** The facts of a column that make another meaning of what its stored value means: uuids, precision, scale, plain text, patterns. */
import type { Position } from '../../kernel/diagnostics.js'
import type { FieldType } from '../../spi/index.js'
import { hasMonthName, isUuid, type StoredFormat } from '../language/date-format.js'
import type { Report } from '../language/diagnostic-codes.js'
import type { CodeMap, ColumnFacts, DatePiecesFact, PrecisionFact, SourceDocument, TableDocument } from '../language/document.js'
import { endsAlways, parseLinear } from '../language/linear.js'
import { holesIn, type PatternPart } from '../language/pattern.js'
import { type ColumnBinding, columnName } from './column.js'
import { type BoundPiece, deriveDate, deriveZeros } from './derive-date-parts.js'
import { compilePatterns, deriveHole, meaningOfHole } from './derive-hole.js'
import { deriveNumber, identity } from './derive-number.js'
import { derivePlainText } from './derive-plain-text.js'
import { derivePrecision, derivePrecisionBy, isPrecisionWord, type PrecisionCodes } from './derive-precision.js'
import { deriveUuid } from './derive-uuid.js'

/** What binding needs to know of the scope in which a column stands. */
export interface DerivedScope {
  readonly source: SourceDocument
  readonly report: Report
  column(alias: string, name: string, at: Position): ColumnBinding | undefined
}

/** The format that is read before anything else is made of the value. */
export function storedFormat({ format, precision }: ColumnFacts): StoredFormat | undefined {
  if (!format || isUuid(format)) return undefined
  return precision?.kind === 'zeros' && format.kind === 'pattern' ? undefined : format
}

/** `base` is the column after trim, nullIf, mask and stored format. Undefined after a fault, which was reported. */
export function deriveColumn(
  base: ColumnBinding,
  facts: ColumnFacts,
  name: string,
  scope: DerivedScope,
): ColumnBinding | undefined {
  const first = conflict(facts)
  if (first !== undefined) {
    scope.report('fact.conflict', facts.at, `${columnName(base)} ${first}`)
    return undefined
  }
  const clash = (message: string) => {
    scope.report('fact.type-clash', facts.at, `${columnName(base)} ${message}`)
    return undefined
  }
  const { format, precision, scale, round, text } = facts
  if ((facts.stored || facts.parse || text) && !holds(base, 'string'))
    return clash(
      `holds ${base.meaning} values; ${facts.stored ? 'stored' : facts.parse ? 'parse' : `text: ${text}`} is for text.`,
    )
  if (format && isUuid(format)) {
    if (!holds(base, 'string', 'binary')) return clash(`holds ${base.meaning} values; a uuid is text or binary.`)
    if (format.kind === 'uuid-mixed' && !holds(base, 'binary'))
      return clash('is text; uuid-mixed is an order of bytes. Write format: uuid.')
    return deriveUuid(base, format, name)
  }
  if (precision) return derivePrecise(base, facts, precision, name, scope)
  if (text !== undefined) return derivePlainText(base, text, name)
  if (scale === undefined && round === undefined) return base
  return holds(base, 'integer', 'decimal')
    ? deriveScaled(base, facts, name, scope)
    : clash(`holds ${base.meaning} values; scale and round are for numbers. For numbers in text add format: decimal.`)
}

/** What a column holds is not asked when nobody told its type. */
const holds = ({ meaning, isGuess }: ColumnBinding, ...types: readonly FieldType[]): boolean =>
  isGuess === true || types.includes(meaning)

function deriveScaled(
  base: ColumnBinding,
  { at, scale, round }: ColumnFacts,
  name: string,
  { report }: DerivedScope,
): ColumnBinding | undefined {
  const linear = scale === undefined ? identity : parseLinear(scale)
  if ('message' in linear) return undefined
  if (round !== undefined || endsAlways(linear)) return deriveNumber(base, linear, round, name)
  report(
    'fact.scale-invalid',
    at,
    `The scale of ${columnName(base)} gives decimals without an end. Add round: 1, or how many are wanted.`,
  )
  return undefined
}

function conflict({ format, precision, scale, round, text, parse, mask, stored }: ColumnFacts): string | undefined {
  const isNumber = scale !== undefined || round !== undefined
  const given = [precision && 'precision', isNumber && 'scale', text && 'text', parse && 'parse'].filter(Boolean)
  if (given.length > 1) return `has ${given.join(' and ')}; one of them is possible.`
  if (format && isUuid(format) && (given.length > 0 || mask || stored))
    return `is a ${format.kind} and takes no other fact of its value.`
  if (text && (mask || stored)) return `has text: ${text}, which takes neither mask nor stored.`
  return mask && parse ? 'has a mask and parse; one of them is possible.' : undefined
}

// ── Dates ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function derivePrecise(
  base: ColumnBinding,
  { at, format }: ColumnFacts,
  precision: PrecisionFact,
  name: string,
  scope: DerivedScope,
): ColumnBinding | undefined {
  if (precision.kind === 'zeros') {
    if (format?.kind === 'pattern' && !hasMonthName(format.parts)) return deriveZeros(base, format, name)
    const wanted = format?.kind === 'pattern' ? 'with MM, since no name of a month is zeros,' : 'such as yyyyMMdd'
    scope.report('fact.type-clash', at, `${columnName(base)} needs a format ${wanted} for precision: zeros.`)
    return undefined
  }
  if (!base.isGuess && base.meaning !== 'date' && base.meaning !== 'dateTime') {
    scope.report(
      'fact.type-clash',
      at,
      `${columnName(base)} holds ${base.meaning} values; precision is for local dates and times.`,
    )
    return undefined
  }
  if (precision.kind === 'fixed') return derivePrecision(base, precision.unit, name)
  const codes = precisionCodes(base.field.alias, precision, scope)
  return codes && derivePrecisionBy(base, codes, name)
}

function precisionCodes(
  alias: string,
  { by, codes }: Extract<PrecisionFact, { kind: 'by' }>,
  scope: DerivedScope,
): PrecisionCodes | undefined {
  const column = scope.column(alias, by.name, by.at)
  const codeMap = scope.source.codes.get(codes.name)
  if (!codeMap) {
    scope.report('map.codes-unknown', codes.at, `There is no code map ${codes.name} in this source document.`)
    return undefined
  }
  const { pairs, whenNull, otherwise }: CodeMap = codeMap
  const results = [...pairs, whenNull, otherwise].flatMap(result => (typeof result === 'object' ? [result] : []))
  const wrong = results.filter(({ code }) => !isPrecisionWord(code))
  for (const { code, at } of wrong)
    scope.report('fact.precision-codes', at, `A precision is year, month, day, minute, time or none; ${code} is none of them.`)
  if (!column || wrong.length > 0) return undefined
  return {
    column,
    codes: {
      pairs: new Map(pairs.map(({ from, code }) => [from, { code }])),
      ...(whenNull && { whenNull: { code: whenNull.code } }),
      ...(typeof otherwise === 'object' && { otherwise: { code: otherwise.code } }),
    },
  }
}

/** `AT: { of: [EV_DATE, EV_TIME], … }`: a column that the table does not have. */
export function bindDate(alias: string, name: string, facts: ColumnFacts, scope: DerivedScope & Pick<ColumnBinding, 'zone'>) {
  const { of } = facts
  if (!of) return undefined
  const refused = [facts.mask && 'mask', facts.nullIf && 'nullIf', facts.trim && 'trim', facts.type && 'type'].find(Boolean)
  if (refused) {
    scope.report('fact.conflict', facts.at, `${alias}.${name} is made of other columns: say ${refused} of those.`)
    return undefined
  }
  const pieces = of.columns.map(piece => bindPiece(alias, piece, facts.at, scope))
  if (!pieces.every(piece => piece !== undefined)) return undefined
  const [first] = pieces
  if (!first) return undefined
  const date = deriveDate(pieces, { ...first.column, declared: facts.at, zone: scope.zone }, name)
  const { of: _of, format: _format, ...others } = facts
  return deriveColumn(date, others, name, scope)
}

function bindPiece(
  alias: string,
  { column: { name, at }, piece }: DatePiecesFact['columns'][number],
  declared: Position,
  scope: DerivedScope,
): BoundPiece | undefined {
  const column = scope.column(alias, name, at)
  if (!column) return undefined
  const fits: readonly FieldType[] =
    piece.kind === 'date'
      ? ['date']
      : piece.kind === 'time'
        ? ['time']
        : hasMonthName(piece.parts)
          ? ['string']
          : ['string', 'integer', 'decimal']
  if (column.isGuess || (fits.includes(column.meaning) && !column.mask)) return { column, piece }
  const wanted =
    piece.kind === 'pattern'
      ? `the format ${piece.pattern} is for text${hasMonthName(piece.parts) ? '' : ' and whole numbers'}`
      : `${piece.kind} is due here`
  scope.report('fact.type-clash', declared, `${columnName(column)} holds ${column.meaning} values; ${wanted}.`)
  return undefined
}

// ── Patterns ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The column of a table from which a pattern takes `name`. */
export function parsedFrom(table: TableDocument, name: string): string | undefined {
  for (const [column, { parse }] of table.columns) if (parse?.some(parts => namesIn(parts).includes(name))) return column
  return undefined
}

const namesIn = (parts: readonly PatternPart[]): readonly string[] => holesIn(parts).map(hole => hole.name)

/** `base` is the text that has the pattern. */
export function bindHole(base: ColumnBinding, facts: ColumnFacts, name: string, report: Report): ColumnBinding | undefined {
  const { parse = [] } = facts
  const meaning = meaningOfHole(name, parse)
  if (meaning) return deriveHole(base, parse, compilePatterns(parse), { name, meaning })
  report(
    'map.pattern-invalid',
    facts.at,
    `The patterns of ${columnName(base)} take ${name} for a number here and for text there.`,
  )
  return undefined
}
