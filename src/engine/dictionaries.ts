/** Small lookup tables, kept in memory for a while, so that searches by code need no join (DESIGN, decision 12). */
import { RowLayout } from '../mapping/compile/row-layout.js'
import type { Dictionary, FindDictionary } from '../plan/rewrites/resolve-lookups.js'
import type { Adapter, Field, Join, Row } from '../spi/index.js'
import type { RequestOptions } from './engine.js'
import { isDown } from './missing-sources.js'
import { divide, readRows } from './read-source.js'

interface Entry {
  readonly dictionary: Dictionary
  readonly loadedAt: number
}

interface Wanted {
  readonly key: string
  readonly source: string
  readonly join: Join
  readonly fields: readonly Field[]
}

export interface DictionarySetup {
  readonly adapters: ReadonlyMap<string, Adapter>
  rowsOf(source: string, table: string): number | undefined
  readonly maxRows: number
  readonly refreshMs: number
}

const nothingKnown: FindDictionary = () => undefined

export class Dictionaries {
  readonly #setup: DictionarySetup
  readonly #entries = new Map<string, Entry>()

  constructor(setup: DictionarySetup) {
    this.#setup = setup
  }

  /**
   * Plans with the dictionaries that are there; those that are missing or too old are read, and the plan is made again. A source that is
   * down has none: its tables are joined, and it is the search itself that finds the source missing.
   */
  async withDictionaries<T>(options: RequestOptions, plan: (find: (source: string) => FindDictionary) => T): Promise<T> {
    // What was read for this request counts as fresh, however long the request takes.
    const loaded = new Map<string, Entry>()
    const down = new Set<string>()
    for (;;) {
      const wanted = new Map<string, Wanted>()
      const result = plan(source => (down.has(source) ? nothingKnown : this.#finder(source, options.now, loaded, wanted)))
      if (wanted.size === 0) return result
      for (const each of wanted.values()) {
        if (down.has(each.source)) continue
        const entry = await this.#load(each, options).catch((error: unknown) => {
          if (!isDown(error)) throw error
          down.add(each.source)
        })
        if (entry) loaded.set(each.key, entry)
      }
    }
  }

  #finder(source: string, now: number, loaded: ReadonlyMap<string, Entry>, wanted: Map<string, Wanted>): FindDictionary {
    return (join, fields) => {
      const rows = this.#setup.rowsOf(source, join.entity)
      if (rows === undefined || rows > this.#setup.maxRows) return undefined
      const key = `${source}|${join.entity}|${fields.map(field => field.name).join()}|${join.where ? JSON.stringify(join.where) : ''}`
      const kept = this.#entries.get(key)
      const entry = loaded.get(key) ?? (kept && now - kept.loadedAt < this.#setup.refreshMs ? kept : undefined)
      if (!entry) {
        wanted.set(key, { key, source, join, fields })
        return undefined
      }
      // A table that has grown past the limit since it was counted.
      return entry.dictionary.rows.length > this.#setup.maxRows ? undefined : entry.dictionary
    }
  }

  async #load({ key, source, join, fields }: Wanted, options: RequestOptions): Promise<Entry> {
    const adapter = this.#setup.adapters.get(source)
    const entry: Entry = {
      dictionary: { fields, rows: adapter ? await this.#rows(adapter, source, join, fields, options) : [] },
      loadedAt: options.now,
    }
    // A rule that asks what time it is makes another key each time.
    for (const [old, { loadedAt }] of this.#entries)
      if (options.now - loadedAt >= this.#setup.refreshMs) this.#entries.delete(old)
    this.#entries.set(key, entry)
    return entry
  }

  async #rows(
    adapter: Adapter,
    source: string,
    join: Join,
    fields: readonly Field[],
    options: RequestOptions,
  ): Promise<readonly Row[]> {
    const limit = this.#setup.maxRows + 1
    const layout = new RowLayout()
    for (const field of fields) layout.add(field)
    const from = { entity: join.entity, alias: join.alias }
    const divided = divide(join.where, { adapter, from, joins: [] })
    const query = { adapter, source, from, joins: [], layout, orderBy: [], limit, maxScannedRows: Number.POSITIVE_INFINITY }
    const rows: Row[] = []
    const read = readRows({ ...query, where: divided.where, residual: divided.residual }, { ...options, batchSize: limit })
    for await (const batch of read) rows.push(...batch)
    return rows
  }
}
