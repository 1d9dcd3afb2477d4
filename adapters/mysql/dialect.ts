/**
 * MySQL's and MariaDB's side of SQL. Their collations fold and pad, so what is compared exactly is compared as bytes of UTF-8, which is the order of
 * code points; beside it stands the column's own comparison, which an index serves (test/adapters/index-seeks.test.ts).
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
import { droppedClass, foldPattern } from '../sql/fold-pattern.js'
import { allOf, type Encode, type Fragment, joinFragments, sql } from '../sql/fragment.js'
import { likeEscape } from '../sql/like-escape.js'
import { seekDay } from '../sql/seek-time.js'
import { encodeText, encodeTrimmed, likePattern } from '../sql/text-values.js'
import type { ColumnFacts, FactsOf } from './introspection.js'
import { quoteIdentifier, quotePlace } from './quote.js'

export function createDialect(factsOf: FactsOf): Dialect {
  return {
    client: 'mysql2',
    nullsAre: 'least',
    quote: quoteIdentifier,
    entity: quotePlace,
    comparable: columns => comparable(columns, factsOf),
    readable,
    mayBeNull: column => isDate(column.field) || factsOf(column)?.nullable !== false,
    seek: (column, is, value) => seek(column, is, value, factsOf),
    seekAmong: (column, values) => seekAmong(column, values, factsOf),
    match: (column, match, folding, slot) => matchText(column, match, folding, slot, factsOf),
    decode: decoderOf,
    finish: text => text,
  }
}

const isDate = ({ type }: Field): boolean => type === 'date' || type === 'dateTime'

/** `0000-00-00`, `2020-00-10` and `2020-02-31` can be stored, and are no dates: LAST_DAY has none for them. */
const readable = ({ field, sql: column }: Column): string | undefined =>
  isDate(field) ? `case when last_day(${column}) is not null then ${column} end` : undefined

// ── Comparison ──────────────────────────────────────────────────────────────────────────────────────────────────────

function comparable(columns: readonly Column[], factsOf: FactsOf): Comparable {
  const [first] = columns
  const type = first?.field.type
  switch (type) {
    case 'string':
      return {
        texts: columns.map(column => exactText(column, factsOf)),
        encode: columns.every(({ field }) => field.trim === true) ? encodeTrimmed : encodeText,
      }
    case 'integer':
    case 'decimal':
      return { texts: columns.map(column => numberOf(column, factsOf)), encode: encodeNumber, literal: numberLiteral }
    case 'boolean':
      return { texts: columns.map(asItStands), encode: encodeFlag, literal: 'cast(? as signed)' }
    case 'date':
    case 'dateTime':
    case 'instant':
    case 'time':
      return { texts: columns.map(column => timeOf(column, factsOf)), encode: encodeTime(type), literal: timeLiterals[type] }
    default:
      return { texts: columns.map(asItStands), encode: value => (value instanceof Uint8Array ? Buffer.from(value) : value) }
  }
}

const asItStands = ({ sql: column }: Column): string => column

/** The driver sends numbers as doubles, and a text beside an integer is compared as a double: 2^53 + 1 would be equal to 2^53. */
const numberLiteral = 'cast(? as decimal(65, 30))'
const encodeNumber: Encode = value => (value === null ? null : plainDigits(String(value)))

/** 0.1 in a FLOAT is not 0.1 in a DOUBLE, but is written so. */
const numberOf = (column: Column, factsOf: FactsOf): string =>
  factsOf(column)?.dataType === 'float' ? `cast(cast(${column.sql} as char) as double)` : column.sql

const timeLiterals: Readonly<Record<Extract<FieldType, 'date' | 'dateTime' | 'instant' | 'time'>, string>> = {
  date: 'cast(? as date)',
  dateTime: 'cast(? as datetime(6))',
  instant: 'cast(? as datetime(6))',
  time: 'cast(? as time(6))',
}

/** A day that is asked of a column with times. */
const timeOf = (column: Column, factsOf: FactsOf): string => (isDayOfTime(column, factsOf) ? `date(${column.sql})` : column.sql)

const isDayOfTime = (column: Column, factsOf: FactsOf): boolean =>
  column.field.type === 'date' && factsOf(column)?.dataType !== 'date'

/** Neither folds nor pads: compared as they stand. */
const exactCollations: ReadonlySet<string> = new Set(['utf8mb4_nopad_bin', 'utf8mb4_0900_bin'])

function exactText(column: Column, factsOf: FactsOf): string {
  const facts = factsOf(column)
  const text = withoutBlanks(column, facts)
  return text === column.sql && exactCollations.has(facts?.collation ?? '')
    ? text
    : `cast(convert(${text} using utf8mb4) as binary)`
}

/** The server itself takes the blanks from a CHAR. */
const withoutBlanks = ({ field, sql: column }: Column, facts: ColumnFacts | undefined): string =>
  field.trim === true && facts?.dataType !== 'char' ? `rtrim(${column})` : column

// ── Index seeks ─────────────────────────────────────────────────────────────────────────────────────────────────────

