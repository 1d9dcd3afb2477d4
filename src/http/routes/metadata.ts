/** `GET [base]/metadata`: what is mapped, said once for each address by which we are reached. https://hl7.org/fhir/STU3/http.html#capabilities */
import type { FastifyInstance } from 'fastify'
import { basePath } from '../base-url.js'
import type { HttpContext } from '../http-context.js'
import { openCall } from '../open-call.js'
import { type Validators, validatorsOf } from '../plugins/conditional.js'
import { defaultMedia } from '../plugins/media-types.js'
import type { Call } from '../plugins/request-context.js'
import { queryOf } from '../raw-query.js'
import { sendUnlessKnown, writeResource } from '../send.js'

const route = `${basePath}/metadata`
const rememberedStatements = 16

interface Statement {
  readonly bytes: Buffer
  readonly validators: Validators
}

export function addMetadataRoute(server: FastifyInstance, context: HttpContext): void {
  const { baseUrlOf, capabilityStatement } = context
  const written = new Map<string, Statement>()
  let { offers } = context.engine

  function statementFor(baseUrl: string, call: Pick<Call, 'media' | 'pretty'>): Statement {
    // Mappings that were exchanged while we serve offer something else.
    if (context.engine.offers !== offers) written.clear()
    offers = context.engine.offers
    const key = `${call.media.format} ${call.pretty} ${baseUrl}`
    const known = written.get(key)
    if (known !== undefined) return known
    const bytes = Buffer.from(writeResource(call, capabilityStatement(baseUrl), false))
    const statement = { bytes, validators: validatorsOf(undefined, bytes) }
    if (written.size >= rememberedStatements) written.clear()
    written.set(key, statement)
    return statement
  }

  // Said at the start, so that what cannot be said is found then.
  statementFor(baseUrlOf(undefined), { media: defaultMedia, pretty: false })
  server.get(route, (request, reply) => {
    const call = openCall(request, reply, { route, query: queryOf(request) }, context)
    const { bytes, validators } = statementFor(baseUrlOf(request.headers.host), call)
    return sendUnlessKnown(reply, call, validators, bytes)
  })
}
