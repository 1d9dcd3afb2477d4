/** Reads the rows of one map that match, in order, from a position on: as candidates for a page. */

import type { Resource } from '../fhir/resource.js'
import type { Zone } from '../fhir/zone.js'
import { FacadeError } from '../kernel/errors.js'
import type { MapPlan } from '../plan/logical-plan.js'
import { canJudge, clauseMatcher } from '../search/match-resource.js'
import { type Adapter, evaluate, foldText, type Row, type Scalar, type SourceQuery } from '../spi/index.js'
import type { RequestOptions } from './engine.js'
import type { MappingReport } from './map-rows.js'
import type { PreparedMap } from './prepared-map.js'
import { readChildren } from './read-children.js'
import { sourceError } from './source-errors.js'

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
  let count = 0
  for await (const batch of batchesOf({ ...reading, after: undefined, atMost: 1000 }, false))
    count += (await judge(batch, { ...reading, after: undefined, atMost: 1000 })).length
  return count
}

export function queryOf({
  plan,
  prepared,
  after,
  options,
}: Pick<MatchReading, 'plan' | 'prepared' | 'after' | 'options'>): SourceQuery {
  return {
    from: { entity: prepared.map.entity, alias: prepared.map.alias },
    joins: prepared.joins(options),
    select: prepared.map.emitted.root.fields,
    ...(plan.where && { where: plan.where }),
    orderBy: plan.order.orderBy,
    ...(after && { after }),
  }
}

async function* batchesOf(reading: MatchReading, isLimited = reading.plan.exact): AsyncGenerator<readonly Row[]> {
  const { plan, adapter, atMost, options, maxScannedRows, prepared } = reading
  const query = queryOf(reading)
  const limited = isLimited ? { ...query, limit: atMost } : query
  let scanned = 0
  try {
    for await (const batch of adapter.read(limited, { ...options, batchSize: isLimited ? atMost : batchSize(atMost) })) {
      scanned += batch.length
      if (!isLimited && scanned > maxScannedRows)
        throw new FacadeError('search.too-costly', {
          text: `This search has to look at more than ${maxScannedRows} rows of ${plan.map.name} one by one. Add a parameter that narrows it.`,
        })
      yield batch
    }
  } catch (error) {
    throw sourceError(error, prepared.map.source)
  }
}

const batchSize = (atMost: number): number => Math.min(1000, Math.max(50, atMost * 2))

/** Row residuals first, for they need no children; then the mapped resource. */
async function judge(batch: readonly Row[], reading: MatchReading): Promise<readonly Candidate[]> {
  const { plan, prepared, adapter, report, zone, options } = reading
  const { rowResidual } = plan
  const root = prepared.map.emitted.root
  const rows = rowResidual ? batch.filter(row => evaluate(rowResidual, field => row[root.add(field)] ?? null)) : batch
  const children = await readChildren(prepared, rows, adapter, options, options)
  const context = { zone, fold: (text: string) => foldText(text, 'ignoreCaseAndAccents') }
  const tests = plan.residual.filter(canJudge).map(clause => clauseMatcher(plan.map.type, clause, context))
  return rows.flatMap((row, index) => {
    const resource = report.map(prepared, row, children[index] ?? [])
    return resource && tests.every(test => test(resource)) ? [{ plan, row, resource }] : []
  })
}
