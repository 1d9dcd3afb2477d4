/** Tests on text in SQLite: exactly as the contract means them, with an index wherever one can serve. */
import type { Collation, Comparison, Folding, Scalar, TextMatch } from '../../src/spi/index.js'
import { foldText, trimTrailing } from '../../src/spi/index.js'
import { operators } from '../sql/compile-predicate.js'
import type { Column, Comparable } from '../sql/dialect.js'
import { allOf, anyOf, type Encode, type Fragment, sql } from '../sql/fragment.js'
import { escapeLike, likeEscape } from '../sql/like-escape.js'
import { type Padding, padText } from './padding.js'
import { type StorageFacts, storedAs } from './storage-facts.js'

/** The functions that driver.ts gives to SQLite. */
export const foldFunctions: Readonly<Record<Exclude<Folding, 'exact'>, string>> = {
  ignoreCase: 'fold_case',
  ignoreCaseAndAccents: 'fold_accents',
}

interface TextFacts {
  readonly padding: Padding
  /** The column's own `=` takes different texts for equal. */
  readonly collates: boolean
  /** As stored, compared by code point. */
  readonly stored: string
  /** Without the blanks that do not count. */
  readonly text: string
}

function textFacts(given: Column, facts: StorageFacts): TextFacts {
  const { field, sql: column } = given
  const place = storedAs(given)
  const padding = field.trim === true ? facts.padding(place) : 'none'
  const collates = !isBinary(field.collation ?? facts.collation(place))
  const stored = collates ? `${column} collate binary` : column
  // A function's result is compared as BINARY.
  return { padding, collates, stored, text: padding === 'none' ? stored : `rtrim(${column}, ' ')` }
}

const isBinary = (collation: Collation | undefined): boolean =>
  collation === undefined || (collation.folds === 'exact' && !collation.padsBlanks)

/** Columns that are padded alike, or not at all, are compared as they stand. */
export function comparableTexts(columns: readonly Column[], facts: StorageFacts): Comparable {
  const found = columns.map(column => textFacts(column, facts))
  const padding = found[0]?.padding
  if (typeof padding === 'number' && found.every(other => other.padding === padding)) {
    return {
      texts: found.map(({ stored }) => stored),
      encode: value => (typeof value === 'string' ? padText(value, padding) : value),
    }
  }
  const trims = columns.every(({ field }) => field.trim === true)
  return { texts: found.map(({ text }) => text), encode: trims ? cutText : asItIs }
}

const asItIs: Encode = value => value
const cutText: Encode = value => (typeof value === 'string' ? trimTrailing(value) : value)

/** An indexable test beside the exact one, where the exact one is none. */
export function seekText(column: Column, is: Comparison, value: Fragment, facts: StorageFacts): Fragment | undefined {
  const { padding, collates } = textFacts(column, facts)
  if (is === 'eq' && padding !== 'none') return sql`(${column.sql} >= ${value} and ${column.sql} < ${value} || '!')`
  if (is === 'eq' && collates) return sql`${column.sql} = ${value}`
  // What is left when blanks are cut is not above the whole, so this bound holds; an upper one would not, below a tab.
  if ((is === 'ge' || is === 'gt') && !collates) return sql`${column.sql} ${operators[is]} ${value}`
  return undefined
}

/** `slot` is the place of the text that is looked for. */
export function matchText(column: Column, match: TextMatch, folding: Folding, slot: number, facts: StorageFacts): Fragment {
  return folding === 'exact' ? matchExactly(column, match, slot, facts) : matchFolded(column, match, folding, slot, facts)
}

/** Above every text: SQLite orders all blobs after all texts. */
const afterAllTexts = new Uint8Array(0)

/** The least text above all that begin with `prefix`. */
function textAfter(prefix: string): unknown {
  const points = Array.from(prefix)
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = last.codePointAt(0) ?? 0
    if (point < 0x10ffff) return points.join('') + String.fromCodePoint(point === 0xd7ff ? 0xe000 : point + 1)
  }
  return afterAllTexts
}

function matchExactly(column: Column, match: TextMatch, slot: number, facts: StorageFacts): Fragment {
  const { text, collates } = textFacts(column, facts)
  const value = { slot, encode: asItIs }
  if (match === 'contains') return sql`instr(${text}, ${value}) > 0`
  const exact = sql`instr(${text}, ${value}) = 1`
  if (collates) return exact
  const range = sql`(${column.sql} >= ${value} and ${column.sql} < ${{ slot, encode: prefix => textAfter(String(prefix)) }})`
  return text === column.sql ? range : allOf([range, exact])
}

/** A text of ASCII alone is folded by LIKE as foldText folds it; only others need the call into JavaScript, which costs ten times as much. */
function matchFolded(
  column: Column,
  match: TextMatch,
  folding: Exclude<Folding, 'exact'>,
  slot: number,
  facts: StorageFacts,
): Fragment {
  const { text } = textFacts(column, facts)
  const cut = match === 'equals' && column.field.trim === true ? cutText : asItIs
  const fold = (value: Scalar) => foldText(String(cut(value)), folding)
  const value = { slot, encode: fold }
  const pattern = { slot, encode: (given: Scalar) => likePatterns[match](escapeLike(fold(given))) }
  const folded = `${foldFunctions[folding]}(${text})`
  const exact =
    match === 'equals' ? sql`${folded} = ${value}` : sql`instr(${folded}, ${value}) ${match === 'startsWith' ? '= 1' : '> 0'}`
  const isAscii = sql`octet_length(${column.sql}) = length(${column.sql})`
  const test = sql`case when ${isAscii} then ${text} like ${pattern} escape '${likeEscape}' else ${exact} end`
  return match === 'contains' ? test : allOf([initialsRange(column, slot, fold), test])
}

const likePatterns: Readonly<Record<TextMatch, (escaped: string) => string>> = {
  equals: escaped => escaped,
  startsWith: escaped => `${escaped}%`,
  contains: escaped => `%${escaped}%`,
}

/**
 * Three ranges that an index can serve: whatever folds to a text that begins with `s` begins with `s`, with `S` or beyond ASCII.
 * With nothing to look for, the first is everything.
 */
function initialsRange({ sql: column }: Column, slot: number, fold: (value: Scalar) => string): Fragment {
  const initial = (value: Scalar) => String.fromCodePoint(...Array.from(fold(value)).slice(0, 1).map(codePoint))
  const range = (write: (initial: string) => string) =>
    sql`(${column} >= ${{ slot, encode: value => write(initial(value)) }} and ${column} < ${{ slot, encode: value => textAfter(write(initial(value))) }})`
  return anyOf([range(text => text), range(text => text.toUpperCase()), sql`${column} >= ${{ slot, encode: () => '\u0080' }}`])
}

const codePoint = (text: string): number => text.codePointAt(0) ?? 0
