/** What was left out of the answers since the start: by map, rule and element, with the names of some rows. Bounded, and kept in memory alone. */

export interface Loss {
  readonly map: string
  readonly rule: LossRule
  /** `Patient.name:official`, or a column that its storage facts can not read. */
  readonly place: string
  /** The row is not served; else it is served without this. */
  readonly isRow: boolean
}

/**
 * Beside the rules of src/fhir/validate: `unreadable`, a stored value that its facts or its element's type do not allow; `unlisted`, one
 * that its code map does not list; `repeated-id`, a row whose id another row has too; `unmapped`, a row function that failed.
 */
export type LossRule = string

export interface CountedLoss extends Loss {
  /** Different rows, up to `maxNames`; then `hasMore`. */
  readonly rows: number
  readonly hasMore: boolean
  /** Milliseconds since 1970. */
  readonly firstSeen: number
  readonly lastSeen: number
  /** Names of the first rows. */
  readonly names: readonly string[]
}

export interface DataQualityReport {
  readonly since: number
  readonly losses: readonly CountedLoss[]
  /** Losses of other kinds than could be kept. */
  readonly isCut: boolean
}

interface Entry {
  readonly loss: Loss
  readonly names: Set<string>
  readonly firstSeen: number
  lastSeen: number
  hasMore: boolean
  toldAt: number
}

/** Rows that are told apart for each kind of loss, and kinds that are kept. */
const maxNames = 1000
const maxKinds = 1000
const shownNames = 5
const tellEveryMs = 3_600_000

/** One for the life of a server: it outlives the engines that a change of mappings makes. */
export class DataQuality {
  readonly #since: number
  readonly #tell: (loss: CountedLoss) => void
  readonly #entries = new Map<string, Entry>()
  #isCut = false

  /** `tell` hears of a kind of loss when it is first seen, and then once an hour at most while it goes on. */
  constructor(since: number, tell: (loss: CountedLoss) => void) {
    this.#since = since
    this.#tell = tell
  }

  /** `name` is only asked for where it is wanted: it costs as much as mapping the row. */
  record(loss: Loss, now: number, name: () => string): void {
    const key = `${loss.map}\n${loss.rule}\n${loss.place}\n${loss.isRow}`
    const entry = this.#entries.get(key) ?? this.#add(key, loss, now)
    if (!entry) return
    entry.lastSeen = Math.max(entry.lastSeen, now)
    if (entry.names.size < maxNames) entry.names.add(name())
    else entry.hasMore = true
    if (now - entry.toldAt < tellEveryMs) return
    entry.toldAt = now
    this.#tell(counted(entry))
  }

  #add(key: string, loss: Loss, now: number): Entry | undefined {
    if (this.#entries.size >= maxKinds) {
      this.#isCut = true
      return undefined
    }
    const entry = {
      loss,
      names: new Set<string>(),
      firstSeen: now,
      lastSeen: now,
      hasMore: false,
      toldAt: Number.NEGATIVE_INFINITY,
    }
    this.#entries.set(key, entry)
    return entry
  }

  /** Rows that are not served first, then by how many. */
  report(): DataQualityReport {
    const losses = [...this.#entries.values()]
      .map(counted)
      .sort((a, b) => Number(b.isRow) - Number(a.isRow) || b.rows - a.rows || (a.map < b.map ? -1 : 1))
    return { since: this.#since, losses, isCut: this.#isCut }
  }
}

const counted = ({ loss, names, firstSeen, lastSeen, hasMore }: Entry): CountedLoss => ({
  ...loss,
  rows: names.size,
  hasMore,
  firstSeen,
  lastSeen,
  names: [...names].slice(0, shownNames),
})
