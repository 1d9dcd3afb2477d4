/**
 * Reads rows of one source within what it declares: what it can not filter, order, skip or limit is done here, so that
 * nothing undeclared is ever sent (DESIGN, decision 1).
 */
import { FacadeError } from '../kernel/errors.js'
import type { RowLayout } from '../mapping/compile/row-layout.js'
import { fieldsOf, fieldsOfOrder } from '../plan/predicate-fields.js'
import { splitPredicate } from '../plan/split-plan.js'
import {
  type Adapter,
  compareScalars,
  type EntityRef,
  evaluate,
  type Field,
  type FieldType,
  isOfType,
  type Join,
  type Order,
  type Predicate,
  type ReadOptions,
  type Row,
  type Scalar,
} from '../spi/index.js'
import { sourceError } from './source-errors.js'

export interface RowReading {
  readonly adapter: Adapter
  /** As configured, for messages. */
  readonly source: string
  readonly from: EntityRef
  readonly joins: readonly Join[]
  /** What is selected; grows by what has to be looked at here. */
  readonly layout: RowLayout
  /** What the source can do. */
  readonly where: Predicate | undefined
  /** On the row, for what it can not do. */
  readonly residual: Predicate | undefined
  readonly orderBy: readonly Order[]
  readonly after?: readonly Scalar[] | undefined
  /** The parts of a row of packed text come last first. */
  readonly isReversed?: boolean | undefined
  /** Rows that pass; all of them when absent. */
  readonly limit?: number
  /** More rows than this are not looked at one by one. */
  readonly maxScannedRows: number
}

/** In order, after the position, up to the limit. */
export function readRows(reading: RowReading, options: ReadOptions): AsyncGenerator<readonly Row[]> {
  if (!sortsItself(reading)) return cut(sortHere(reading, options), reading.limit)
  const sending = sendingOf(reading)
  // Each generator that a batch goes through costs as much as a small query, so none stands in the way of the usual one.
  if (!sending.skipsHere && (reading.limit === undefined || sending.isLimited))
    return scan(reading, sending.sent, sending.isLimited, options)
  return cut(pass(reading, sending, options), reading.limit)
}

/** A predicate on the fields of a row, divided between the source and us. */
export function divide(
  predicate: Predicate | undefined,
  { adapter, from, joins }: Pick<RowReading, 'adapter' | 'from' | 'joins'>,
): { readonly where: Predicate | undefined; readonly residual: Predicate | undefined } {
  if (!predicate) return { where: undefined, residual: undefined }
  const entities = new Map([from, ...joins].map(({ alias, entity }) => [alias, entity] as const))
  const { pushed, rowResidual, needsResource } = splitPredicate(predicate, entities, entity => adapter.capabilities(entity))
  if (needsResource) throw new FacadeError('internal.fault', { text: 'A rule of a table asks for other tables.' })
  return { where: pushed, residual: rowResidual }
}

function canSort(order: Order, entityOf: (alias: string) => string, adapter: Adapter): boolean {
  return fieldsOfOrder(order).every(({ alias, name }) => {
    const { sorts } = adapter.capabilities(entityOf(alias))
    return sorts === '*' || sorts.includes(name)
  })
}

function sortsItself({ orderBy, adapter, from, joins }: RowReading): boolean {
  const entityOf = (alias: string) => (joins.find(join => join.alias === alias) ?? from).entity
  return orderBy.every(order => canSort(order, entityOf, adapter))
}

interface Sending {
  readonly sent: Sent
  /** The source gives no more rows than are wanted. */
  readonly isLimited: boolean
  /** The source can not take the position. */
  readonly skipsHere: boolean
}

function sendingOf({ adapter, from, orderBy, after, limit, residual }: RowReading): Sending {
  const { seek, limit: limits } = adapter.capabilities(from.entity)
  const skipsHere = after !== undefined && !seek
  const isLimited = limit !== undefined && limits && !residual && !skipsHere
  return { sent: { orderBy, ...(after && seek && { after }), ...(isLimited && { limit }) }, isLimited, skipsHere }
}

/** The source's own order; a position that it can not take is read up to. */
async function* pass(
  reading: RowReading,
  { sent, isLimited, skipsHere }: Sending,
  options: ReadOptions,
): AsyncGenerator<readonly Row[]> {
  const { orderBy, after, layout } = reading
  const isLater = skipsHere && after ? laterThan(orderBy, after, layout) : undefined
  for await (const batch of scan(reading, sent, isLimited, options)) yield isLater ? batch.filter(isLater) : batch
}

