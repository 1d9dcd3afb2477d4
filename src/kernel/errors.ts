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
  | 'too-costly'
  | 'unavailable'
  | 'busy'
  | 'fault'

interface ErrorRow {
  readonly kind: ErrorKind
  readonly issue: string
}

export const errorTable = {
  'search.parameter-unknown': { kind: 'incorrect', issue: 'not-supported' },
  'search.parameter-unsupported': { kind: 'unsupported', issue: 'not-supported' },
  'search.modifier-unsupported': { kind: 'unsupported', issue: 'not-supported' },
  'search.parameter-required': { kind: 'incorrect', issue: 'required' },
  'search.value-invalid': { kind: 'incorrect', issue: 'value' },
  'search.sort-unsupported': { kind: 'unsupported', issue: 'not-supported' },
  'search.chain-unsupported': { kind: 'unsupported', issue: 'not-supported' },
  'search.query-malformed': { kind: 'incorrect', issue: 'structure' },
  'search.too-costly': { kind: 'too-costly', issue: 'too-costly' },
  'page.token-invalid': { kind: 'incorrect', issue: 'value' },
  'page.token-expired': { kind: 'gone', issue: 'expired' },
  'read.no-such-resource': { kind: 'not-found', issue: 'not-found' },
  // STU3 has no `deleted` yet.
  'read.deleted': { kind: 'gone', issue: 'not-found' },
  'read.not-valid': { kind: 'not-found', issue: 'not-found' },
  'type.not-served': { kind: 'not-found', issue: 'not-supported' },
  'route.unknown': { kind: 'not-found', issue: 'not-found' },
  'request.method-not-allowed': { kind: 'not-allowed', issue: 'not-supported' },
  'request.not-acceptable': { kind: 'not-acceptable', issue: 'not-supported' },
  'request.malformed': { kind: 'incorrect', issue: 'structure' },
  'source.unavailable': { kind: 'unavailable', issue: 'transient' },
  'source.timed-out': { kind: 'unavailable', issue: 'timeout' },
  'source.overloaded': { kind: 'busy', issue: 'throttled' },
  'source.cancelled': { kind: 'unavailable', issue: 'timeout' },
  'source.fault': { kind: 'fault', issue: 'exception' },
  'internal.fault': { kind: 'fault', issue: 'exception' },
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof errorTable

export interface ErrorDetails {
  /** Safe to show: what was asked and what to do. Never a value of a row, never SQL. */
  readonly text: string
  /** The part of the request that is meant, such as `birthdate:exact`. */
  readonly expression?: string
  /** For the redacting log only. */
  readonly cause?: unknown
}

export class FacadeError extends Error {
  readonly code: ErrorCode
  readonly expression: string | undefined

  constructor(code: ErrorCode, details: ErrorDetails) {
    super(details.text, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'FacadeError'
    this.code = code
    this.expression = details.expression
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
