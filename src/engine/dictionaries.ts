/** Small lookup tables, kept in memory for a while, so that searches by code need no join (DESIGN, decision 12). */
import type { Dictionary, FindDictionary } from '../plan/rewrites/resolve-lookups.js'
import type { Adapter, Field, Join, Row } from '../spi/index.js'
import type { RequestOptions } from './engine.js'
import { sourceError } from './source-errors.js'

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

export class Dictionaries {
  readonly #setup: DictionarySetup
  readonly #entries = new Map<string, Entry>()

  constructor(setup: DictionarySetup) {
    this.#setup = setup
  }

  /** Plans with the dictionaries that are there; those that are missing or too old are read, and the plan is made again. */
  async withDictionaries<T>(options: RequestOptions, plan: (find: (source: string) => FindDictionary) => T): Promise<T> {
    for (;;) {
      const wanted = new Map<string, Wanted>()
      const result = plan(source => this.#finder(source, options.now, wanted))
      if (wanted.size === 0) return result
      for (const each of wanted.values()) await this.#load(each, options)
    }
  }

  #finder(source: string, now: number, wanted: Map<string, Wanted>): FindDictionary {
    return (join, fields) => {
      const rows = this.#setup.rowsOf(source, join.entity)
      if (rows === undefined || rows > this.#setup.maxRows) return undefined
      const key = `${source}|${join.entity}|${fields.map(field => field.name).join()}|${join.where ? JSON.stringify(join.where) : ''}`
      const entry = this.#entries.get(key)
      if (!entry || now - entry.loadedAt >= this.#setup.refreshMs) {
        wanted.set(key, { key, source, join, fields })
        return undefined
      }
      // A table that has grown past the limit since it was counted.
      return entry.dictionary.rows.length > this.#setup.maxRows ? undefined : entry.dictionary
    }
  }

  async #load({ key, source, join, fields }: Wanted, options: RequestOptions): Promise<void> {
    const adapter = this.#setup.adapters.get(source)
    const limit = this.#setup.maxRows + 1
    const rows: Row[] = []
    const query = {
      from: { entity: join.entity, alias: join.alias },
      joins: [],
      select: fields,
      ...(join.where && { where: join.where }),
      orderBy: join.on.map(([, field]) => ({ by: field, direction: 'asc', nulls: 'last' }) as const),
      limit,
    }
    try {
      for await (const batch of adapter?.read(query, { ...options, batchSize: limit }) ?? []) rows.push(...batch)
    } catch (error) {
      throw sourceError(error, source)
    }
    this.#entries.set(key, { dictionary: { fields, rows }, loadedAt: options.now })
  }
}
