/** What the errors of a server's driver mean. Its words may quote values, and are kept in `cause`. */
import { AdapterError, type AdapterErrorCode } from '../../src/spi/index.js'

const messages: Readonly<Record<AdapterErrorCode, string>> = {
  unavailable: 'The database server cannot be reached, or has dropped the connection.',
  'timed-out': 'The database took longer than it may.',
  cancelled: 'The read was cancelled.',
  overloaded: 'The database takes no more questions now.',
  denied: 'The database refuses this user.',
  unsupported: 'The database cannot do this.',
  'schema-mismatch': 'A table or column that the query names does not exist.',
  fault: 'The database could not run the query.',
}

/** Of Node's sockets and its TLS. */
const ofTheNetwork =
  /^(ECONN|EPIPE$|ENOTFOUND$|EAI_|EHOST|ENET|ETIMEDOUT$|ENOENT$|ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_SOCKET)/

/** `codeOf` knows the server's own codes. */
export function toAdapterError(error: unknown, codeOf: (error: Error) => AdapterErrorCode | undefined): AdapterError {
  if (error instanceof AdapterError) return error
  if (!(error instanceof Error)) return new AdapterError('fault', messages.fault, error)
  const code = codeOf(error) ?? (ofTheNetwork.test(codeIn(error)) ? 'unavailable' : 'fault')
  return new AdapterError(code, messages[code], error)
}

/** The code that drivers put on their errors; empty when there is none. */
export const codeIn = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '')
