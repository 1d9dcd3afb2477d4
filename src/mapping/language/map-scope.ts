/** The names that the values of one map may use. */
import type { Aliases } from './aliases.js'
import type { CodeMapReading } from './code-map.js'
import type { SlotScope } from './slot.js'

export interface MapScope extends CodeMapReading {
  /** Of `from`, `joins` and `lists`. */
  readonly aliases: Aliases
  /** The aliases of `lists`: those that `for` may name. */
  readonly lists: ReadonlySet<string>
  /** Of the map and of its source; undefined while the source is not known. */
  readonly codeNames: ReadonlySet<string> | undefined
  /** Those of `lists` that are made of slots, and the slots that are being written out. */
  readonly slots: SlotScope
}