/** Every row that passes is read before the first is given. */
async function* sortHere(reading: RowReading, options: ReadOptions): AsyncGenerator<readonly Row[]> {
  const { orderBy, after, layout } = reading
  const rows: Row[] = []
  for await (const batch of scan(reading, { orderBy: [] }, false, options)) rows.push(...batch)
  const positionOf = positions(orderBy, layout)
  const placed = rows.map(row => ({ row, at: positionOf(row) })).sort((a, b) => comparePositions(orderBy, a.at, b.at))
  const rest = after ? placed.filter(({ at }) => comparePositions(orderBy, at, after) > 0) : placed
  yield rest.map(({ row }) => row)
}

interface Sent {
  readonly orderBy: readonly Order[]
  readonly after?: readonly Scalar[]
  readonly limit?: number
}

async function* scan(reading: RowReading, sent: Sent, isLimited: boolean, options: ReadOptions): AsyncGenerator<readonly Row[]> {
  const { adapter, from, joins, layout, where, residual, orderBy, maxScannedRows } = reading
  const passes = residual && rowTest(residual, layout)
  for (const order of orderBy) for (const field of fieldsOfOrder(order)) layout.add(field)
  const query = { from, joins, select: layout.selected, ...(where && { where }), ...sent }
  let scanned = 0
  try {
    for await (const batch of adapter.read(query, options)) {
      scanned += batch.length
      if (!isLimited && scanned > maxScannedRows)
        throw new FacadeError('search.too-costly', {
          text: `This has to look at more than ${maxScannedRows} rows of ${from.entity} one by one. Add a parameter that narrows it.`,
        })
      const rows = reading.isReversed ? batch.flatMap(row => [...layout.expand([row])].reverse()) : layout.expand(batch)
      yield passes ? rows.filter(passes) : rows
    }
  } catch (error) {
    throw sourceError(error, reading.source, from.entity)
  }
}

async function* cut(batches: AsyncIterable<readonly Row[]>, limit: number | undefined): AsyncGenerator<readonly Row[]> {
  let left = limit ?? Number.POSITIVE_INFINITY
  if (left <= 0) return
  for await (const batch of batches) {
    yield batch.length > left ? batch.slice(0, left) : batch
    left -= batch.length
    if (left <= 0) return
  }
}

/** A predicate on rows of the layout, which grows by the fields that it reads. */
function rowTest(predicate: Predicate, layout: RowLayout): (row: Row) => boolean {
  const places = new Map<Field, number>()
  for (const field of fieldsOf(predicate)) places.set(field, layout.add(field))
  return row => evaluate(predicate, field => row[places.get(field) ?? -1] ?? null)
}

// ── Order ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function positions(orderBy: readonly Order[], layout: RowLayout): (row: Row) => readonly Scalar[] {
  const places = orderBy.map(order => fieldsOfOrder(order).map(field => ({ place: layout.add(field), type: field.type })))
  const valueIn = (row: Row, { place, type }: { readonly place: number; readonly type: FieldType }): Scalar => {
    const value = row[place] ?? null
    return value !== null && isOfType(type, value) ? value : null
  }
  return row => places.map(among => among.map(each => valueIn(row, each)).find(value => value !== null) ?? null)
}

function laterThan(orderBy: readonly Order[], after: readonly Scalar[], layout: RowLayout): (row: Row) => boolean {
  const positionOf = positions(orderBy, layout)
  return row => comparePositions(orderBy, positionOf(row), after) > 0
}

function comparePositions(orderBy: readonly Order[], a: readonly Scalar[], b: readonly Scalar[]): number {
  for (const [index, order] of orderBy.entries()) {
    const compared = compareInOrder(order, a[index] ?? null, b[index] ?? null)
    if (compared !== 0) return compared
  }
  return 0
}

function compareInOrder(order: Order, a: Scalar, b: Scalar): number {
  if (a === null || b === null) return a === b ? 0 : (a === null) === (order.nulls === 'first') ? -1 : 1
  const [field] = fieldsOfOrder(order)
  const compared = field ? compareScalars(field.type, a, b) : 0
  return order.direction === 'asc' ? compared : -compared
}
