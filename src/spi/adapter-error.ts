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
  /** Of a schema-mismatch: the name of the table or column that is not there. */
  readonly missing: string | undefined

  /** `cause` is for the redacting log: it may hold what the driver said. */
  constructor(code: AdapterErrorCode, message: string, cause?: unknown, missing?: string) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'AdapterError'
    this.code = code
    this.missing = missing
  }
}
