/** `GET [base]/metadata`: what is mapped, said once for each address by which we are reached. https://hl7.org/fhir/STU3/http.html#capabilities */
import type { FastifyInstance } from 'fastify'
import { toJson } from '../../serialize/json.js'
import { basePath } from '../base-url.js'
import type { HttpContext } from '../http-context.js'
import { openCall } from '../open-call.js'
import { queryOf } from '../raw-query.js'
import { sendBytes, sendResource } from '../send.js'

const route = `${basePath}/metadata`
const rememberedStatements = 16

export function addMetadataRoute(server: FastifyInstance, context: HttpContext): void {
  const { baseUrlOf, capabilityStatement } = context
  const written = new Map<string, Buffer>()
  let { offers } = context.engine

  function statementFor(baseUrl: string): Buffer {
    // Mappings that were exchanged while we serve offer something else.
    if (context.engine.offers !== offers) written.clear()
    offers = context.engine.offers
    const known = written.get(baseUrl)
    if (known !== undefined) return known
    const bytes = Buffer.from(toJson(capabilityStatement(baseUrl), false))
    if (written.size >= rememberedStatements) written.clear()
    written.set(baseUrl, bytes)
    return bytes
  }

  // Said at the start, so that what cannot be said is found then.
  statementFor(baseUrlOf(undefined))
  server.get(route, (request, reply) => {
    const call = openCall(request, reply, { route, query: queryOf(request) }, context)
    const baseUrl = baseUrlOf(request.headers.host)
    if (call.pretty) return sendResource(reply, call, capabilityStatement(baseUrl), false)
    return sendBytes(reply, call, statementFor(baseUrl))
  })
}
