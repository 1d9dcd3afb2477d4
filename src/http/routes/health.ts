/** `/health/live`: the process answers. `/health/ready`: it can reach its sources, so that a balancer may send requests. */
import type { FastifyInstance } from 'fastify'
import type { Engine, SourceHealth } from '../../engine/engine.js'
import type { HttpContext } from '../http-context.js'
import { openCall } from '../open-call.js'
import type { Media } from '../plugins/media-types.js'
import { sendBody } from '../send.js'

const livePath = '/health/live'
const readyPath = '/health/ready'
const media: Media = { format: 'json', contentType: 'application/json;charset=utf-8' }

/** Balancers ask often, and each asks; the sources are asked once a second. */
const freshForMs = 1000
const patienceMs = 5000

export function addHealthRoutes(server: FastifyInstance, context: HttpContext): void {
  const alive = Buffer.from('{"status":"up"}')
  server.get(livePath, (request, reply) => {
    const call = openCall(request, reply, { route: livePath }, context)
    call.media = media
    return sendBody(reply, call, alive)
  })

  const ask = healthReader(context.engine, context.now)
  server.get(readyPath, async (request, reply) => {
    const call = openCall(request, reply, { route: readyPath }, context)
    call.media = media
    const sources = await ask()
    const isReady = sources?.every(({ status }) => status !== 'down')
    const body = { status: isReady ? 'up' : 'down', sources: (sources ?? []).map(describeSource) }
    return sendBody(reply.code(isReady ? 200 : 503), call, Buffer.from(JSON.stringify(body)))
  })
}

const describeSource = ({ source, status, readOnly }: SourceHealth): object => ({ name: source, status, readOnly })

/** Undefined when not even the question succeeded. All who ask meanwhile share one question. */
function healthReader(engine: Engine, now: () => number): () => Promise<readonly SourceHealth[] | undefined> {
  let asked: { readonly at: number; readonly answer: Promise<readonly SourceHealth[] | undefined> } | undefined
  return () => {
    const at = now()
    if (asked === undefined || at - asked.at >= freshForMs || at < asked.at) {
      const options = { signal: AbortSignal.timeout(patienceMs), timeoutMs: patienceMs, traceId: 'health', now: at }
      asked = { at, answer: engine.health(options).catch(() => undefined) }
    }
    return asked.answer
  }
}
