/**
 * The one error class and its one table. A row names what went wrong; `kind` says what sort of failure it is
 * (http/ alone turns it into a status) and `issue` is the OperationOutcome code
 * (https://hl7.org/fhir/STU3/valueset-issue-type.html).
 */

export type ErrorKind =
  | 'incorrect'
  | 'unsupported'
  | 'not-found'
  | 'gone'
  | 'not-allowed'
  | 'not-acceptable'
  | 'media-type'
  | 'too-long'
  | 'too-large'
  | 'too-costly'
  | 'unavailable'
  | 'busy'
  | 'fault'

interface ErrorRow {
  readonly kind: ErrorKind
  readonly issue: string
  /** One line of docs/reference/errors.md. */
  readonly description: string
}

export const errorTable = {
  'search.parameter-unknown': {
    kind: 'incorrect',
    issue: 'not-supported',
    description: 'The type has no search parameter of this name, or a read was given a parameter.',
  },
  'search.parameter-unsupported': {
    kind: 'unsupported',
    issue: 'not-supported',
    description: 'The parameter is one of FHIR that can not be searched here, or not over one of the maps that serve the type.',
  },
  'search.modifier-unsupported': {
    kind: 'unsupported',
    issue: 'not-supported',
    description: 'The parameter does not take this modifier here.',
  },
  'search.parameter-required': {
    kind: 'incorrect',
    issue: 'required',
    description: 'The rules of the type ask for one of several sets of parameters, and the search has none of them.',
  },
  'search.value-invalid': {
    kind: 'incorrect',
    issue: 'value',
    description: 'A value is not of the form that its parameter takes.',
  },
  'search.sort-unsupported': {
    kind: 'unsupported',
    issue: 'not-supported',
    description: 'The type can not be sorted by this: no column has the order that FHIR means.',
  },
  'search.chain-unsupported': {
    kind: 'unsupported',
    issue: 'not-supported',
    description: 'The chain can not be followed, or can not be decided in the source.',
  },
  'search.include-unsupported': {
    kind: 'unsupported',
    issue: 'not-supported',
    description: 'What `_include` or `_revinclude` names is no reference that can be followed here.',
  },
  'search.query-malformed': {
    kind: 'incorrect',
    issue: 'structure',
    description: 'The query string can not be read.',
  },
  'search.too-costly': {
    kind: 'too-costly',
    issue: 'too-costly',
    description: 'The search would have to look at too many rows one by one.',
  },
  'page.token-invalid': {
    kind: 'incorrect',
    issue: 'value',
    description: 'A page link that is not one of ours, was changed, or does not stand alone.',
  },
  'page.token-expired': {
    kind: 'gone',
    issue: 'expired',
    description: 'A page link whose time, key or mappings have ended.',
  },
  'read.no-such-resource': {
    kind: 'not-found',
    issue: 'not-found',
    description: 'There is no resource with this id.',
  },
  // STU3 has no `deleted` yet.
  'read.deleted': {
    kind: 'gone',
    issue: 'not-found',
    description: 'The row is there, and marked as deleted.',
  },
  'read.not-valid': {
    kind: 'not-found',
    issue: 'not-found',
    description: 'The row is there, and lacks what its profile requires.',
  },
  'type.not-served': {
    kind: 'not-found',
    issue: 'not-supported',
    description: 'No map makes resources of this type.',
  },
  'route.unknown': {
    kind: 'not-found',
    issue: 'not-found',
    description: 'There is nothing at this address.',
  },
  'request.method-not-allowed': {
    kind: 'not-allowed',
    issue: 'not-supported',
    description: 'A method that the address does not take: the facade is read-only. `Allow` names those that it takes.',
  },
  'request.not-acceptable': {
    kind: 'not-acceptable',
    issue: 'not-supported',
    description: 'A format other than JSON and XML was asked for.',
  },
  'request.malformed': {
    kind: 'incorrect',
    issue: 'structure',
    description: 'The request can not be read: its address, its id, its body, or a body that it should not have.',
  },
  'request.media-type-unsupported': {
    kind: 'media-type',
    issue: 'not-supported',
    description: 'The body of a search by POST is no form.',
  },
  'request.too-long': {
    kind: 'too-long',
    issue: 'too-long',
    description: 'The address is longer than this server reads.',
  },
  'request.too-large': {
    kind: 'too-large',
    issue: 'too-long',
    description: 'The body of a search by POST is longer than this server reads.',
  },
  'source.unavailable': {
    kind: 'unavailable',
    issue: 'transient',
    description: 'A source can not be reached, or refuses this account.',
  },
  'source.changed': {
    kind: 'unavailable',
    issue: 'transient',
    description: 'A table or a column that the mappings read is no longer in its source.',
  },
  'source.timed-out': {
    kind: 'unavailable',
    issue: 'timeout',
    description: 'A source, or the request as a whole, took longer than it may.',
  },
  'source.overloaded': {
    kind: 'busy',
    issue: 'throttled',
    description: 'A source has as much to do as it may have.',
  },
  'source.cancelled': {
    kind: 'unavailable',
    issue: 'timeout',
    description: 'The client went away before the answer.',
  },
  'source.fault': {
    kind: 'fault',
    issue: 'exception',
    description: 'A source failed in a way that the client can not put right.',
  },
  'internal.fault': {
    kind: 'fault',
    issue: 'exception',
    description: 'The facade itself failed: a mistake in this program.',
  },
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof errorTable

export interface ErrorDetails {
  /** Safe to show: what was asked and what to do. Never a value of a row, never SQL. */
  readonly text: string
  /** The part of the request that is meant, such as `birthdate:exact`. */
  readonly expression?: string
  /** For the redacting log only. */
  readonly cause?: unknown
  readonly place?: SourcePlace
}

/** Where in a source something failed. Names alone, so that the log may have them. */
export interface SourcePlace {
  readonly source: string
  /** The table that was asked, by the name that mappings use. */
  readonly table: string
  /** What the source says is not there: a table or a column, by its own name. */
  readonly missing?: string
}

export class FacadeError extends Error {
  readonly code: ErrorCode
  readonly expression: string | undefined
  /** For the log only. */
  readonly place: SourcePlace | undefined

  constructor(code: ErrorCode, details: ErrorDetails) {
    super(details.text, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'FacadeError'
    this.code = code
    this.expression = details.expression
    this.place = details.place
  }

  get kind(): ErrorKind {
    return errorTable[this.code].kind
  }

  get issue(): string {
    return errorTable[this.code].issue
  }
}

/** A fault found in user input that can have many: a query string. One becomes one OperationOutcome issue. */
export interface Fault {
  readonly code: ErrorCode
  readonly text: string
  readonly expression?: string
}