function seek(column: Column, is: Comparison, value: Fragment, factsOf: FactsOf): Fragment | undefined {
  if (isDate(column.field)) return seekTime(column, is, value, factsOf)
  if (column.field.type !== 'string' || is !== 'eq') return undefined
  const native = inCollation(column, value, factsOf)
  return native && sql`${column.sql} = ${native}`
}

function seekAmong(column: Column, values: readonly Fragment[], factsOf: FactsOf): Fragment | undefined {
  if (isDate(column.field))
    return isDayOfTime(column, factsOf) ? undefined : sql`${column.sql} in (${joinFragments(values, ', ')})`
  if (column.field.type !== 'string') return undefined
  const native = values.map(value => inCollation(column, value, factsOf)).filter(value => value !== undefined)
  return native.length < values.length ? undefined : sql`${column.sql} in (${joinFragments(native, ', ')})`
}

function seekTime(column: Column, is: Comparison, value: Fragment, factsOf: FactsOf): Fragment {
  if (!isDayOfTime(column, factsOf)) return sql`${column.sql} ${operators[is]} ${value}`
  return seekDay(column.sql, is, value, sql`${value} + interval 1 day`)
}

/** The value in the column's own character set and collation, so that its index serves; undefined where blanks at the end would tell them apart. */
function inCollation(column: Column, value: Fragment, factsOf: FactsOf): Fragment | undefined {
  const facts = factsOf(column)
  if (facts?.charset === undefined || facts.collation === undefined) return undefined
  if (column.field.trim === true && facts.dataType !== 'char' && !facts.padsBlanks) return undefined
  const unicode = sql`convert(${value} using utf8mb4)`
  const native = facts.charset === 'utf8mb4' ? unicode : sql`convert(${unicode} using ${facts.charset})`
  return sql`${native} collate ${facts.collation}`
}

// ── Text ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function matchText(column: Column, match: TextMatch, folding: Folding, slot: number, factsOf: FactsOf): Fragment {
  if (folding !== 'exact') return matchFolded(column, match, folding, slot, factsOf)
  const pattern = { slot, encode: likePattern(match) }
  const exact = sql`cast(convert(${withoutBlanks(column, factsOf(column))} using utf8mb4) as binary) like ${pattern} escape '${likeEscape}'`
  // LIKE goes character by character, and each is equal to itself whatever the collation.
  return match === 'startsWith' && factsOf(column)?.collation !== undefined
    ? allOf([sql`${column.sql} like ${pattern} escape '${likeEscape}'`, exact])
    : exact
}

/** No collation folds as the contract does (ł is l, and ß is ss), so the pattern names all that folds to the value. */
function matchFolded(
  column: Column,
  match: TextMatch,
  folding: Exclude<Folding, 'exact'>,
  slot: number,
  factsOf: FactsOf,
): Fragment {
  const text = `convert(${withoutBlanks(column, factsOf(column))} using utf8mb4) collate utf8mb4_bin`
  const cut = match === 'equals' && column.field.trim === true ? encodeTrimmed : encodeText
  const encode: Encode = value => {
    const given = cut(value)
    return given === null ? null : foldPattern(String(given), match, folding, '\\z')
  }
  return sql`${withoutDropped(text, folding, slot)} regexp ${{ slot, encode }}`
}

/** Without accents that stand alone; a text of ASCII has none. */
function withoutDropped(text: string, folding: Exclude<Folding, 'exact'>, slot: number): Fragment {
  const dropped = droppedClass(folding)
  if (dropped === undefined) return sql`${text}`
  const cut = sql`regexp_replace(${text}, ${{ slot, encode: () => dropped }}, '')`
  return sql`case when octet_length(${text}) = char_length(${text}) then ${text} else ${cut} end`
}

// ── Values ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function decoderOf({ type, trim, nativeType = '' }: Field): Decode | undefined {
  switch (type) {
    case 'string':
      return trim === true ? decodeTrimmed : decodeText
    case 'integer':
      return value => (value instanceof Uint8Array ? decodeInteger(bitsOf(value)) : decodeInteger(value))
    case 'decimal':
      if (/^float/i.test(nativeType)) return value => plainDigits(singleDigits(Number(value)))
      return value => decodeDecimal(value, /^(dec|num|fixed)/i.test(nativeType))
    case 'boolean':
      return decodeBoolean
    case 'binary':
      return undefined
    default:
      return decodeTime(type)
  }
}

/** The fewest digits that mean a number of single precision, as the server writes it. */
function singleDigits(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const text = String(Number(value.toPrecision(digits)))
    if (Math.fround(Number(text)) === value) return text
  }
  return String(value)
}

/** BIT comes as bytes. */
const bitsOf = (bytes: Uint8Array): bigint => bytes.reduce((bits, byte) => bits * 256n + BigInt(byte), 0n)

/** TINYINT(1) may hold other numbers: they are told as they are. */
function decodeBoolean(value: unknown): Scalar {
  const number = value instanceof Uint8Array ? Number(bitsOf(value)) : Number(value)
  return number === 1 ? true : number === 0 ? false : number
}
