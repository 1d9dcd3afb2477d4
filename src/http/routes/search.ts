/** `GET [base]/[type]?...` and `POST [base]/[type]/_search`. https://hl7.org/fhir/STU3/http.html#search */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { buildBundle } from '../../engine/build-bundle.js'
import { basePath } from '../base-url.js'
import type { HttpContext } from '../http-context.js'
import { openCall } from '../open-call.js'
import { handlingOf } from '../plugins/preference.js'
import { engineOptions } from '../plugins/request-context.js'
import { unsupported } from '../plugins/search-body.js'
import { queryOf } from '../raw-query.js'
import { sendResource } from '../send.js'

const route = `${basePath}/:type`
const postRoute = `${route}/_search`

interface Search {
  readonly route: string
  readonly type: string
  readonly query: string
}

type TypeRequest = FastifyRequest<{ Params: { type: string } }>

export function addSearchRoutes(server: FastifyInstance, context: HttpContext): void {
  server.get(route, (request: TypeRequest, reply) =>
    answerSearch({ route, type: request.params.type, query: queryOf(request) }, request, reply, context),
  )
  server.post(postRoute, (request: TypeRequest, reply) =>
    answerSearch({ route: postRoute, type: request.params.type, query: queryOfPost(request) }, request, reply, context),
  )
}

async function answerSearch(
  { route, type, query }: Search,
  request: TypeRequest,
  reply: FastifyReply,
  context: HttpContext,
): Promise<FastifyReply> {
  const { engine, timeoutMs, now, baseUrlOf } = context
  const call = openCall(request, reply, { route, type, query }, context)
  const handling = handlingOf(request.headers.prefer)
  if (handling !== undefined) reply.header('preference-applied', `handling=${handling}`)
  const page = await engine.search(type, query, engineOptions(call, timeoutMs, now(), handling))
  call.results = page.resources.length
  return sendResource(reply, call, buildBundle(page, baseUrlOf(request.headers.host), call.asked), page.hasExactDecimals)
}

/** Parameters may stand in the URL and in the body; all of them hold. */
function queryOfPost(request: FastifyRequest): string {
  const { body } = request
  if (body !== undefined && typeof body !== 'string') throw unsupported()
  return [queryOf(request), body ?? ''].filter(part => part !== '').join('&')
}
