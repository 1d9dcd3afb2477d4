/** What an engine is made of. */
import type { MappingModel } from '../mapping/compile/compile-model.js'
import type { Adapter } from '../spi/index.js'
import type { DataQuality } from './data-quality.js'

export interface EngineSetup {
  readonly model: MappingModel
  /** By source. */
  readonly adapters: ReadonlyMap<string, Adapter>
  readonly limits: EngineLimits
  /** At least 32 bytes of secret: seals page links. */
  readonly pageKey: Uint8Array
  /** A secret too: names rows in messages. Default: `pageKey`. */
  readonly rowKey?: Uint8Array
  /** Counts what is left out of the answers. */
  readonly quality?: DataQuality
  /** Of this server: references that begin with it are its own. */
  readonly baseUrl: string
}

export interface EngineLimits {
  /** Resources on a page when `_count` does not say. */
  readonly defaultCount: number
  /** The most that `_count` gets. */
  readonly maxCount: number
  /** A total is counted up to here, and left out beyond. Default 1,000. */
  readonly maxTotal?: number
  /** Resources that a page may include beside its matches; the others are left out, and an outcome says so. Default 1,000. */
  readonly maxIncludes?: number
  /** How many references `:recurse` follows from a match on. Default 5. */
  readonly maxIncludeDepth?: number
  /** How many references a chain or `_has` may follow one after the other. Default 5. */
  readonly maxChainSteps?: number
  /** Rows that one page may read and drop again before the search is refused as too costly. Default 100,000. */
  readonly maxScannedRows?: number
  /** A table of at most so many rows is kept in memory as a dictionary. Default 2,000. */
  readonly maxLookupRows?: number
  /** How old a dictionary may be. Default 60,000. */
  readonly lookupRefreshMs?: number
  /** How long a page link is good for. Default one hour. */
  readonly pageLifetimeMs?: number
}
