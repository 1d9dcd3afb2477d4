/** The query of a request as it was sent: FHIR parameters repeat and have modifiers, so only the FHIR parser reads them. */
import type { FastifyRequest } from 'fastify'

export function queryOf(request: FastifyRequest): string {
  const url = request.raw.url ?? ''
  const mark = url.indexOf('?')
  return mark < 0 ? '' : url.slice(mark + 1)
}
