/** `GET [base]/[type]/[id]`. https://hl7.org/fhir/STU3/http.html#read */
import type { FastifyInstance } from 'fastify'
import { isResourceId } from '../../fhir/resource-id.js'
import { FacadeError } from '../../kernel/errors.js'
import { basePath } from '../base-url.js'
import type { HttpContext } from '../http-context.js'
import { openCall } from '../open-call.js'
import { noSuchRoute } from '../plugins/admission.js'
import { engineOptions } from '../plugins/request-context.js'
import { queryOf } from '../raw-query.js'
import { sendVersioned } from '../send.js'

const route = `${basePath}/:type/:id`

export function addReadRoute(server: FastifyInstance, context: HttpContext): void {
  const { engine, timeoutMs, now } = context
  server.get<{ Params: { type: string; id: string } }>(route, async (request, reply) => {
    const { type, id } = request.params
    const query = queryOf(request)
    const call = openCall(request, reply, { route, type, query }, context)
    if (engine.offers.has(type)) {
      if (!isResourceId(id)) throw isInteraction(id) ? noSuchRoute() : malformedId()
      refuseParameters(query)
    }
    const { resource, hasExactDecimals } = await engine.read(type, id, engineOptions(call, timeoutMs, now()))
    call.results = 1
    return sendVersioned(reply, call, resource, hasExactDecimals)
  })
}

/** `_history` or `$everything`: meant as another interaction of STU3, none of which is here, and not as an id. */
const isInteraction = (id: string): boolean => /^[_$]/.test(id)

export const malformedId = (): FacadeError =>
  new FacadeError('request.malformed', { text: 'A logical id is 1 to 64 letters, digits, hyphens and dots.' })

/** What would narrow a resource, such as `_elements`, is not silently left undone. */
function refuseParameters(query: string): void {
  if (query === '') return
  for (const pair of query.split('&')) {
    const name = pair.split('=', 1)[0] ?? ''
    if (name === '' || name === '_format' || name === '_pretty') continue
    const expression = /^[A-Za-z_][A-Za-z0-9_:.-]{0,63}$/.test(name) ? { expression: name } : {}
    throw new FacadeError('search.parameter-unknown', { text: 'A read takes only _format and _pretty.', ...expression })
  }
}
