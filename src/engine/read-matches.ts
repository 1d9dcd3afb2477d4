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
  readonly report: MappingReport
  readonly zone: Zone
  readonly maxScannedRows: number
  readonly options: RequestOptions
}

export interface Matches {
  /** Rows that match, and rows that might and are left out. At least `atMost` of them, unless there are no more. */
  readonly candidates: readonly Candidate[]
  /** Where the next reading goes on; undefined when there is nothing after these. */
  readonly next: readonly Scalar[] | undefined
}

export async function readMatches(reading: MatchReading): Promise<Matches> {
  const { plan, atMost } = reading
  const candidates: Candidate[] = []
  let last: Row | undefined
  let rows = 0
  for await (const batch of batchesOf(reading)) {
    rows += batch.length
    last = batch.at(-1) ?? last
    if (plan.exact) for (const row of batch) candidates.push({ plan, row })
    else candidates.push(...(await judge(batch, reading)))
    if (candidates.length >= atMost) break
  }
  const isAll = isLimited(reading) ? rows < atMost : candidates.length < atMost
  return { candidates, next: last && !isAll ? plan.order.position(last) : undefined }
}

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
    yield batch.filter(row => Number(plan.order.position(row).at(-1)) > number)
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
