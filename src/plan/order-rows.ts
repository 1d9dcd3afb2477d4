/** The order of a map's rows: by the columns behind `_sort`, then by key. Only where the column's order is FHIR's (DESIGN, ruling 4). */

import { type ColumnBinding, readerOf } from '../mapping/compile/column.js'
import type { CompiledMap } from '../mapping/compile/compile-model.js'
import type { Shape } from '../mapping/compile/shape.js'
import type { ElementPath, SearchParameter, SortTerm } from '../search/search.js'
import { type EntityCapabilities, type FieldType, isOfType, type Order, type Row, type Scalar } from '../spi/index.js'
import type { MapOrder } from './logical-plan.js'

/** The columns whose first value orders the element; a reason when there are none; undefined when it is not mapped. */
type SortColumns = readonly ColumnBinding[] | string | undefined

export function sortColumns(
  map: CompiledMap,
  parameter: SearchParameter,
  capabilitiesOf?: (entity: string) => EntityCapabilities,
): SortColumns {
  if (parameter.type !== 'date') return `It is a ${parameter.type} parameter, and only dates are sorted by.`
  const found = parameter.paths.map(path => columnsAt(map.searched, path)).filter(columns => columns !== undefined)
  if (found.length > 1) return 'It means several elements.'
  const [columns] = found
  if (typeof columns !== 'object' || !capabilitiesOf) return columns
  const unsorted = columns.find(({ field }) => !declares(capabilitiesOf(entityOf(map, field.alias)).sorts, field.name))
  return unsorted ? `Its source can not sort by ${unsorted.field.name}.` : columns
}

const declares = (sorts: EntityCapabilities['sorts'], name: string): boolean => sorts === '*' || sorts.includes(name)

const entityOf = (map: CompiledMap, alias: string): string =>
  map.relations.joins.find(join => join.alias === alias)?.entity ?? map.entity

function columnsAt(shape: Shape, path: ElementPath): SortColumns {
  const [step, ...rest] = path
  if (shape.kind === 'object') {
    if (step?.kind !== 'element') return step === undefined ? `A ${shape.type} has no single value to sort by.` : undefined
    const elements = shape.elements.filter(element => element.name === step.name || element.choice === step.name)
    if (elements.length > 1) return 'It is a choice of several columns.'
    const [item, another] = elements[0]?.items ?? []
    if (another) return 'It has several values.'
    return item && columnsAt(item.shape, rest)
  }
  if (shape.kind === 'first') {
    const parts = shape.of.map(alternative => columnsAt(alternative, path))
    const refused = parts.find(part => typeof part === 'string')
    const columns = parts.flatMap(part => (typeof part === 'object' ? part : []))
    return refused ?? (storeAlike(columns) ? columns : 'Its columns store time in different ways.')
  }
  if (shape.kind !== 'primitive') return 'Its column does not always stand for it.'
  if (shape.value.kind !== 'column') return `It comes from a ${shape.value.kind} value.`
  return hasOrderOfTime(shape.value.column) ? [shape.value.column] : unorderedReason(shape.value.column)
}

const hasOrderOfTime = ({ field, format, nullIf, meaning, derived }: ColumnBinding): boolean =>
  nullIf.length === 0 &&
  derived === undefined &&
  (meaning === 'date' || meaning === 'dateTime' || meaning === 'instant') &&
  (format === undefined || (field.type === 'integer' && meaning === 'instant'))

function unorderedReason({ field: { name }, format, nullIf, derived, meaning }: ColumnBinding): string {
  if (meaning !== 'date' && meaning !== 'dateTime' && meaning !== 'instant') return `${name} holds no dates.`
  if (derived) return `Its date is worked out from what ${name} holds, and the order of that is not the order of time.`
  if (format)
    return `${name} stores dates as ${format.kind === 'pattern' ? format.pattern : format.kind}, and its order is not the order of time.`
  return nullIf.length > 0
    ? `${name} has values that mean null, which would stand among the dates.`
    : `The order of ${name} is not the order of time.`
}

/** Then the order of one column's values holds between the columns too. */
const storeAlike = ([first, ...others]: readonly ColumnBinding[]): boolean =>
  others.every(
    ({ field, format, zone }) =>
      field.type === first?.field.type && format?.kind === first.format?.kind && zone.name === first.zone.name,
  )

const known = new WeakMap<CompiledMap, Map<string, MapOrder>>()

/** `columns` of each term were checked to be an order; a term that is not mapped orders nothing. The same object for the same sort. */
export function orderRows(map: CompiledMap, sort: readonly SortTerm[]): MapOrder {
  const orders = known.get(map) ?? new Map<string, MapOrder>()
  known.set(map, orders)
  const key = sort.map(({ parameter, direction }) => `${parameter.name} ${direction}`).join()
  const order = orders.get(key) ?? makeOrder(map, sort)
  // Who asks decides how many sorts there are.
  if (orders.size < sortsKept) orders.set(key, order)
  return order
}

const sortsKept = 100

function makeOrder(map: CompiledMap, sort: readonly SortTerm[]): MapOrder {
  const layout = map.emitted.root
  const terms = sort.map(({ parameter, direction }) => {
    const columns = sortColumns(map, parameter)
    return { direction, columns: typeof columns === 'object' ? columns : [] }
  })
  const sorted = terms.filter(({ columns }) => columns.length > 0)
  const orderBy: Order[] = sorted.map(({ direction, columns }) => ({ by: termOf(columns), direction, nulls: 'last' }))
  const key = map.rowKey.filter(
    ({ field }) =>
      !sorted.some(
        ({ columns }) => columns.length === 1 && columns[0]?.field.name === field.name && columns[0].field.alias === field.alias,
      ),
  )
  for (const { field } of key) orderBy.push({ by: field, direction: 'asc', nulls: 'last' })
  const part = map.repeat ? [map.repeat.number] : []
  const places = [...sorted.map(({ columns }) => columns), ...[...key, ...part].map(column => [column])].map(columns =>
    columns.map(({ field }) => ({ place: layout.add(field), type: field.type })),
  )
  const values = terms.map(({ columns }) => instantOf(columns, layout.addAll(columns)))
  return {
    orderBy,
    sortValues: row => values.map(value => value(row)),
    position: row => places.map(among => firstOf(row, among)),
  }
}

function termOf(columns: readonly ColumnBinding[]): Order['by'] {
  const [only] = columns
  return columns.length === 1 && only ? only.field : { coalesce: columns.map(({ field }) => field) }
}

/** As the source orders: what is no value of its type stands with those that are not there. */
function firstOf(row: Row, places: readonly { readonly place: number; readonly type: FieldType }[]): Scalar {
  for (const { place, type } of places) {
    const value = row[place]
    if (value !== null && value !== undefined && isOfType(type, value)) return value
  }
  return null
}

function instantOf(columns: readonly ColumnBinding[], places: readonly number[]): (row: Row) => number | undefined {
  const readers = columns.map(column => ({ column, read: readerOf(column, () => undefined) }))
  return row => {
    for (const [index, { column, read }] of readers.entries()) {
      const value = read(row[places[index] ?? -1])
      if (value === undefined) continue
      const text = String(value)
      if (column.meaning === 'instant') return Date.parse(text)
      return column.zone.toInstant(column.meaning === 'date' ? `${text}T00:00:00` : text)
    }
    return undefined
  }
}
