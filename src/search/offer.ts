/** What can be asked of each type that is served: derived from the mappings at start-up, by plan/. */
import type { Terminology } from '../fhir/terminology/terminology.js'
import type { Modifier, SearchParameter } from './search.js'

export interface TypeOffer {
  readonly type: string
  /** By name. `_id` and `_lastUpdated` stand here too when they can be asked. */
  readonly parameters: ReadonlyMap<string, ParameterOffer>
  /** By the parameter's name: the references that `_include` can follow, searched for or not. */
  readonly references: ReadonlyMap<string, ReferenceOffer>
  /** Names for `_sort`. */
  readonly sorts: ReadonlySet<string>
  /** Why others give no order, by name. */
  readonly unsorted?: ReadonlyMap<string, string>
  /** A search asks for all of some group; absent when it need not ask for anything. */
  readonly requireAny?: readonly (readonly string[])[]
}

export interface ParameterOffer {
  readonly parameter: SearchParameter
  readonly modifiers: readonly Modifier[]
  /** Served types that a chain may go through. */
  readonly chainTargets: readonly string[]
  /** Why a chain can not go to a type that is referred to all the same. */
  readonly chainRefusal?: string
  /** What `:in`, `:below` and the like of a token ask; absent where the installation has none. */
  readonly terminology?: Terminology
}

export interface ReferenceOffer {
  readonly parameter: SearchParameter
  /** Served types that the mapped references lead to. */
  readonly targets: readonly string[]
}

/** By resource type. */
export type Offers = ReadonlyMap<string, TypeOffer>
