/** What http/ asks of the engine: read and search over everything that is mapped. */
import type { Resource } from '../fhir/resource.js'
import type { Fault } from '../kernel/errors.js'
import type { Compartment } from '../search/compartment.js'
import type { Handling } from '../search/handling.js'
import type { Offers } from '../search/offer.js'

export interface RequestOptions {
  readonly signal: AbortSignal
  readonly timeoutMs: number
  readonly traceId: string
  /** Milliseconds since 1970: `today`, `now` and the expiry of page tokens. */
  readonly now: number
  /** What becomes of parameters of a search that can not be searched. Default: they are refused. */
  readonly handling?: Handling
  /** Only what refers to this resource is searched: `Patient/17/Observation`. */
  readonly within?: Compartment
}

export interface OutcomeIssue {
  readonly severity: 'warning' | 'information'
  /** An issue type of STU3. */
  readonly code: string
  /** Safe to show. */
  readonly text: string
}

export interface SearchPage {
  readonly type: string
  /** The resource whose compartment was searched: `Patient/17`. */
  readonly within?: string
  /** Matches. */
  readonly resources: readonly Resource[]
  /** By `_include` and `_revinclude`: none that is a match of this page, each once, by type and id. */
  readonly included: readonly Resource[]
  /** Rows left out and the like: outcome entries of the Bundle. */
  readonly outcomes: readonly OutcomeIssue[]
  /** Absent when it is not known cheaply. */
  readonly total?: number
  /** The normalised search, without a leading '?': the `self` link. */
  readonly self: string
  /** Tokens: the links are `[base]/[type]?_page=TOKEN`, behind the compartment where there is one. */
  readonly first?: string
  readonly prev?: string
  readonly next?: string
  readonly hasExactDecimals: boolean
}

export interface ReadResult {
  readonly resource: Resource
  readonly hasExactDecimals: boolean
}

export interface SourceHealth {
  readonly source: string
  readonly status: 'up' | 'degraded' | 'down'
  readonly readOnly: 'enforced' | 'requested' | 'unknown'
}

export interface Engine {
  readonly offers: Offers
  /** Throws FacadeError: read.no-such-resource, read.deleted, read.not-valid, type.not-served, source.*. */
  read(type: string, id: string, options: RequestOptions): Promise<ReadResult>
  /** `query` is raw, without '?'. A `_page` token is opened here. Throws SearchRefused, FacadeError. */
  search(type: string, query: string, options: RequestOptions): Promise<SearchPage>
  health(options: RequestOptions): Promise<readonly SourceHealth[]>
  close(): Promise<void>
}

/** A query with faults, all of them. */
export class SearchRefused extends Error {
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    super('The search has faults.')
    this.name = 'SearchRefused'
    this.faults = faults
  }
}
