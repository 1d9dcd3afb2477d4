/** One page of a search: matches of every map, merged in order, with what the next page needs. */
import type { Resource } from '../fhir/resource.js'
import type { Zone } from '../fhir/zone.js'
import type { LogicalPlan, MapPlan } from '../plan/logical-plan.js'
import type { SortTerm } from '../search/search.js'
import type { Adapter, Scalar } from '../spi/index.js'
import type { RequestOptions } from './engine.js'
import type { MappingReport } from './map-rows.js'
import type { MissingSources } from './missing-sources.js'
import type { PreparedMap } from './prepared-map.js'
import { readChildren } from './read-children.js'
import { type Candidate, type MatchReading, readMatches } from './read-matches.js'

/** By map: the last row that was served, or null when there are no more. */
export type Positions = Readonly<Record<string, readonly Scalar[] | null>>

export interface PageReading {
  readonly plan: LogicalPlan
  readonly sort: readonly SortTerm[]
  readonly positions: Positions
  readonly count: number
  readonly report: MappingReport
  readonly missing: MissingSources
  readonly zone: Zone
  readonly maxScannedRows: number
  readonly options: RequestOptions
  prepared(plan: MapPlan): PreparedMap
  adapter(plan: MapPlan): Adapter
}

export interface PageRead {
  readonly resources: readonly Resource[]
  /** Undefined when nothing is left. */
  readonly next: Positions | undefined
}

export async function readPage(reading: PageReading): Promise<PageRead> {
  const waiting = reading.plan.maps.filter(({ map }) => reading.positions[map.name] !== null)
  const candidates = reading.plan.isSorted ? await readSorted(waiting, reading) : await readInTurn(waiting, reading)
  const page = candidates.slice(0, reading.count)
  const mapped = await toResources(page, reading)
  // Of a source that went away meanwhile all is left out, and asked for again on the next page.
  const resources = mapped.filter((_, place) => isAnswered(page[place], reading)).filter(resource => resource !== undefined)
  return { resources, next: candidates.length > page.length ? positionsAfter(page, candidates, reading) : undefined }
}

const isAnswered = (candidate: Candidate | undefined, { missing }: PageReading): boolean =>
  candidate !== undefined && !missing.has(candidate.plan.map.source)

/** One map after the other: the next is asked only when the one before has no more. */
async function readInTurn(plans: readonly MapPlan[], reading: PageReading): Promise<readonly Candidate[]> {
  const candidates: Candidate[] = []
  for (const plan of plans) {
    const atMost = reading.count + 1 - candidates.length
    if (atMost <= 0) break
    candidates.push(...(await matchesOf(plan, atMost, reading)))
  }
  return candidates
}

/** None of a source that is down, as long as another one is not. */
const matchesOf = async (plan: MapPlan, atMost: number, reading: PageReading): Promise<readonly Candidate[]> =>
  (await reading.missing.without(plan.map.source, () => readMatches(matchReading(plan, atMost, reading)))) ?? []

/** All maps at once, each in its own order, then merged: by the sort terms, nulls last, then by map. */
async function readSorted(plans: readonly MapPlan[], reading: PageReading): Promise<readonly Candidate[]> {
  const found = await Promise.all(plans.map(plan => matchesOf(plan, reading.count + 1, reading)))
  if (found.length === 1) return found[0] ?? []
  const signs = reading.sort.map(({ direction }) => (direction === 'asc' ? 1 : -1))
  const queues = found.map(candidates =>
    candidates.map(candidate => ({ candidate, values: candidate.plan.order.sortValues(candidate.row) })),
  )
  return mergeInOrder(queues, (a, b) => compareValues(a.values, b.values, signs)).map(({ candidate }) => candidate)
}

/** The order within a map stays as its source gave it, whatever the values: a page goes on after the last row of each map. */
function mergeInOrder<T>(queues: readonly (readonly T[])[], compare: (a: T, b: T) => number): readonly T[] {
  const heads = queues.map(() => 0)
  const merged: T[] = []
  for (;;) {
    let best: { readonly item: T; readonly queue: number } | undefined
    for (const [queue, items] of queues.entries()) {
      const item = items[heads[queue] ?? 0]
      if (item !== undefined && (!best || compare(item, best.item) < 0)) best = { item, queue }
    }
    if (!best) return merged
    merged.push(best.item)
    heads[best.queue] = (heads[best.queue] ?? 0) + 1
  }
}

function compareValues(a: readonly (number | undefined)[], b: readonly (number | undefined)[], signs: readonly number[]): number {
  for (const [index, sign] of signs.entries()) {
    const left = a[index]
    const right = b[index]
    if (left === right) continue
    if (left === undefined) return 1
    if (right === undefined) return -1
    return sign * (left - right)
  }
  return 0
}

const matchReading = (plan: MapPlan, atMost: number, reading: PageReading): MatchReading => ({
  plan,
  prepared: reading.prepared(plan),
  adapter: reading.adapter(plan),
  after: reading.positions[plan.map.name] ?? undefined,
  atMost,
  report: reading.report,
  zone: reading.zone,
  maxScannedRows: reading.maxScannedRows,
  options: reading.options,
})

/** One for each candidate. Only the rows of the page are mapped, the children of each map in one go. */
async function toResources(page: readonly Candidate[], reading: PageReading): Promise<readonly (Resource | undefined)[]> {
  const resources: (Resource | undefined)[] = page.map(({ resource }) => resource)
  const byPlan = new Map<MapPlan, number[]>()
  for (const [index, { plan, resource }] of page.entries()) {
    if (resource) continue
    const places = byPlan.get(plan)
    if (places) places.push(index)
    else byPlan.set(plan, [index])
  }
  await Promise.all(
    [...byPlan].map(async ([plan, places]) => {
      const prepared = reading.prepared(plan)
      const rows = places.flatMap(place => (page[place] ? [page[place].row] : []))
      const { maxScannedRows, options, missing } = reading
      const children = await missing.without(plan.map.source, () =>
        readChildren({ prepared, adapter: reading.adapter(plan), maxScannedRows, options }, rows),
      )
      if (!children) return
      for (const [index, place] of places.entries())
        resources[place] = reading.report.map(prepared, rows[index] ?? [], children[index] ?? [])
    }),
  )
  return resources
}

/** Each map goes on after its last row on this page; one that gave all it had is done, and one that could not answer is asked again. */
function positionsAfter(page: readonly Candidate[], candidates: readonly Candidate[], reading: PageReading): Positions {
  const positions: Record<string, readonly Scalar[] | null> = { ...reading.positions }
  for (const candidate of page)
    if (isAnswered(candidate, reading)) positions[candidate.plan.map.name] = candidate.plan.order.position(candidate.row)
  const open = new Set(candidates.slice(page.length).map(({ plan }) => plan))
  const last = candidates.at(-1)?.plan
  for (const plan of reading.plan.maps) {
    // Sorted: every map was asked for a page and one more. In turn: all maps before the last one that gave something.
    const wasAsked = reading.plan.isSorted || (last !== undefined && plan.rank < last.rank)
    if (wasAsked && !open.has(plan) && !reading.missing.has(plan.map.source)) positions[plan.map.name] = null
  }
  return positions
}
