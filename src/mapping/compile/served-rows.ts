/** What says which rows of a map are served, for others that ask: known when all maps are resolved. */
import type { ColumnBinding } from './column.js'
import type { Inverse } from './inverse.js'
import type { JoinBinding } from './shape.js'

export interface ServedRows {
  readonly entity: string
  readonly alias: string
  readonly key: readonly ColumnBinding[]
  readonly joins: readonly JoinBinding[]
  served(clock: { readonly now: number }): Inverse
}

/** By a map's full name. */
export type FindServed = (map: string) => ServedRows | undefined
