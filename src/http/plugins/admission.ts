/** What is turned away before any work is done for it: no such address, other methods, bodies, addresses past the limit. */
import type { IncomingMessage } from 'node:http'
import { FacadeError } from '../../kernel/errors.js'
import { methodsOf } from '../addresses.js'
import { basePath } from '../base-url.js'

/** A page link holds a whole search, sealed, so it may be longer than the search was. So may the body of a search by POST. */
export const longestUrl = (maxUrlLength: number): number => maxUrlLength * 4

export function refusalOf(request: IncomingMessage, maxUrlLength: number): FacadeError | undefined {
  const { method = '', headers, url = '' } = request
  const unreadable = unreadableHeaders(request)
  if (unreadable !== undefined) return new FacadeError('request.malformed', { text: unreadable })
  if (url.length > maxUrlLength && (url.length > longestUrl(maxUrlLength) || !url.includes('_page='))) {
    return new FacadeError('request.too-long', {
      text: `The address is longer than the ${maxUrlLength} characters that this server reads. A long search can go by POST to [type]/_search.`,
    })
  }
  const methods = methodsOf(url)
  if (methods === undefined) return noSuchRoute()
  if (!methods.includes(method)) return new FacadeError('request.method-not-allowed', { text: notTaken(method, methods) })
  if (method !== 'POST' && (headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0')) {
    return new FacadeError('request.malformed', {
      text: 'Only a search by POST has a body. Else everything is said in the address.',
    })
  }
  return undefined
}

function notTaken(method: string, methods: readonly string[]): string {
  const takes = `This address takes ${methods.join(', ')}`
  return methods.includes('POST') && (method === 'GET' || method === 'HEAD')
    ? `${takes}. A search by ${method} goes to [type], without /_search.`
    : `${takes}: this server is read-only.`
}

/** RFC 9112, 3.2 and RFC 9110, 10.1.1 */
function unreadableHeaders({ headers, httpVersion }: IncomingMessage): string | undefined {
  if (headers.host === undefined && httpVersion === '1.1') return 'A request has a Host header.'
  const { expect } = headers
  return expect === undefined || expect.toLowerCase() === '100-continue' ? undefined : 'No Expect but 100-continue is met here.'
}

export const noSuchRoute = (): FacadeError =>
  new FacadeError('route.unknown', {
    text: `There is nothing at this address. ${basePath}/metadata says what this server has; resources are at ${basePath}/[type] and ${basePath}/[type]/[id], and what refers to one at ${basePath}/[type]/[id]/[type]. There are no older versions and no operations.`,
  })
