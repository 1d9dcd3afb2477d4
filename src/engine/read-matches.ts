/** Reads the rows of one map that match, in order, from a position on: as candidates for a page. */

import type { Resource } from '../fhir/resource.js'
import type { Zone } from '../fhir/zone.js'
import type { MapPlan } from '../plan/logical-plan.js'
import { canJudge, clauseMatcher } from '../search/match-resource.js'
import { type Adapter, foldText, type Predicate, type ReadOptions, type Row, type Scalar } from '../spi/index.js'
import type { RequestOptions } from './engine.js'
import type { MappingReport } from './map-rows.js'
import type { PreparedMap } from './prepared-map.js'
import { readChildren } from './read-children.js'
import { divide, type RowReading, readRows } from './read-source.js'

export interface Candidate {
  readonly plan: MapPlan
  readonly row: Row
  /** Already there when the resource itself had to decide. */
  readonly resource?: Resource
}

export interface MatchReading {
  readonly plan: MapPlan
  readonly prepared: PreparedMap
  readonly adapter: Adapter
  readonly after: readonly Scalar[] | undefined
  readonly atMost: number
  readonly report: MappingReport
  readonly zone: Zone
  readonly maxScannedRows: number
  readonly options: RequestOptions
}

/** At most `atMost`; fewer when there are no more. */
export async function readMatches(reading: MatchReading): Promise<readonly Candidate[]> {
  const { plan, atMost } = reading
  const matches: Candidate[] = []
  for await (const batch of batchesOf(reading)) {
    if (plan.exact) for (const row of batch) matches.push({ plan, row })
    else matches.push(...(await judge(batch, reading)))
    if (matches.length >= atMost) break
  }
  return matches.length > atMost ? matches.slice(0, atMost) : matches
}

/** How many match, counted row by row where the source can not count them. */
export async function countByReading(reading: Omit<MatchReading, 'atMost' | 'after'>): Promise<number> {
  const all: MatchReading = { ...reading, after: undefined, atMost: Number.POSITIVE_INFINITY }
  let count = 0
  for await (const batch of batchesOf(all)) count += reading.plan.exact ? batch.length : (await judge(batch, all)).length
  return count
}

function batchesOf(reading: MatchReading): AsyncIterable<readonly Row[]> {
  const { plan, adapter, after, atMost, options, maxScannedRows, prepared } = reading
  const isLimited = plan.exact && atMost !== Number.POSITIVE_INFINITY
  const rows: RowReading = {
    adapter,
    source: prepared.map.source,
    from: prepared.from,
    joins: prepared.joins(options),
    layout: prepared.map.emitted.root,
    where: plan.where,
    residual: plan.rowResidual,
    orderBy: plan.order.orderBy,
    after,
    maxScannedRows,
    ...(isLimited && { limit: atMost }),
  }
  const read = { ...options, batchSize: isLimited ? atMost : batchSize(atMost) }
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

/** The mapped resource decides. */
async function judge(batch: readonly Row[], reading: MatchReading): Promise<readonly Candidate[]> {
  const { plan, prepared, adapter, report, zone, maxScannedRows, options } = reading
  const children = await readChildren({ prepared, adapter, maxScannedRows, options }, batch)
  const context = { zone, fold: (text: string) => foldText(text, 'ignoreCaseAndAccents') }
  const tests = plan.residual.filter(canJudge).map(clause => clauseMatcher(plan.map.type, clause, context))
  return batch.flatMap((row, index) => {
    const resource = report.map(prepared, row, children[index] ?? [])
    return resource && tests.every(test => test(resource)) ? [{ plan, row, resource }] : []
  })
}
