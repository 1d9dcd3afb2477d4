/**
 * A query taken apart into its shape, a key under which its SQL is kept, and its values. The values stand in slots, in the order in
 * which joins, where, after and limit are walked; compile-query.ts walks in the same order.
 */
import {
  assertComparable,
  type CountQuery,
  type Field,
  type Join,
  type Literal,
  type Order,
  type Predicate,
  type Scalar,
  type SourceQuery,
} from '../../src/spi/index.js'

export interface Shape {
  readonly key: string
  readonly values: readonly Scalar[]
}

export function shapeOfRead(query: SourceQuery, maxInList: number): Shape {
  const walk: Walk = { values: [], maxInList }
  let key = shapeOfSource(query, walk)
  key += `${separator}${keyOfList(query.select, keyOfFields)}${separator}${keyOfList(query.orderBy, keyOfOrders)}`
  if (query.after !== undefined) {
    key += '>'
    for (const value of query.after) {
      key += value === null ? 'n' : 'v'
      walk.values.push(value)
    }
  }
  if (query.limit !== undefined) {
    key += '#'
    walk.values.push(query.limit)
  }
  return { key, values: walk.values }
}

/** `capped` counts end in one more slot, that of `atMost`. */
export function shapeOfCount(query: CountQuery, atMost: number | undefined, maxInList: number): Shape {
  const walk: Walk = { values: [], maxInList }
  const key = shapeOfSource(query, walk)
  if (atMost === undefined) return { key: `count${separator}${key}`, values: walk.values }
  walk.values.push(atMost)
  return { key: `count#${separator}${key}`, values: walk.values }
}

/** Lists are padded to a power of two, so that their lengths do not make too many shapes; never beyond what is allowed. */
export function paddedLength(length: number, maxInList: number): number {
  let padded = 1
  while (padded < length) padded *= 2
  return length <= maxInList && padded > maxInList ? maxInList : padded
}

interface Walk {
  readonly values: Scalar[]
  readonly maxInList: number
}

// A character that no name holds, so that no two queries have the same key.
const separator = '\u001f'

function shapeOfSource({ from, joins, where }: CountQuery, walk: Walk): string {
  const key = `${from.entity}${separator}${from.alias}${separator}${shapeOfJoins(joins, walk)}`
  return where === undefined ? key : key + shapeOfPredicate(where, walk)
}

function shapeOfJoins(joins: readonly Join[], walk: Walk): string {
  if (joins.length === 0) return ''
  let key = keyOfList(joins, keyOfJoins)
  for (const { where } of joins) if (where !== undefined) key += shapeOfPredicate(where, walk)
  return key
}

function shapeOfPredicate(predicate: Predicate, walk: Walk): string {
  switch (predicate.op) {
    case 'and':
    case 'or': {
      let key = predicate.op === 'and' ? '&(' : '|('
      for (const part of predicate.of) key += shapeOfPredicate(part, walk)
      return `${key})`
    }
    case 'not':
      return `!${shapeOfPredicate(predicate.of, walk)}`
    case 'compare': {
      const { field, is, to } = predicate
      assertComparable(field, to)
      if ('name' in to) return `${is}${keyOfField(field)}~${keyOfField(to)}`
      walk.values.push(to.value)
      return is + keyOfField(field)
    }
    case 'in':
      return `in${takeList(predicate.field, predicate.values, walk)}${keyOfField(predicate.field)}`
    case 'inTuples':
      return shapeOfTuples(predicate.fields, predicate.values, walk)
    case 'text':
      walk.values.push(predicate.value)
      return `${predicate.match}.${predicate.folding}${keyOfField(predicate.field)}`
    case 'isNull':
      return `null${keyOfField(predicate.field)}`
    case 'exists': {
      const { join, joins = [], where } = predicate
      const key = `exists(${keyOfJoin(join)}${join.where === undefined ? '' : shapeOfPredicate(join.where, walk)}${separator}`
      return `${key}${shapeOfJoins(joins, walk)}${separator}${where === undefined ? '' : shapeOfPredicate(where, walk)})`
    }
    default:
      return predicate satisfies never
  }
}

function takeList(field: Field, literals: readonly Literal[], walk: Walk): number {
  const { values } = walk
  for (const literal of literals) {
    assertComparable(field, literal)
    values.push(literal.value)
  }
  const last = literals.at(-1)
  if (last === undefined) return 0
  const length = paddedLength(literals.length, walk.maxInList)
  for (let padded = literals.length; padded < length; padded++) values.push(last.value)
  return length
}

function shapeOfTuples(fields: readonly Field[], tuples: readonly (readonly Literal[])[], walk: Walk): string {
  const last = tuples.at(-1)
  const length = last === undefined ? 0 : paddedLength(tuples.length, walk.maxInList)
  for (let index = 0; index < length; index++) {
    const tuple = tuples[index] ?? last ?? []
    for (const [place, field] of fields.entries()) {
      const literal = tuple[place]
      if (literal !== undefined) {
        assertComparable(field, literal)
        walk.values.push(literal.value)
      }
    }
  }
  return `tuples${length}${keyOfList(fields, keyOfFields)}`
}

// The parts of a query that do not change from request to request are written once: compiled mappings give the same objects again.
// They get short names, for a key of a thousand characters takes longer to find than its query to run.
const keys = new WeakMap<object, string>()
const names = new Map<string, string>()
const namesKept = 10_000
let named = 0

function keyOfList<Item extends object>(list: Item, write: (list: Item) => string): string {
  const known = keys.get(list)
  if (known !== undefined) return known
  const name = nameOf(write(list))
  keys.set(list, name)
  return name
}

/** Equal texts have one name. A name is never given again, so that forgetting costs a compilation and nothing else. */
function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  if (names.size >= namesKept) names.clear()
  const name = `${separator}${++named}`
  names.set(text, name)
  return name
}

const keyOfField = (field: Field): string => keyOfList(field, writeField)

function writeField({ alias, name, type, nativeType = '', trim = false, collation }: Field): string {
  const collated = collation === undefined ? '' : `${collation.folds}${collation.padsBlanks}`
  return `${separator}${alias}${separator}${name}${separator}${type}${separator}${nativeType}${separator}${trim ? 't' : ''}${collated}${separator}`
}

const keyOfFields = (fields: readonly Field[]): string => fields.map(keyOfField).join('')

const keyOfOrders = (orders: readonly Order[]): string =>
  orders
    .map(
      ({ by, direction, nulls }) => `${'coalesce' in by ? `c${keyOfFields(by.coalesce)}` : keyOfField(by)}${direction}${nulls}`,
    )
    .join('')

const keyOfJoins = (joins: readonly Join[]): string => joins.map(keyOfJoin).join('')

const keyOfJoin = ({ entity, alias, on, optional, where }: Join): string =>
  `${optional ? 'left' : 'inner'}${separator}${entity}${separator}${alias}${on.map(keyOfFields).join('')}${where === undefined ? '' : '?'}${separator}`
