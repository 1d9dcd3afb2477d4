/** Reads the rows of one map that match, in order, from a position on: as candidates for a page. */
import type { Resource } from '../fhir/resource.js'
import type { Zone } from '../fhir/zone.js'
import type { MapPlan } from '../plan/logical-plan.js'
import { canJudge, clauseMatcher } from '../search/match-resource.js'
import { type Adapter, foldText, type Predicate, type ReadOptions, type Row, type Scalar } from '../spi/index.js'
import type { RequestOptions } from './engine.js'
import { mapRows } from './map-candidates.js'
import type { MappedRow, MappingReport } from './map-rows.js'
import type { PreparedMap } from './prepared-map.js'
import { divide, type RowReading, readRows } from './read-source.js'

export interface Candidate {
  readonly plan: MapPlan
  readonly row: Row
  /** Already there when the resource itself had to decide. */
  readonly mapped?: MappedRow
}

export interface MatchReading {
  readonly plan: MapPlan
  readonly prepared: PreparedMap
  readonly adapter: Adapter
  readonly after: readonly Scalar[] | undefined
  readonly atMost: number
  /** Only rows that have what is required. */
  readonly isNarrowed?: boolean
  /** Lists that are not read: see ChildReading. */
  readonly unread?: ReadonlySet<string>
  readonly report: MappingReport
  readonly zone: Zone
  readonly maxScannedRows: number
  readonly options: RequestOptions
}

export interface Matches {
  /** Rows that match, and rows that might and are left out. About `atMost` of them, and none only when there are no more. */
  readonly candidates: readonly Candidate[]
  /** Where the next reading goes on; undefined when there is nothing after these. */
  readonly next: readonly Scalar[] | undefined
}

/**
 * The next reading goes on after the row where this one ends, and would pass over the rows that stand there with it, so it never ends
 * among them; nor at a row without an id, whose key may be nothing that the source could go on after. None of these is served, and each
 * has to be told of.
 */
export async function readMatches(reading: MatchReading): Promise<Matches> {
  const { plan, prepared, report } = reading
  let { after, atMost } = reading
  if (!prepared.map.hasUniqueIds) atMost++
  for (;;) {
    const { candidates, end, behind, last, isAll } = await readSome({ ...reading, after, atMost })
    if (isAll || !last) return { candidates, next: undefined }
    if (end) after = plan.order.position(end)
    const whole = behind.size === 0 ? candidates : candidates.filter(({ row }) => !behind.has(row))
    if (end && whole.length > 0) return { candidates: whole, next: after }
    if (atMost >= mostTold) {
      report.tellCut(plan.map.name, 'shared')
      return { candidates, next: prepared.idOf(last) === undefined ? undefined : plan.order.position(last) }
    }
    atMost *= 2
  }
}

/** More rows than this that no reading can end at are not told of one by one. */
const mostTold = 1000

interface SomeRead {
  readonly candidates: readonly Candidate[]
  /** Of all rows that were read, those that do not match among them: the last one, and the last that the reading can end at. */
  readonly last: Row | undefined
  readonly end: Row | undefined
  /** The rows after `end`. */
  readonly behind: ReadonlySet<Row>
  readonly isAll: boolean
}

async function readSome(reading: MatchReading): Promise<SomeRead> {
  const { plan, prepared, atMost } = reading
  const candidates: Candidate[] = []
  let last: Row | undefined
  let end: Row | undefined
  let behind: readonly Row[] = []
  let rows = 0
  for await (const batch of batchesOf(reading)) {
    rows += batch.length
    const canEnd = endTest(batch.at(-1), plan, prepared)
    const place = batch.findLastIndex(canEnd)
    if (place >= 0) behind = batch.slice(place + 1)
    else behind = last && canEnd(last) ? batch : [...behind, ...batch]
    end = batch[place] ?? (last && canEnd(last) ? last : end)
    last = batch.at(-1) ?? last
    if (plan.exact) for (const row of batch) candidates.push({ plan, row })
    else candidates.push(...(await judge(batch, reading)))
    if (candidates.length >= atMost) break
  }
  const isAll = isLimited(reading) ? rows < atMost : candidates.length < atMost
  return { candidates, last, end, behind: new Set(behind), isAll }
}

/** Rows that have an id, and do not stand where `last` does unless ids are unique. */
function endTest(last: Row | undefined, { order }: MapPlan, { map, idOf }: PreparedMap): (row: Row) => boolean {
  const stand = last && !map.hasUniqueIds ? order.position(last) : undefined
  return row => idOf(row) !== undefined && !(stand && isSamePosition(order, order.position(row), stand))
}

