/** A search over the mapped tables: predicates on fields, no FHIR text and no dialect. */
import type { CompiledMap } from '../mapping/compile/compile-model.js'
import type { Clause } from '../search/search.js'
import type { Order, Predicate, Row, Scalar } from '../spi/index.js'

export interface LogicalPlan {
  readonly type: string
  /** Maps that constants rule out are not here. */
  readonly maps: readonly MapPlan[]
  /** True when results of several maps are ordered by a value, not one map after the other. */
  readonly isSorted: boolean
  /** Read from the end: the last map first, and each map's order turned round. */
  readonly isReversed?: boolean
}

export interface MapPlan {
  readonly map: CompiledMap
  /** The place of the map among those of its type: the last word in the order of results. */
  readonly rank: number
  /** Of the rows that are there: whether they have what is required is seen when they are mapped, so that none is left out in silence. */
  readonly where: Predicate | undefined
  /** Decided on the row, because the source can not. */
  readonly rowResidual: Predicate | undefined
  /** Decided on the mapped resource, because no predicate says exactly what they mean. */
  readonly residual: readonly Clause[]
  /** Nothing is left to decide but whether a row gives a valid resource: a limit may be pushed down. */
  readonly exact: boolean
  /** The rows that have what is required, for a count and where very many have not; undefined when the source can not tell them exactly. */
  served(): { readonly where: Predicate | undefined } | undefined
  readonly order: MapOrder
}

export interface MapOrder {
  /** Ends in the key. */
  readonly orderBy: readonly Order[]
  /** One value for each `_sort` term, in milliseconds, comparable across maps; undefined is null and comes last. */
  sortValues(row: Row): readonly (number | undefined)[]
  /** The parts of one row, which stand at one place for the source, come last first. */
  readonly isReversed?: boolean
  /** A row's position: one value for each term of orderBy; of a part of packed text its number, last. */
  position(row: Row): readonly Scalar[]
}
