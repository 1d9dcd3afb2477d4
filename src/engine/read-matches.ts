/** Reads the rows of one map that match, in order, from a position on: as candidates for a page. */

import type { Resource } from '../fhir/resource.js'
import type { Zone } from '../fhir/zone.js'
import type { MapPlan } from '../plan/logical-plan.js'
import { canJudge, clauseMatcher } from '../search/match-resource.js'
import { type Adapter, foldText, type Row, type Scalar } from '../spi/index.js'
import type { RequestOptions } from './engine.js'
import type { MappingReport } from './map-rows.js'
import type { PreparedMap } from './prepared-map.js'
import { readChildren } from './read-children.js'
import { readRows } from './read-source.js'

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
  const rows = {
    adapter,
    source: prepared.map.source,
    from: { entity: prepared.map.entity, alias: prepared.map.alias },
    joins: prepared.joins(options),
    layout: prepared.map.emitted.root,
    where: plan.where,
    residual: plan.rowResidual,
    orderBy: plan.order.orderBy,
    after,
    maxScannedRows,
    ...(isLimited && { limit: atMost }),
  }
  return readRows(rows, { ...options, batchSize: isLimited ? atMost : batchSize(atMost) })
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
