/** How many resources a search finds: counted by the sources where it is proven that each row gives one, else by mapping the rows. */
import type { MapPlan } from '../plan/logical-plan.js'
import type { Predicate } from '../spi/index.js'
import { countByReading } from './read-matches.js'
import type { PageReading } from './run-search.js'
import { sourceError } from './source-errors.js'

export interface Counting extends PageReading {
  /** A total is counted up to here, and left out beyond. */
  readonly maxTotal: number
  /** Every row that has what is required gives a valid resource with an id of its own. */
  isProven(plan: MapPlan): boolean
}

/** DESIGN, decision 6: counted up to a cap when every plan is exact. Undefined when it is not known cheaply. */
export async function totalOf(counting: Counting): Promise<number | undefined> {
  const { plan, missing, maxTotal } = counting
  if (missing.some || !plan.maps.every(({ exact }) => exact)) return undefined
  let total = 0
  for (const each of plan.maps) {
    const left = maxTotal - total
    const counted = await missing.without(each.map.source, () => countUpTo(left, each, counting))
    if (counted === undefined) return undefined
    total += counted
  }
  return total
}

/** Undefined when there are more, or it can not be known. */
async function countUpTo(most: number, plan: MapPlan, counting: Counting): Promise<number | undefined> {
  const served = plan.served()
  const bound = await countRows(served ? served.where : plan.where, plan, counting, most + 1)
  if (bound === undefined || bound > most) return undefined
  // Where a row may fail, the rows that the source counts are few enough by now to be mapped.
  return bound === 0 || (served && counting.isProven(plan)) ? bound : countByMapping(plan, counting)
}

/** `_count=0` asks for the number alone: however many there are. */
export async function countAll(counting: Counting): Promise<number> {
  let total = 0
  for (const plan of counting.plan.maps) {
    const served = plan.exact && counting.isProven(plan) ? plan.served() : undefined
    const counted = served && (await countRows(served.where, plan, counting))
    total += counted ?? (await countByMapping(plan, counting))
  }
  return total
}

/** What the sources count, whether or not every row gives a valid resource. Undefined where resources would have to be looked at. */
export async function estimateOf(counting: Counting): Promise<number | undefined> {
  let total = 0
  for (const plan of counting.plan.maps) {
    const served = plan.served()
    const counted = plan.exact ? await countRows(served ? served.where : plan.where, plan, counting) : undefined
    if (counted === undefined) return undefined
    total += counted
  }
  return total
}

const countByMapping = (plan: MapPlan, counting: Counting): Promise<number> =>
  countByReading({
    plan,
    prepared: counting.prepared(plan),
    adapter: counting.adapter(plan),
    report: counting.report,
    zone: counting.zone,
    maxScannedRows: counting.maxScannedRows,
    options: counting.options,
  })

/** Undefined when the source can not count. */
async function countRows(
  where: Predicate | undefined,
  plan: MapPlan,
  counting: Counting,
  atMost?: number,
): Promise<number | undefined> {
  const { map } = plan
  const adapter = counting.adapter(plan)
  if (!adapter.count || !adapter.capabilities(map.entity).count) return undefined
  const { options } = counting
  const query = {
    from: { entity: map.entity, alias: map.alias },
    joins: counting.prepared(plan).joins(options),
    ...(where && { where }),
  }
  try {
    return await adapter.count(query, atMost === undefined ? options : { ...options, atMost })
  } catch (error) {
    throw sourceError(error, map.source, map.entity)
  }
}
