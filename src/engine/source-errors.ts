/** What an adapter throws, in the facade's words. Nothing of the driver's message is shown. */
import { type ErrorCode, FacadeError } from '../kernel/errors.js'
import { AdapterError, type AdapterErrorCode } from '../spi/index.js'

const codes: Readonly<Record<AdapterErrorCode, ErrorCode>> = {
  unavailable: 'source.unavailable',
  'timed-out': 'source.timed-out',
  cancelled: 'source.cancelled',
  overloaded: 'source.overloaded',
  denied: 'source.unavailable',
  unsupported: 'source.fault',
  // Every table was there when the mappings were checked.
  'schema-mismatch': 'source.changed',
  fault: 'source.fault',
}

const texts: Readonly<Partial<Record<ErrorCode, string>>> = {
  'source.unavailable': 'can not be reached. Try again later.',
  'source.changed': 'can not answer: a table or a column that the mappings read is not there. Try again later.',
  'source.timed-out': 'did not answer in time. Narrow the search, or try again later.',
  'source.cancelled': 'was not asked to the end: the request was cancelled.',
  'source.overloaded': 'is busy. Try again later.',
  'source.fault': 'could not answer this. The fault is in the log.',
}

/** `table`: the entity that was asked. */
export function sourceError(error: unknown, source: string, table: string): unknown {
  if (!(error instanceof AdapterError)) return error
  const code = codes[error.code]
  const { missing } = error
  return new FacadeError(code, {
    text: `The source ${source} ${texts[code] ?? 'failed.'}`,
    cause: error,
    place: { source, table, ...(missing !== undefined && { missing }) },
  })
}
