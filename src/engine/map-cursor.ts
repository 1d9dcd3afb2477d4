/** Where a page stands in the rows of one map: what was read and not yet taken, and where reading goes on. */
import type { MapPlan } from '../plan/logical-plan.js'
import type { Scalar } from '../spi/index.js'
import { mapRows } from './map-candidates.js'
import type { MappedRow } from './map-rows.js'
import { type Candidate, type MatchReading, readMatches } from './read-matches.js'

export type CursorReading = Omit<MatchReading, 'after' | 'atMost' | 'isNarrowed'>

/** After so many incomplete rows of one map the source leaves out the rest: it may be that nearly none of them is complete. */
const narrowAfter = 1000
const mostAtOnce = 1000

export class MapCursor {
  readonly plan: MapPlan
  readonly #reading: CursorReading
  #waiting: readonly Candidate[] = []
  #taken = 0
  #after: readonly Scalar[] | undefined
  #hasMore = true
  #read = 0
  #leftOut = 0

  /** `after`: the position of the last row that was served, where another page ended. */
  constructor(reading: CursorReading, after: readonly Scalar[] | undefined) {
    this.plan = reading.plan
    this.#reading = reading
    this.#after = after
  }

  /** The next row; undefined when more have to be read first, or there are none. */
  get head(): Candidate | undefined {
    return this.#waiting[this.#taken]
  }

  /** The position of the last row that was read; undefined before anything was. */
  get readTo(): readonly Scalar[] | undefined {
    return this.#read > 0 ? this.#after : undefined
  }

  get needsMore(): boolean {
    return this.head === undefined && this.#hasMore
  }

  take(): Candidate | undefined {
    return this.#waiting[this.#taken++]
  }

  /** Reads on: as many as are wanted, and more each time, for rows that are left out do not count. */
  async fill(wanted: number): Promise<void> {
    const { report, plan } = this.#reading
    const isNarrowed = this.#leftOut >= narrowAfter && plan.served() !== undefined
    if (isNarrowed) report.tellCut(plan.map.name, 'incomplete')
    const atMost = this.#read === 0 ? wanted : Math.min(mostAtOnce, Math.max(wanted, this.#read))
    const { candidates, next } = await readMatches({ ...this.#reading, after: this.#after, atMost, isNarrowed })
    this.#waiting = candidates
    this.#taken = 0
    this.#read += candidates.length
    this.#after = next
    this.#hasMore = next !== undefined
  }

  /** Of rows that were taken, in their order. */
  async map(candidates: readonly Candidate[]): Promise<readonly MappedRow[]> {
    const rows = candidates.flatMap(({ row, mapped }) => (mapped ? [] : [row]))
    const found = rows.length === 0 ? [] : await mapRows(rows, this.#reading)
    let next = 0
    const mapped = candidates.map(candidate => candidate.mapped ?? found[next++] ?? ({ kind: 'kept-out' } as const))
    for (const { kind } of mapped) if (kind === 'left-out') this.#leftOut++
    return mapped
  }

  /** Its source can not answer. */
  close(): void {
    this.#hasMore = false
  }

  /** Nothing is left but what was taken. */
  get isEnd(): boolean {
    return this.head === undefined && !this.#hasMore
  }
}
