/**
 * Decides tests on small lookup tables before the source is asked: a join that decides sends databases the wrong way round
 * (73 times slower on MariaDB), so `code = X` becomes the legacy keys that mean X, or nothing at all.
 */

import { evaluate, type Field, type Join, type Literal, type Predicate, type Row, type Scalar } from '../../spi/index.js'
import { fieldsOf } from '../predicate-fields.js'

/** A lookup table in memory: its rows in the order of `fields`. */
export interface Dictionary {
  readonly fields: readonly Field[]
  readonly rows: readonly Row[]
}

/** Undefined when the table is not a small one. The same object as long as nothing changed. */
export type FindDictionary = (join: Join, fields: readonly Field[]) => Dictionary | undefined

/** Past this many keys the test stays with the source. */
const maxKeys = 200

export function resolveLookups(predicate: Predicate, joins: readonly Join[], dictionary: FindDictionary): Predicate {
  if (joins.length === 0 && !hasExists(predicate)) return predicate
  const byAlias = new Map(joins.map(join => [join.alias, join] as const))
  return rewrite(predicate, byAlias, dictionary)
}

const hasExists = (predicate: Predicate): boolean =>
  predicate.op === 'exists' ||
  ((predicate.op === 'and' || predicate.op === 'or') && predicate.of.some(hasExists)) ||
  (predicate.op === 'not' && hasExists(predicate.of))

function rewrite(predicate: Predicate, joins: ReadonlyMap<string, Join>, dictionary: FindDictionary): Predicate {
  const only = soleAlias(predicate)
  const join = only === undefined ? undefined : joins.get(only)
  const resolved = join && resolve(predicate, join, dictionary)
  if (resolved) return resolved
  switch (predicate.op) {
    case 'and':
    case 'or':
      return rewriteParts(predicate.op, predicate.of, joins, dictionary)
    case 'not':
      return { op: 'not', of: rewrite(predicate.of, joins, dictionary) }
    case 'exists': {
      if (!predicate.where) return predicate
      const inner = new Map((predicate.joins ?? []).map(each => [each.alias, each] as const))
      return { ...predicate, where: rewrite(predicate.where, inner, dictionary) }
    }
    default:
      return predicate
  }
}

/** The parts on one lookup table are decided together: system and code, and that there is a code at all. */
function rewriteParts(
  op: 'and' | 'or',
  of: readonly Predicate[],
  joins: ReadonlyMap<string, Join>,
  dictionary: FindDictionary,
): Predicate {
  const groups = new Map<string, Predicate[]>()
  const parts: Predicate[] = []
  for (const part of of) {
    const alias = soleAlias(part)
    if (alias === undefined || !joins.has(alias)) parts.push(rewrite(part, joins, dictionary))
    else groups.set(alias, [...(groups.get(alias) ?? []), part])
  }
  for (const [alias, group] of groups) {
    const join = joins.get(alias)
    const resolved = join && resolve({ op, of: group }, join, dictionary)
    if (resolved) parts.push(resolved)
    else parts.push(...group)
  }
  return { op, of: parts }
}

/** The one alias that a predicate is about; undefined when there are several, or a subquery. */
function soleAlias(predicate: Predicate): string | undefined {
  switch (predicate.op) {
    case 'and':
    case 'or': {
      const [first, ...others] = predicate.of.map(soleAlias)
      return first !== undefined && others.every(alias => alias === first) ? first : undefined
    }
    case 'not':
      return soleAlias(predicate.of)
    case 'compare':
      return 'alias' in predicate.to && predicate.to.alias !== predicate.field.alias ? undefined : predicate.field.alias
    case 'in':
    case 'text':
    case 'isNull':
      return predicate.field.alias
    case 'inTuples': {
      const [first] = predicate.fields
      return predicate.fields.every(field => field.alias === first?.alias) ? first?.alias : undefined
    }
    case 'exists':
      return undefined
    default:
      return predicate satisfies never
  }
}

/**
 * The keys of the rows for which the test holds. A left join without a match has only nulls; when the test holds for those,
 * the keys are those for which it does not hold, and the result is turned round.
 */
function resolve(predicate: Predicate, join: Join, dictionary: FindDictionary): Predicate | undefined {
  const inner = join.on.map(([, field]) => field)
  const fields = uniqueFields([...inner, ...fieldsOf(predicate)])
  const table = dictionary(join, fields)
  if (!table) return undefined
  const place = new Map(table.fields.map((field, index) => [field.name, index] as const))
  const holds = (row: Row | undefined) => evaluate(predicate, field => row?.[place.get(field.name) ?? -1] ?? null)
  const withoutMatch = holds(undefined)
  const tuples: Literal[][] = []
  const seen = new Set<string>()
  for (const row of table.rows) {
    if (holds(row) === withoutMatch) continue
    const tuple = inner.map(field => ({ type: field.type, value: row[place.get(field.name) ?? -1] ?? null }))
    if (!tuple.every(isLiteral) || tuple.some(({ value }, index) => isPadded(value, join.on[index]))) continue
    const key = JSON.stringify(tuple)
    if (seen.has(key)) continue
    seen.add(key)
    if (tuples.push(tuple) > maxKeys) return undefined
  }
  const found = keysIn(
    join.on.map(([outer]) => outer),
    tuples,
  )
  return withoutMatch ? { op: 'not', of: found } : found
}

/** Left stands trimmed beside right as stored, so that a right side with trailing blanks equals nothing. */
const isPadded = (value: Scalar, pair: Join['on'][number] | undefined): boolean =>
  typeof value === 'string' && value.endsWith(' ') && pair?.[0].trim === true && pair[1].trim !== true

const isLiteral = (literal: { readonly type: Field['type']; readonly value: Scalar }): literal is Literal =>
  literal.value !== null

function keysIn(outer: readonly Field[], tuples: readonly (readonly Literal[])[]): Predicate {
  const [field] = outer
  if (tuples.length === 0) return { op: 'or', of: [] }
  if (outer.length > 1 || !field) return { op: 'inTuples', fields: outer, values: tuples }
  const values = tuples.flat()
  const [only] = values
  return values.length === 1 && only ? { op: 'compare', field, is: 'eq', to: only } : { op: 'in', field, values }
}

const uniqueFields = (fields: readonly Field[]): readonly Field[] => [
  ...new Map(fields.map(field => [field.name, field] as const)).values(),
]
