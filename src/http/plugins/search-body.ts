/** The body of a search by POST: parameters as in a URL. https://hl7.org/fhir/STU3/http.html#search */
import { isUtf8 } from 'node:buffer'
import type { FastifyInstance } from 'fastify'
import { FacadeError } from '../../kernel/errors.js'
import { withoutParameters } from './negotiation.js'

const formType = 'application/x-www-form-urlencoded'

/** The body of a request is then the text of the form, as it was sent. Any other type is refused. */
export function readSearchBodies(server: FastifyInstance, longest: number): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: longest }, (request, body: Buffer, done) => {
    const type = request.headers['content-type'] ?? ''
    if (withoutParameters(type) !== formType || !saysUtf8(type)) done(unsupported())
    else if (!isUtf8(body)) done(new FacadeError('request.malformed', { text: 'The body is not UTF-8.' }))
    else done(null, body.toString('utf8'))
  })
}

function saysUtf8(contentType: string): boolean {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1]
  return charset === undefined || /^utf-?8$/i.test(charset)
}

export const unsupported = (): FacadeError =>
  new FacadeError('request.media-type-unsupported', { text: `A search by POST has its parameters as ${formType}, in UTF-8.` })
