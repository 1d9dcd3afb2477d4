/** The HTTP edge: an engine in, a Fastify server out. The way of a request is in docs/lifecycle.md. */
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Engine } from '../engine/engine.js'
import type { Resource } from '../fhir/resource.js'
import { FacadeError } from '../kernel/errors.js'
import { basePath, baseUrlReader } from './base-url.js'
import type { HttpContext } from './http-context.js'
import { longestUrl, refusalOf } from './plugins/admission.js'
import { answerClientError } from './plugins/client-error.js'
import { describeFailure } from './plugins/outcome.js'
import { beginCall, requestIds } from './plugins/request-context.js'
import { logCall } from './plugins/request-log.js'
import { securityHeadersFor } from './plugins/security-headers.js'
import { addHealthRoutes } from './routes/health.js'
import { addMetadataRoute } from './routes/metadata.js'
import { addReadRoute } from './routes/read.js'
import { addSearchRoute } from './routes/search.js'
import { sendResource } from './send.js'

export interface ServerOptions {
  /** As clients see us. Absent: taken from each request's Host. */
  readonly baseUrl?: string
  /** Where we listen, for a request without a usable Host: `http://127.0.0.1:3000`. */
  readonly origin: string
  readonly timeoutMs: number
  readonly maxUrlLength: number
  readonly log: Logger
  /** What this server can do, as clients of that address are told. */
  readonly capabilityStatement: (baseUrl: string) => Resource
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
  server.addHook('onRequest', (request, reply, done) => {
    beginCall(request, reply, context)
    done(refusalOf(request.raw, options.maxUrlLength))
  })
  server.setErrorHandler((error, request, reply) => sendFailure(error, request, reply, context))
  server.setNotFoundHandler((request, reply) => sendFailure(noSuchRoute(), request, reply, context))
  addMetadataRoute(server, context)
  addSearchRoute(server, context)
  addReadRoute(server, context)
  addHealthRoutes(server, context)
  return server
}

function createFastify(options: ServerOptions, context: HttpContext): FastifyInstance {
  const nextId = requestIds(options.requestIdPrefix)
  const nothing = Object.freeze({})
  return Fastify({
    logger: false,
    genReqId: request => nextId(request.headers['x-request-id']),
    frameworkErrors: (error, request, reply) => sendFailure(error, request, reply, context),
    clientErrorHandler: answerClientError,
    // While closing, what comes on an open connection is still answered, and the connection is then closed.
    return503OnClosing: false,
    requestTimeout: 30_000,
    http: { maxHeaderSize: 16_384 + longestUrl(options.maxUrlLength) },
    routerOptions: { querystringParser: () => nothing, maxParamLength: 256, ignoreTrailingSlash: true },
  })
}

function sendFailure(error: unknown, request: FastifyRequest, reply: FastifyReply, context: HttpContext): FastifyReply {
  const call = beginCall(request, reply, context)
  call.error = error
  const { status, headers, outcome } = describeFailure(error, call.id)
  return sendResource(reply.code(status).headers(headers), call, outcome, false)
}

const noSuchRoute = (): FacadeError =>
  new FacadeError('route.unknown', {
    text: `There is nothing at this address. ${basePath}/metadata says what this server has; resources are at ${basePath}/[type] and ${basePath}/[type]/[id].`,
  })
