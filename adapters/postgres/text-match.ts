/** Tests on text in PostgreSQL: exactly as the contract means them, with an index wherever one can serve. */
import type { Comparison, Folding, TextMatch } from '../../src/spi/index.js'
import type { Column, Comparable } from '../sql/dialect.js'
import { droppedClass, foldPattern } from '../sql/fold-pattern.js'
import { allOf, anyOf, type Encode, type Fragment, joinFragments, sql } from '../sql/fragment.js'
import { likeEscape } from '../sql/like-escape.js'
import { encodeText, encodeTrimmed, likePattern } from '../sql/text-values.js'
import type { ColumnFacts, FactsOf } from './introspection.js'

export function comparableTexts(columns: readonly Column[], is: Comparison | undefined, factsOf: FactsOf): Comparable {
  const facts = columns.map(factsOf)
  // The order of uuids is that of their texts. A literal that is none is beside them only in a comparison.
  if (facts.every(known => known?.type === 'uuid') && (is === undefined || is === 'eq'))
    return { texts: columns.map(column => column.sql), encode: encodeUuid, literal: '?::uuid' }
  return {
    texts: columns.map(column => exactText(column, factsOf(column))),
    encode: columns.every(({ field }) => field.trim === true) ? encodeTrimmed : encodeText,
    literal: '?::text',
  }
}

/** As it is written by PostgreSQL, since case counts. */
const encodeUuid: Encode = value => (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(String(value)) ? value : null)

/** Compared by code point. */
function exactText(column: Column, facts: ColumnFacts | undefined): string {
  const text = plainText(column, facts)
  return isBytewise(facts) && (text === column.sql || text.startsWith('rtrim')) ? text : `${text} collate "C"`
}

const isBytewise = (facts: ColumnFacts | undefined): boolean => facts?.collation?.isBytewise === true

/** Of type text, without the blanks that do not count. A CHAR loses its blanks when it becomes a text. */
function plainText({ field, sql: column }: Column, facts: ColumnFacts | undefined): string {
  if (facts?.type === 'bpchar') return field.trim === true ? `(${column})::text` : `textin(bpcharout(${column}))`
  const text = facts !== undefined && isText(facts) ? column : `(${column})::text`
  return field.trim === true ? `rtrim(${text})` : text
}

const isText = ({ type }: ColumnFacts): boolean => type === 'varchar' || type === 'text'

export function seekText(column: Column, is: Comparison, value: Fragment, factsOf: FactsOf): Fragment | undefined {
  const facts = factsOf(column)
  if (is !== 'eq' || facts?.collation === undefined) return undefined
  if (facts.type === 'bpchar') return sql`${column.sql} = (${value})::bpchar collate ${facts.collation.name}`
  if (!isText(facts)) return undefined
  const native = sql`(${value}) collate ${facts.collation.name}`
  if (column.field.trim !== true) return sql`${column.sql} = ${native}`
  // What follows the value are blanks. No language puts them behind a z, and code points put them before an exclamation mark.
  const above = facts.collation.isBytewise ? '!' : 'z'
  return sql`(${column.sql} >= ${native} and ${column.sql} < ((${value}) || '${above}') collate ${facts.collation.name})`
}

/** As one test; as ranges only as long as many of them are not slower than a scan. */
export function seekAmongTexts(column: Column, values: readonly Fragment[], factsOf: FactsOf): Fragment | undefined {
  const facts = factsOf(column)
  if (facts?.collation === undefined || !(facts.type === 'bpchar' || isText(facts))) return undefined
  const { name } = facts.collation
  if (facts.type === 'bpchar' || column.field.trim !== true) {
    const type = facts.type === 'bpchar' ? '::bpchar' : ''
    return sql`${column.sql} in (${joinFragments(
      values.map(value => sql`(${value})${type} collate ${name}`),
      ', ',
    )})`
  }
  if (values.length > mostRanges) return undefined
  return anyOf(values.map(value => seekText(column, 'eq', value, factsOf)).filter(seek => seek !== undefined))
}

const mostRanges = 64

export function matchText(column: Column, match: TextMatch, folding: Folding, slot: number, factsOf: FactsOf): Fragment {
  const facts = factsOf(column)
  if (folding !== 'exact') return matchFolded(column, match, folding, slot, facts)
  const pattern = sql`${{ slot, encode: likePattern(match), literal: '?::text' }} escape '${likeEscape}'`
  const exact = sql`${plainText(column, facts)} collate "C" like ${pattern}`
  // Only in the column's own collation does an index for patterns serve, or one in "C".
  const seeks = match === 'startsWith' && facts !== undefined && isText(facts) && facts.collation?.isDeterministic === true
  return seeks ? allOf([sql`${column.sql} like ${pattern}`, exact]) : exact
}

/** No function of PostgreSQL folds as the contract does (ł is l, and ß is ss), so the pattern names all that folds to the value. */
function matchFolded(
  column: Column,
  match: TextMatch,
  folding: Exclude<Folding, 'exact'>,
  slot: number,
  facts: ColumnFacts | undefined,
): Fragment {
  const text = `(${plainText(column, facts)} collate "C")`
  const cut = match === 'equals' && column.field.trim === true ? encodeTrimmed : encodeText
  const encode: Encode = value => {
    const given = cut(value)
    return given === null ? null : foldPattern(String(given), match, folding, '\\Z')
  }
  return sql`${withoutDropped(text, folding, slot)} ~ ${{ slot, encode, literal: '?::text' }}`
}

/** Without accents that stand alone; a text of ASCII has none. */
function withoutDropped(text: string, folding: Exclude<Folding, 'exact'>, slot: number): Fragment {
  const dropped = droppedClass(folding)
  if (dropped === undefined) return sql`${text}`
  const cut = sql`regexp_replace(${text}, ${{ slot, encode: () => dropped, literal: '?::text' }}, '', 'g')`
  return sql`case when octet_length(${text}) = char_length(${text}) then ${text} else ${cut} end`
}
