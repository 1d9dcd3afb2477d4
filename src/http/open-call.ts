/** The beginning of every route: what the log may know of the request, and the media type of the answer. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { HttpContext } from './http-context.js'
import { negotiate } from './plugins/negotiation.js'
import { beginCall, type Call } from './plugins/request-context.js'

export interface Opening {
  readonly route: string
  /** As the client wrote it. */
  readonly type?: string
  /** Absent where there is nothing to negotiate. */
  readonly query?: string
}

export function openCall(request: FastifyRequest, reply: FastifyReply, opening: Opening, context: HttpContext): Call {
  const call = beginCall(request, reply, context)
  const { route, type, query } = opening
  call.route = route
  if (type !== undefined && context.engine.offers.has(type)) call.type = type
  if (query === undefined) return call
  negotiateFor(call, request.headers.accept, query)
  return call
}

/** Throws request.not-acceptable; the refusal then goes out in the default format. */
export function negotiateFor(call: Call, accept: string | undefined, query: string): void {
  call.isNegotiated = true
  const { media, pretty, asked } = negotiate(accept, query)
  call.asked = asked
  call.media = media
  call.pretty = pretty
}