/** By what the source orders by: the parts of one row stand at one position. */
const isSamePosition = ({ orderBy }: MapPlan['order'], a: readonly Scalar[], b: readonly Scalar[]): boolean =>
  orderBy.every((_, term) => isSameValue(a[term] ?? null, b[term] ?? null))

const isSameValue = (a: Scalar, b: Scalar): boolean =>
  a instanceof Uint8Array && b instanceof Uint8Array ? Buffer.compare(a, b) === 0 : a === b

/** How many match and are served, row by row: where the source can not count them. */
export async function countByReading(reading: Omit<MatchReading, 'atMost' | 'after'>): Promise<number> {
  const all: MatchReading = { ...reading, after: undefined, atMost: Number.POSITIVE_INFINITY }
  let count = 0
  for await (const batch of batchesOf(all))
    for (const { mapped } of await judge(batch, all)) if (mapped?.kind === 'resource') count++
  return count
}

const isLimited = ({ plan, atMost }: MatchReading): boolean => plan.exact && atMost !== Number.POSITIVE_INFINITY

function batchesOf(reading: MatchReading): AsyncIterable<readonly Row[]> {
  const { plan, adapter, after, atMost, options, maxScannedRows, prepared, isNarrowed } = reading
  const limited = isLimited(reading)
  const narrowed = isNarrowed === true ? plan.served() : undefined
  const rows: RowReading = {
    adapter,
    source: prepared.map.source,
    from: prepared.from,
    joins: prepared.joins(options),
    layout: prepared.map.emitted.root,
    where: narrowed ? narrowed.where : plan.where,
    residual: plan.rowResidual,
    orderBy: plan.order.orderBy,
    after,
    isReversed: plan.order.isReversed && prepared.map.repeat !== undefined,
    maxScannedRows,
    ...(limited && { limit: atMost }),
  }
  const read = { ...options, batchSize: limited ? atMost : batchSize(atMost) }
  return prepared.map.repeat && after ? readPartsAfter(rows, after, reading, read) : readRows(rows, read)
}

/** The parts that are left of the row where the last page ended, which is read once more, and the rows after it. */
async function* readPartsAfter(
  rows: RowReading,
  after: readonly Scalar[],
  { plan, prepared }: MatchReading,
  options: ReadOptions,
): AsyncGenerator<readonly Row[]> {
  const position = after.slice(0, -1)
  const number = Number(after.at(-1))
  const { where, residual } = divide(keyIs(prepared, plan, position), rows)
  const both = (a: Predicate | undefined, b: Predicate | undefined): Predicate | undefined =>
    a && b ? { op: 'and', of: [a, b] } : (a ?? b)
  const sameRow = { ...rows, after: undefined, where: both(rows.where, where), residual: both(rows.residual, residual) }
  for await (const batch of readRows(sameRow, options))
    yield batch.filter(row => {
      const at = Number(plan.order.position(row).at(-1))
      return plan.order.isReversed ? at < number : at > number
    })
  yield* readRows({ ...rows, after: position }, options)
}

/** The row at a position: every order ends in the key. */
function keyIs({ map }: PreparedMap, { order }: MapPlan, position: readonly Scalar[]): Predicate {
  const tests = map.rowKey.map(({ field }): Predicate => {
    const term = order.orderBy.findIndex(({ by }) => !('coalesce' in by) && by.alias === field.alias && by.name === field.name)
    const value = position[term] ?? null
    return value === null ? { op: 'or', of: [] } : { op: 'compare', field, is: 'eq', to: { type: field.type, value } }
  })
  return { op: 'and', of: tests }
}

const batchSize = (atMost: number): number => Math.min(1000, Math.max(50, atMost * 2))

/** The mapped resource decides. Of a row that is left out, what would have been served does, as far as there is any. */
async function judge(batch: readonly Row[], reading: MatchReading): Promise<readonly Candidate[]> {
  const { plan, zone } = reading
  const context = { zone, fold: (text: string) => foldText(text, 'ignoreCaseAndAccents') }
  const tests = plan.residual.filter(canJudge).map(clause => clauseMatcher(plan.map.type, clause, context))
  const passes = (resource: Resource | undefined): boolean => resource === undefined || tests.every(test => test(resource))
  const mapped = await mapRows(batch, reading)
  return batch.flatMap((row, index): readonly Candidate[] => {
    const each = mapped[index]
    if (!each || each.kind === 'kept-out') return []
    return passes(each.kind === 'resource' ? each.resource : each.leftOut.resource) ? [{ plan, row, mapped: each }] : []
  })
}
