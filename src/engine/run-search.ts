/** One page of a search: matches of every map, merged in order, with what the next page needs. */
import type { Resource } from '../fhir/resource.js'
import type { Zone } from '../fhir/zone.js'
import { FacadeError } from '../kernel/errors.js'
import type { LogicalPlan, MapPlan } from '../plan/logical-plan.js'
import type { SortTerm } from '../search/search.js'
import type { Adapter, Scalar } from '../spi/index.js'
import type { RequestOptions } from './engine.js'
import { MapCursor } from './map-cursor.js'
import type { MappedRow, MappingReport } from './map-rows.js'
import type { MissingSources } from './missing-sources.js'
import type { PreparedMap } from './prepared-map.js'
import type { Candidate } from './read-matches.js'

/** By map: the last row that was served or told of, or null when there are no more. */
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
  /** Aliases of lists that the answer does not need. */
  unread?(plan: MapPlan): ReadonlySet<string>
}

export interface PageRead {
  readonly resources: readonly Resource[]
  /** Undefined when nothing is left. */
  readonly next: Positions | undefined
  /** What lies before this page, to be read the other way; undefined when a source that was missing leaves that open. */
  readonly behind: Positions | undefined
}

/**
 * Takes rows in order and maps them until the page is full and one more resource is found. A row that is left out is told of on the
 * page where it would have stood: what comes after the last resource of the page is told of on the next one, if there is one.
 */
export async function readPage(reading: PageReading): Promise<PageRead> {
  const cursors = new Cursors(reading)
  const taken: Taken[] = []
  let resources = 0
  let leftOut = 0
  while (resources <= reading.count) {
    const some = await cursors.take(reading.count + 1 - resources)
    if (some.length === 0) break
    const mapped = await cursors.map(some)
    for (const [index, candidate] of some.entries()) {
      const each = mapped[index]
      if (!each || each.kind === 'kept-out') continue
      taken.push({ candidate, mapped: each })
      if (each.kind === 'resource') resources++
      else if (++leftOut > reading.maxScannedRows) throw tooManyLeftOut(reading)
    }
  }
  const page = resources > reading.count ? taken.slice(0, endOfPage(taken, reading.count)) : taken
  for (const { mapped } of page) if (mapped.kind === 'left-out') reading.report.tell(mapped.leftOut)
  return {
    resources: page.flatMap(({ mapped }) => (mapped.kind === 'resource' ? [mapped.resource] : [])),
    next: page.length < taken.length ? cursors.positionsAfter(page, taken) : undefined,
    behind: cursors.positionsBefore(taken),
  }
}

interface Taken {
  readonly candidate: Candidate
  readonly mapped: Exclude<MappedRow, { readonly kind: 'kept-out' }>
}

/** After the resource that fills the page. */
function endOfPage(taken: readonly Taken[], count: number): number {
  let resources = 0
  return taken.findIndex(({ mapped }) => mapped.kind === 'resource' && ++resources > count - 1) + 1
}

const tooManyLeftOut = ({ maxScannedRows, plan }: PageReading): FacadeError =>
  new FacadeError('search.too-costly', {
    text: `More than ${maxScannedRows} rows of ${plan.type} in a row can not be served. Add a parameter that narrows the search.`,
  })

/** The maps of a search, read as far as the page needs. */
class Cursors {
  readonly #reading: PageReading
  readonly #cursors: readonly MapCursor[]
  readonly #signs: readonly number[]

  constructor(reading: PageReading) {
    const { plan, positions, sort } = reading
    this.#reading = reading
    this.#signs = sort.map(({ direction }) => (direction === 'asc' ? 1 : -1))
    this.#cursors = plan.maps
      .filter(({ map }) => positions[map.name] !== null)
      .map(each => new MapCursor(cursorReading(each, reading), positions[each.map.name] ?? undefined))
  }

  /** The next rows in the order of the search, at most so many, and at least one unless there are none. */
  async take(atMost: number): Promise<readonly Candidate[]> {
    return this.#reading.plan.isSorted ? this.#takeSorted(atMost) : this.#takeInTurn(atMost)
  }

