/** The one error that an adapter throws. Its message names what failed, never a value, SQL or a row. */

export type AdapterErrorCode =
  | 'unavailable'
  | 'timed-out'
  | 'cancelled'
  | 'overloaded'
  | 'denied'
  | 'unsupported'
  | 'schema-mismatch'
  | 'fault'

export class AdapterError extends Error {
  readonly code: AdapterErrorCode

  /** `cause` is for the redacting log: it may hold what the driver said. */
  constructor(code: AdapterErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'AdapterError'
    this.code = code
  }
}
