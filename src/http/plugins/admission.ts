/** What is turned away before any work is done for it: other methods, bodies, addresses past the limit. */
import type { IncomingMessage } from 'node:http'
import { FacadeError } from '../../kernel/errors.js'

/** A page link holds a whole search, sealed, so it may be longer than the search was. */
export const longestUrl = (maxUrlLength: number): number => maxUrlLength * 4

export function refusalOf(request: IncomingMessage, maxUrlLength: number): FacadeError | undefined {
  const { method, headers, url = '' } = request
  if (method !== 'GET' && method !== 'HEAD') {
    return new FacadeError('request.method-not-allowed', {
      text: 'This server is read-only: it answers GET and HEAD. Searches go by GET.',
    })
  }
  if (headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0') {
    return new FacadeError('request.malformed', {
      text: 'A request to this server has no body: everything is said in its address.',
    })
  }
  if (url.length > maxUrlLength && (url.length > longestUrl(maxUrlLength) || !url.includes('_page='))) {
    return new FacadeError('request.malformed', {
      text: `The address is longer than the ${maxUrlLength} characters that this server reads.`,
    })
  }
  return undefined
}