  /** One map after the other: the next is asked only when the one before has no more. */
  async #takeInTurn(atMost: number): Promise<readonly Candidate[]> {
    const taken: Candidate[] = []
    for (const cursor of this.#cursors) {
      while (taken.length < atMost) {
        if (cursor.needsMore) await this.#fill(cursor, atMost - taken.length)
        const candidate = cursor.take()
        if (!candidate) break
        taken.push(candidate)
      }
    }
    return taken
  }

  /** All maps at once, each in its own order, then merged: by the sort terms, nulls last, then by map. */
  async #takeSorted(atMost: number): Promise<readonly Candidate[]> {
    const taken: Candidate[] = []
    while (taken.length < atMost) {
      const empty = this.#cursors.filter(cursor => cursor.needsMore)
      // A map that ran out would have to be asked in the middle: what was taken so far is mapped first, and may be enough.
      if (empty.length > 0 && taken.length > 0) break
      await Promise.all(empty.map(cursor => this.#fill(cursor, atMost)))
      const best = this.#first()
      if (!best) break
      const candidate = best.take()
      if (candidate) taken.push(candidate)
    }
    return taken
  }

  /** A source that is down has no more, as long as another one is not. */
  async #fill(cursor: MapCursor, wanted: number): Promise<void> {
    const answered = await this.#reading.missing.without(cursor.plan.map.source, async () => {
      await cursor.fill(wanted)
      return true
    })
    if (!answered) cursor.close()
  }

  /** The order within a map stays as its source gave it, whatever the values: a page goes on after the last row of each map. */
  #first(): MapCursor | undefined {
    let best: { readonly cursor: MapCursor; readonly values: readonly (number | undefined)[] } | undefined
    for (const cursor of this.#cursors) {
      const { head } = cursor
      if (!head) continue
      const values = cursor.plan.order.sortValues(head.row)
      if (!best || this.#compare(values, best.values) < 0) best = { cursor, values }
    }
    return best?.cursor
  }

  #compare(a: readonly (number | undefined)[], b: readonly (number | undefined)[]): number {
    const compared = compareValues(a, b, this.#signs)
    return this.#reading.plan.isReversed ? -compared : compared
  }

  /** The children of each map in one go. */
  async map(candidates: readonly Candidate[]): Promise<readonly MappedRow[]> {
    const mapped = new Map<Candidate, MappedRow>()
    await Promise.all(
      this.#cursors.map(async cursor => {
        const own = candidates.filter(({ plan }) => plan === cursor.plan)
        const found = await this.#reading.missing.without(cursor.plan.map.source, () => cursor.map(own))
        for (const [index, candidate] of own.entries()) mapped.set(candidate, found?.[index] ?? { kind: 'kept-out' })
      }),
    )
    return candidates.map(candidate => mapped.get(candidate) ?? { kind: 'kept-out' })
  }

  /** Each map goes on after its last row on this page; one that gave all it had is done, and one that could not answer is asked again. */
  positionsAfter(page: readonly Taken[], taken: readonly Taken[]): Positions {
    const positions: Record<string, readonly Scalar[] | null> = { ...this.#reading.positions }
    for (const { candidate } of page) positions[candidate.plan.map.name] = candidate.plan.order.position(candidate.row)
    const open = new Set(taken.slice(page.length).map(({ candidate }) => candidate.plan))
    for (const { plan, isEnd } of this.#cursors)
      if (isEnd && !open.has(plan) && !this.#reading.missing.has(plan.map.source)) positions[plan.map.name] = null
    return positions
  }

  /**
   * Where the opposite way begins: before the first row of each map that is on this page or comes after it. A map with no such row has
   * all of its rows behind us, and one that was not begun has none.
   */
  positionsBefore(taken: readonly Taken[]): Positions | undefined {
    const { missing, plan, positions } = this.#reading
    if (missing.some) return undefined
    const behind: Record<string, readonly Scalar[] | null> = {}
    for (const each of plan.maps) {
      const { name } = each.map
      if (positions[name] === null) continue
      const cursor = this.#cursors.find(candidate => candidate.plan === each)
      const row = taken.find(({ candidate }) => candidate.plan === each)?.candidate.row
      const first = row ?? cursor?.head?.row
      if (first) behind[name] = each.order.position(first)
      else if (cursor?.readTo) behind[name] = cursor.readTo
      else if (!cursor?.isEnd && positions[name] === undefined) behind[name] = null
      else if (!cursor?.isEnd) return undefined
    }
    return behind
  }
}

const cursorReading = (plan: MapPlan, reading: PageReading) => ({
  plan,
  prepared: reading.prepared(plan),
  adapter: reading.adapter(plan),
  report: reading.report,
  zone: reading.zone,
  maxScannedRows: reading.maxScannedRows,
  options: reading.options,
  ...(reading.unread && { unread: reading.unread(plan) }),
})

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
