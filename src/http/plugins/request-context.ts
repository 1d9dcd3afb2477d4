/** What is known of one request while it is answered: its id, its deadline, whether the client is still there. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { RequestOptions } from '../../engine/engine.js'
import { FacadeError } from '../../kernel/errors.js'
import type { Handling } from '../../search/handling.js'
import { defaultMedia, type Media } from './media-types.js'

/** Filled in as the request goes on; the log line is written from it. */
export interface Call {
  readonly id: string
  readonly rules: CallRules
  readonly startedAtMs: number
  /** The pattern, such as `/STU3/:type/:id`; never the path. */
  route?: string
  /** A resource type that is served; never what else the client may have written in its place. */
  type?: string
  results?: number
  error?: unknown
  media: Media
  pretty: boolean
  /** `_format` and `_pretty` as they were asked for in the query. */
  asked: string
  /** Whether the client's wish for a format has been read, or has been refused. */
  isNegotiated: boolean
  /** Why the work is to stop. */
  stopped?: FacadeError
  controller?: AbortController
  deadline?: NodeJS.Timeout
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Undefined on the bare requests that Fastify makes for addresses it cannot read. */
    call: Call | null | undefined
  }
}

export interface CallRules {
  /** Headers that every response carries. */
  readonly headers: Readonly<Record<string, string>>
  /** True once the server is to end: a connection is then not kept for another request. */
  isClosing(): boolean
  /** Called once, when the response is out or can no longer be. */
  readonly onEnd: (call: Call, request: FastifyRequest, reply: FastifyReply) => void
}

/** The call of a request: begun by the first who asks, which is the first hook or, for an address past reading, the error handler. */
export function beginCall(request: FastifyRequest, reply: FastifyReply, rules: CallRules): Call {
  if (request.call) return request.call
  const call: Call = {
    id: request.id,
    rules,
    startedAtMs: performance.now(),
    media: defaultMedia,
    pretty: false,
    asked: '',
    isNegotiated: false,
  }
  request.call = call
  reply.headers(rules.headers).header('x-request-id', call.id)
  reply.raw.on('close', () => {
    clearTimeout(call.deadline)
    if (!reply.raw.writableEnded) stop(call, 'source.cancelled', 'The client went away.')
    rules.onEnd(call, request, reply)
  })
  return call
}

/** Sets the deadline running. The signal is made when it is first asked for: it costs more than the rest of a call. */
export function engineOptions(call: Call, timeoutMs: number, now: number, handling?: Handling): RequestOptions {
  call.deadline = setTimeout(stopAtDeadline, timeoutMs, call)
  return {
    get signal() {
      return signalOf(call)
    },
    timeoutMs,
    traceId: call.id,
    now,
    ...(handling && { handling }),
  }
}

function signalOf(call: Call): AbortSignal {
  if (call.controller === undefined) {
    call.controller = new AbortController()
    if (call.stopped !== undefined) call.controller.abort(call.stopped)
  }
  return call.controller.signal
}

const stopAtDeadline = (call: Call): void =>
  stop(call, 'source.timed-out', 'The request took longer than this server allows. Ask for less, or try again later.')

function stop(call: Call, code: 'source.cancelled' | 'source.timed-out', text: string): void {
  call.stopped = new FacadeError(code, { text })
  call.controller?.abort(call.stopped)
}

/** Ids that a client may give its requests: short, and nothing that could break a line of the log. */
const plainId = /^[A-Za-z0-9._-]{1,64}$/

/** Unique across restarts and servers by `prefix`, within a run by counting. */
export function requestIds(prefix: string): (given: string | readonly string[] | undefined) => string {
  let count = 0
  return given => (typeof given === 'string' && plainId.test(given) ? given : `${prefix}-${(++count).toString(36)}`)
}
