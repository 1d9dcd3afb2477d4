/**
 * Runs a query on tables in memory in the plainest way: every join a loop over the rows that it might find, every test `evaluate`.
 * It is the oracle of the tests.
 */
import {
  AdapterError,
  areEqual,
  type CountQuery,
  compareScalars,
  type EntityRef,
  evaluate,
  type Field,
  type FindRelated,
  fieldValue,
  type Join,
  type Order,
  type ReadField,
  type Row,
  type Scalar,
  type SourceQuery,
} from '../../src/spi/index.js'
import { rootTest } from './root-test.js'
import { keyOf, rowsWithKey } from './row-keys.js'
import type { OpenTable } from './tables.js'

export type FindTable = (entity: string) => OpenTable

/** The rows of `query`, in its order, after its position, up to its limit. */
export function selectRows(query: SourceQuery, tableOf: FindTable): readonly Row[] {
  const found = [...matchRows(query, tableOf)].sort((a, b) =>
    compareByOrder(query.orderBy, positionOf(query.orderBy, a), positionOf(query.orderBy, b)),
  )
  const { after, orderBy } = query
  const rest = after === undefined ? found : found.filter(row => compareByOrder(orderBy, positionOf(orderBy, row), after) > 0)
  return rest.slice(0, query.limit).map(row => query.select.map(field => fieldValue(field, row)))
}

export const countRows = (query: CountQuery, tableOf: FindTable): number => [...matchRows(query, tableOf)].length

function* matchRows({ from, joins, where }: CountQuery, tableOf: FindTable): Iterable<ReadField> {
  const findRelated: FindRelated = (join, further, row) =>
    joinRows([{ ...join, optional: false }, ...further], row, tableOf, findRelated)
  const early = where && rootTest(where, from.alias)
  for (const root of rowsOf(from, noRow, tableOf)) {
    if (early !== undefined && !evaluate(early, root)) continue
    for (const row of joinRows(joins, root, tableOf, findRelated)) {
      if (where === undefined || evaluate(where, row, findRelated)) yield row
    }
  }
}

/** All ways to extend a row by the joins; one way, with nulls, for an optional join that finds nothing. */
function* joinRows(joins: readonly Join[], row: ReadField, tableOf: FindTable, related: FindRelated): Iterable<ReadField> {
  const [join, ...further] = joins
  if (join === undefined) {
    yield row
    return
  }
  let found = false
  for (const joined of candidatesOf(join, row, tableOf)) {
    const meets = join.on.every(([left, right]) => areEqual(left, right, joined))
    if (!meets || (join.where !== undefined && !evaluate(join.where, joined, related))) continue
    found = true
    yield* joinRows(further, joined, tableOf, related)
  }
  if (!found && join.optional) {
    yield* joinRows(further, field => (field.alias === join.alias ? null : row(field)), tableOf, related)
  }
}

function rowsOf(ref: EntityRef, outer: ReadField, tableOf: FindTable): Iterable<ReadField> {
  const table = tableOf(ref.entity)
  return readable(table, table.rows, ref, outer)
}

/** No fewer rows than the join finds: where one of its pairs can be looked up, those that have its key. */
function candidatesOf(join: Join, outer: ReadField, tableOf: FindTable): Iterable<ReadField> {
  const table = tableOf(join.entity)
  for (const [left, right] of join.on) {
    const [own, other] = left.alias === join.alias ? [left, right] : [right, left]
    if (own.alias !== join.alias || other.alias === join.alias || own.type !== other.type) continue
    const sought = outer(other)
    if (sought === null) return []
    const key = keyOf(own.type, sought)
    if (key !== undefined) return readable(table, rowsWithKey(table, placeOf(table, own), own.type, key), join, outer)
  }
  return readable(table, table.rows, join, outer)
}

function* readable(table: OpenTable, rows: Iterable<Row>, { alias }: EntityRef, outer: ReadField): Iterable<ReadField> {
  for (const row of rows) {
    yield field => (field.alias === alias ? (row[placeOf(table, field)] ?? null) : outer(field))
  }
}

function placeOf(table: OpenTable, field: Field): number {
  const place = table.places.get(field.name)
  if (place === undefined) throw new AdapterError('schema-mismatch', `There is no field ${field.alias}.${field.name}.`)
  return place
}

const noRow: ReadField = field => {
  throw new AdapterError('schema-mismatch', `There is no alias ${field.alias}.`)
}

const positionOf = (orderBy: readonly Order[], row: ReadField): readonly Scalar[] =>
  orderBy.map(({ by }) => {
    if (!('coalesce' in by)) return fieldValue(by, row)
    return by.coalesce.map(field => fieldValue(field, row)).find(value => value !== null) ?? null
  })

function compareByOrder(orderBy: readonly Order[], a: readonly Scalar[], b: readonly Scalar[]): number {
  for (const [place, order] of orderBy.entries()) {
    const compared = compareInOrder(order, a[place] ?? null, b[place] ?? null)
    if (compared !== 0) return compared
  }
  return 0
}

function compareInOrder({ by, direction, nulls }: Order, a: Scalar, b: Scalar): number {
  if (a === null || b === null) return a === b ? 0 : (a === null) === (nulls === 'first') ? -1 : 1
  const [field] = 'coalesce' in by ? by.coalesce : [by]
  if (field === undefined) throw new AdapterError('unsupported', 'An order by no field is no order.')
  return compareScalars(field.type, a, b) * (direction === 'asc' ? 1 : -1)
}
