/** `GET [base]/[type]?...`. https://hl7.org/fhir/STU3/http.html#search */
import type { FastifyInstance } from 'fastify'
import { buildBundle } from '../../engine/build-bundle.js'
import { basePath } from '../base-url.js'
import type { HttpContext } from '../http-context.js'
import { openCall } from '../open-call.js'
import { engineOptions } from '../plugins/request-context.js'
import { queryOf } from '../raw-query.js'
import { sendResource } from '../send.js'

const route = `${basePath}/:type`

export function addSearchRoute(server: FastifyInstance, context: HttpContext): void {
  const { engine, timeoutMs, now, baseUrlOf } = context
  server.get<{ Params: { type: string } }>(route, async (request, reply) => {
    const { type } = request.params
    const query = queryOf(request)
    const call = openCall(request, reply, { route, type, query }, context)
    const page = await engine.search(type, query, engineOptions(call, timeoutMs, now()))
    call.results = page.resources.length
    return sendResource(reply, call, buildBundle(page, baseUrlOf(request.headers.host)), page.hasExactDecimals)
  })
}
