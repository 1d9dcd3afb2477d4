/** What Node itself refuses before there is a request: headers past reading, too large or too slow. */
import type { Socket } from 'node:net'
import { toJson } from '../../serialize/json.js'
import { defaultMedia } from './media-types.js'
import { securityHeaders } from './security-headers.js'

const refusals: Readonly<Record<string, { readonly status: string; readonly text: string }>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    text: 'The address and the headers of this request are together longer than this server reads.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: { status: '408 Request Timeout', text: 'The request did not arrive in time.' },
}
const malformed = { status: '400 Bad Request', text: 'This is no HTTP request that this server can read.' }

export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) {
    socket.destroy()
    return
  }
  const { status, text } = refusals[error.code ?? ''] ?? malformed
  const issue = [{ severity: 'error', code: 'structure', details: { text }, diagnostics: 'request.malformed' }]
  const body = toJson({ resourceType: 'OperationOutcome', issue }, false)
  const headers = {
    ...securityHeaders,
    'content-type': defaultMedia.contentType,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  // The rest of what the client is still sending would turn into a reset that eats the answer.
  socket.resume()
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`)
}

/** A response that is half written takes no other into its middle. Node keeps it here, and asks the same before its own answer. */
function isAnswering(socket: Socket): boolean {
  const { _httpMessage: response } = socket as Socket & { readonly _httpMessage?: { readonly headersSent: boolean } | null }
  return response?.headersSent === true
}
