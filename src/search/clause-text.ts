/** What a clause is read from, and what comes of it. */
import type { Fault } from '../kernel/errors.js'
import type { Compartment } from './compartment.js'
import type { Offers, TypeOffer } from './offer.js'
import type { Clause } from './search.js'

export interface ParseContext {
  readonly offers: Offers
  /** Of our own server, for references written as absolute urls. */
  readonly baseUrl: string
  /** References that a chain or `_has` may follow one after the other. Default 5. */
  readonly maxChainSteps?: number
  /** Only what belongs to this resource is searched. */
  readonly within?: Compartment | undefined
}

export interface ClauseText {
  /** The whole name as it stands in the query, for faults. */
  readonly written: string
  /** The part of it that is read here: behind the dot of a chain it is shorter. */
  readonly name: string
  readonly value: string
  /** References that were followed to come here. */
  readonly steps?: number
}

/** What is asked of the type that a reference leads to, or comes from. */
export interface Step {
  readonly name: string
  readonly offer: TypeOffer
}

export type ParsedClause = { readonly clause: Clause } | { readonly faults: readonly Fault[] }
