/**
 * `GET /admin/data-quality`: what was left out of the answers since the start. For whoever stands at the machine: only a request that
 * comes from it, for it, through no proxy and from no web page is answered. To any other there is nothing at this address (DESIGN,
 * ruling 13).
 */
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { CountedLoss, DataQuality } from '../../engine/data-quality.js'
import type { HttpContext } from '../http-context.js'
import { openCall } from '../open-call.js'
import type { Media } from '../plugins/media-types.js'
import { sendBody } from '../send.js'

const route = '/admin/data-quality'
const media: Media = { format: 'json', contentType: 'application/json;charset=utf-8' }

/** Rows are named by hashes: `careconnect quality` shows which they are. */
export function addAdminRoutes(server: FastifyInstance, quality: DataQuality, context: HttpContext): void {
  server.get(route, (request, reply) => {
    if (!isFromThisMachine(request.raw)) {
      reply.callNotFound()
      return reply
    }
    const call = openCall(request, reply, { route }, context)
    call.media = media
    const { since, losses, isCut } = quality.report()
    const body = { since: timeOf(since), losses: losses.map(describeLoss), isCut }
    return sendBody(reply.header('cache-control', 'no-store'), call, JSON.stringify(body))
  })
}

const describeLoss = ({ map, rule, place, isRow, rows, hasMore, firstSeen, lastSeen, names }: CountedLoss): object => ({
  map,
  rule,
  place,
  lost: isRow ? 'row' : 'value',
  rows,
  hasMore,
  firstSeen: timeOf(firstSeen),
  lastSeen: timeOf(lastSeen),
  names,
})

const timeOf = (ms: number): string => new Date(ms).toISOString()

const local = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i
/** A proxy says by these for whom it asks; a page says by `origin` that it is one. */
const tellsOfOthers = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via', 'origin']

/** What a request says of where it comes from can only close this door, never open it. */
export function isFromThisMachine({
  socket,
  headers,
}: Pick<IncomingMessage, 'headers'> & { readonly socket: { readonly remoteAddress?: string | undefined } }): boolean {
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  const isLocal = address === '::1' || /^127(?:\.\d{1,3}){3}$/.test(address)
  // A name of another machine that leads here is how a page would get around its browser.
  return isLocal && local.test(headers.host ?? '') && tellsOfOthers.every(name => headers[name] === undefined)
}
