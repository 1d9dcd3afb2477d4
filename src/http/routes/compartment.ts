/** `GET [base]/[type]/[id]/[type]?...`: a search of what refers to one resource. https://hl7.org/fhir/STU3/http.html#search */
import type { FastifyInstance } from 'fastify'
import { buildBundle } from '../../engine/build-bundle.js'
import { isResourceId } from '../../fhir/resource-id.js'
import { basePath } from '../base-url.js'
import type { HttpContext } from '../http-context.js'
import { openCall } from '../open-call.js'
import { noSuchRoute } from '../plugins/admission.js'
import { handlingOf } from '../plugins/preference.js'
import { engineOptions } from '../plugins/request-context.js'
import { queryOf } from '../raw-query.js'
import { sendResource } from '../send.js'
import { malformedId } from './read.js'

const route = `${basePath}/:owner/:id/:type`

export function addCompartmentRoute(server: FastifyInstance, context: HttpContext): void {
  const { engine, timeoutMs, now, baseUrlOf } = context
  server.get<{ Params: { owner: string; id: string; type: string } }>(route, async (request, reply) => {
    const { owner, id, type } = request.params
    const query = queryOf(request)
    const call = openCall(request, reply, { route, type, query }, context)
    // `_history` and `$everything` are other interactions.
    if (!/^[A-Z]/.test(type)) throw noSuchRoute()
    if (!isResourceId(id)) throw malformedId()
    const handling = handlingOf(request.headers.prefer)
    if (handling !== undefined) reply.header('preference-applied', `handling=${handling}`)
    const options = engineOptions(call, timeoutMs, now(), handling)
    const page = await engine.search(type, query, { ...options, within: { type: owner, id } })
    call.results = page.resources.length
    return sendResource(reply, call, buildBundle(page, baseUrlOf(request.headers.host), call.asked), page.hasExactDecimals)
  })
}
