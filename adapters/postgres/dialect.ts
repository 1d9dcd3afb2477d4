/**
 * PostgreSQL's side of SQL. A collation is deterministic as a rule, so that equality is exact, but orders texts by language: what is compared by
 * code point is compared in the collation "C". Parameters are given their types, so that the index of a column serves
 * (test/adapters/index-seeks.test.ts).
 */
import type { Comparison, Field, FieldType, Folding, Scalar, TextMatch } from '../../src/spi/index.js'
import { operators } from '../sql/compile-predicate.js'
import {
  decodeDecimal,
  decodeInteger,
  decodeText,
  decodeTime,
  decodeTrimmed,
  encodeFlag,
  encodeTime,
  plainDigits,
} from '../sql/decode.js'
import type { Column, Comparable, Decode, Dialect } from '../sql/dialect.js'
import type { Encode, Fragment } from '../sql/fragment.js'
import { sql } from '../sql/fragment.js'
import { seekDay } from '../sql/seek-time.js'
import { encodeInteger } from './integers.js'
import type { ColumnFacts, FactsOf } from './introspection.js'
import { quoteIdentifier, quotePlace } from './quote.js'
import { comparableTexts, matchText, seekAmongTexts, seekText } from './text-match.js'

export function createDialect(factsOf: FactsOf): Dialect {
  return {
    client: 'pg',
    nullsAre: 'greatest',
    quote: quoteIdentifier,
    entity: quotePlace,
    comparable: (columns, is) => comparable(columns, is, factsOf),
    readable: column => readable(column, factsOf),
    mayBeNull: column => readable(column, factsOf) !== undefined || factsOf(column)?.nullable !== false,
    seek: (column, is, value) => seek(column, is, value, factsOf),
    seekAmong: (column, values) => (column.field.type === 'string' ? seekAmongTexts(column, values, factsOf) : undefined),
    match: (column, match: TextMatch, folding: Folding, slot) => matchText(column, match, folding, slot, factsOf),
    decode: decoderOf,
    finish: text => text,
  }
}

/** Years that no four digits write, `infinity`, and what is no number. */
function readable(column: Column, factsOf: FactsOf): string | undefined {
  const { field, sql: name } = column
  const type = factsOf(column)?.type
  if (field.type === 'date' || field.type === 'dateTime' || field.type === 'instant')
    return `case when ${name} between '0001-01-01' and '9999-12-31 23:59:59.999999' then ${name} end`
  return type === 'float4' || type === 'float8' ? `case when ${name} - ${name} = 0 then ${name} end` : undefined
}

// ── Comparison ──────────────────────────────────────────────────────────────────────────────────────────────────────

function comparable(columns: readonly Column[], is: Comparison | undefined, factsOf: FactsOf): Comparable {
  const [first] = columns
  const type = first?.field.type
  switch (type) {
    case 'string':
      return comparableTexts(columns, is, factsOf)
    case 'integer':
    case 'decimal':
      return { texts: columns.map(column => numberOf(column, factsOf)), ...numberLiteral(first && factsOf(first), is) }
    case 'boolean':
      return { texts: columns.map(asItStands), ...booleanLiteral(first && factsOf(first)) }
    case 'date':
    case 'dateTime':
    case 'instant':
    case 'time':
      return { texts: columns.map(column => timeOf(column, factsOf)), encode: encodeTime(type), literal: timeLiterals[type] }
    default:
      return { texts: columns.map(asItStands), encode: asItIs, literal: '?::bytea' }
  }
}

const asItStands = ({ sql: column }: Column): string => column
const asItIs: Encode = value => value

/** 0.1 in a REAL is not 0.1 in a DOUBLE PRECISION, but is written so. */
const numberOf = (column: Column, factsOf: FactsOf): string =>
  factsOf(column)?.type === 'float4' ? `(${column.sql})::text::numeric` : column.sql

const integerTypes: ReadonlySet<string> = new Set(['int2', 'int4', 'int8'])

/** No index on integers serves for a NUMERIC beside them. */
function numberLiteral(facts: ColumnFacts | undefined, is: Comparison = 'eq'): Pick<Comparable, 'encode' | 'literal'> {
  if (facts !== undefined && integerTypes.has(facts.type)) return { encode: encodeInteger(is), literal: '?::int8' }
  return {
    encode: value => (value === null ? null : plainDigits(String(value))),
    literal: facts?.type === 'float8' ? '?::float8' : '?::numeric',
  }
}

/** Some keep their flags as numbers. */
function booleanLiteral(facts: ColumnFacts | undefined): Pick<Comparable, 'encode' | 'literal'> {
  if (facts !== undefined && facts.type !== 'bool')
    return { encode: encodeFlag, literal: facts.type === 'bit' ? '?::bit(1)' : '?::int8' }
  return { encode: asItIs, literal: '?::boolean' }
}

type TimeType = Extract<FieldType, 'date' | 'dateTime' | 'instant' | 'time'>

/** The session's zone is UTC. */
const timeLiterals: Readonly<Record<TimeType, string>> = {
  date: '?::date',
  dateTime: '?::timestamp',
  instant: '?::timestamptz',
  time: '?::time',
}

/** A day that is asked of a column with times. */
const timeOf = (column: Column, factsOf: FactsOf): string => (isDayOfTime(column, factsOf) ? `(${column.sql})::date` : column.sql)

const isDayOfTime = (column: Column, factsOf: FactsOf): boolean =>
  column.field.type === 'date' && factsOf(column)?.type !== 'date'

function seek(column: Column, is: Comparison, value: Fragment, factsOf: FactsOf): Fragment | undefined {
  switch (column.field.type) {
    case 'string':
      return seekText(column, is, value, factsOf)
    case 'date':
      if (isDayOfTime(column, factsOf)) return seekDay(column.sql, is, value, sql`${value} + 1`)
      return sql`${column.sql} ${operators[is]} ${value}`
    case 'dateTime':
    case 'instant':
      return sql`${column.sql} ${operators[is]} ${value}`
    case 'decimal':
      return factsOf(column)?.type === 'float8' ? sql`${column.sql} ${operators[is]} ${value}` : undefined
    default:
      return undefined
  }
}

// ── Values ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Everything comes as text. */
function decoderOf({ type, trim, nativeType = '' }: Field): Decode | undefined {
  switch (type) {
    case 'string':
      return trim === true ? decodeTrimmed : decodeText
    case 'integer':
      return decodeInteger
    case 'decimal':
      return value => (/^-?\d/.test(String(value)) ? decodeDecimal(value, /^(numeric|decimal)\(/i.test(nativeType)) : null)
    case 'boolean':
      return value => booleans[String(value)] ?? decodeInteger(value)
    case 'binary':
      return value => Buffer.from(String(value).replace(/^\\x/, ''), 'hex')
    default:
      return decodeTime(type)
  }
}

const booleans: Readonly<Record<string, Scalar>> = { t: true, f: false, 1: true, 0: false }
