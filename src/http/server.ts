/** The HTTP edge: an engine in, a Fastify server out. The way of a request is in docs/lifecycle.md. */
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { DataQuality } from '../engine/data-quality.js'
import type { Engine } from '../engine/engine.js'
import type { Resource } from '../fhir/resource.js'
import { methodsOf } from './addresses.js'
import { basePath, baseUrlReader } from './base-url.js'
import type { HttpContext } from './http-context.js'
import { negotiateFor } from './open-call.js'
import { longestUrl, noSuchRoute, refusalOf } from './plugins/admission.js'
import { answerClientError } from './plugins/client-error.js'
import { allowOrigins } from './plugins/cross-origin.js'
import { describeFailure } from './plugins/outcome.js'
import { beginCall, type Call, requestIds } from './plugins/request-context.js'
import { logCall } from './plugins/request-log.js'
import { readSearchBodies } from './plugins/search-body.js'
import { securityHeadersFor } from './plugins/security-headers.js'
import { queryOf } from './raw-query.js'
import { addAdminRoutes } from './routes/admin.js'
import { addCompartmentRoute } from './routes/compartment.js'
import { addHealthRoutes } from './routes/health.js'
import { addMetadataRoute } from './routes/metadata.js'
import { addReadRoute } from './routes/read.js'
import { addSearchRoutes } from './routes/search.js'
import { sendResource } from './send.js'

export interface ServerOptions {
  /** As clients see us. Absent: taken from each request's Host. */
  readonly baseUrl?: string
  /** Where we listen, for a request without a usable Host: `http://127.0.0.1:3000`. */
  readonly origin: string
  readonly timeoutMs: number
  readonly maxUrlLength: number
  /** Whose pages may read what is served; `*` for those of any origin. */
  readonly corsOrigins: readonly string[]
  readonly log: Logger
  /** What this server can do, as clients of that address are told. */
  readonly capabilityStatement: (baseUrl: string) => Resource
  /** What is left out of the answers; without it there is no `/admin`. */
  readonly quality?: DataQuality
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Makes the ids of requests unique across servers and restarts. */
  readonly requestIdPrefix: string
}

/** Not yet listening. `close()` of it finishes what is under way and leaves the engine open. */
export function createServer(engine: Engine, options: ServerOptions): FastifyInstance {
  let isClosing = false
  const context: HttpContext = {
    engine,
    timeoutMs: options.timeoutMs,
    baseUrlOf: baseUrlReader(options.baseUrl, `${options.origin}${basePath}`),
    capabilityStatement: options.capabilityStatement,
    now: options.now,
    headers: securityHeadersFor(options.baseUrl),
    isClosing: () => isClosing,
    onEnd: (call, request, reply) => logCall(options.log, call, request, reply),
  }
  const server = createFastify(options, context)
  server.decorateRequest('call', null)
  server.addHook('preClose', done => {
    isClosing = true
    done()
  })
  readSearchBodies(server, longestUrl(options.maxUrlLength))
  allowOrigins(server, options.corsOrigins)
  server.addHook('onRequest', (request, reply, done) => {
    beginCall(request, reply, context)
    done()
  })
  // After the hook of @fastify/cors, so that a page of an allowed origin can read its refusals.
  server.addHook('preParsing', (request, reply, _, done) => {
    const refusal = refusalOf(request.raw, options.maxUrlLength)
    if (refusal === undefined && request.method === 'OPTIONS') sendMethods(request, reply)
    else done(refusal)
  })
  server.setErrorHandler((error, request, reply) => sendFailure(error, request, reply, context))
  server.setNotFoundHandler((request, reply) => sendFailure(noSuchRoute(), request, reply, context))
  addMetadataRoute(server, context)
  addSearchRoutes(server, context)
  addReadRoute(server, context)
  addCompartmentRoute(server, context)
  addHealthRoutes(server, context)
  if (options.quality) addAdminRoutes(server, options.quality, context)
  return server
}

function createFastify(options: ServerOptions, context: HttpContext): FastifyInstance {
  const nextId = requestIds(options.requestIdPrefix)
  const nothing = Object.freeze({})
  const server = Fastify({
    logger: false,
    genReqId: request => nextId(request.headers['x-request-id']),
    frameworkErrors: (error, request, reply) => sendFailure(error, request, reply, context),
    clientErrorHandler: answerClientError,
    // While closing, what comes on an open connection is still answered, and the connection is then closed.
    return503OnClosing: false,
    requestTimeout: 30_000,
    // Node would answer without an OperationOutcome; refusalOf does it.
    http: { requireHostHeader: false, maxHeaderSize: 16_384 + longestUrl(options.maxUrlLength) },
    routerOptions: { querystringParser: () => nothing, maxParamLength: 256, ignoreTrailingSlash: true },
  })
  server.server.on('checkExpectation', (request, response) => server.server.emit('request', request, response))
  return server
}

function sendFailure(error: unknown, request: FastifyRequest, reply: FastifyReply, context: HttpContext): FastifyReply {
  const call = beginCall(request, reply, context)
  call.error = error
  if (!call.isNegotiated) negotiateLeniently(call, request)
  const { status, headers, outcome } = describeFailure(error, call.id)
  if (status === 405) reply.header('allow', (methodsOf(request.raw.url ?? '') ?? []).join(', '))
  return sendResource(reply.code(status).headers(headers), call, outcome, false)
}

/** For a request that is refused already: a wish that cannot be granted is not told as well. */
function negotiateLeniently(call: Call, request: FastifyRequest): void {
  try {
    negotiateFor(call, request.headers.accept, queryOf(request))
  } catch {
    // The default format is kept.
  }
}

const sendMethods = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  reply
    .header('allow', (methodsOf(request.raw.url ?? '') ?? []).join(', '))
    .code(204)
    .send()
