/** The one way out: every response that Fastify writes goes through here. */
import type { FastifyReply } from 'fastify'
import type { Resource } from '../fhir/resource.js'
import { toJson } from '../serialize/json.js'
import { toPrettyJson } from '../serialize/pretty.js'
import { toPrettyXml, toXml } from '../serialize/xml.js'
import { compress, leastBytes, takesGzip } from './plugins/compression.js'
import { isKnown, type Validators, validatorsOf } from './plugins/conditional.js'
import type { Call } from './plugins/request-context.js'

/** In the format that was negotiated. */
export function writeResource(call: Pick<Call, 'media' | 'pretty'>, resource: Resource, hasExactDecimals: boolean): string {
  if (call.media.format === 'xml') return call.pretty ? toPrettyXml(resource) : toXml(resource)
  return call.pretty ? toPrettyJson(resource) : toJson(resource, hasExactDecimals)
}

/** The text goes out as it is: Node writes it together with the headers, and a copy into a Buffer costs more than it saves. */
export const sendResource = (reply: FastifyReply, call: Call, resource: Resource, hasExactDecimals: boolean): FastifyReply =>
  sendBody(reply, call, writeResource(call, resource, hasExactDecimals))

/** What a client may know already; then it gets 304 and no body. */
export function sendUnlessKnown(
  reply: FastifyReply,
  call: Call,
  validators: Validators,
  body: string | Uint8Array,
): FastifyReply {
  reply.header('etag', validators.etag)
  if (validators.lastModified !== undefined) reply.header('last-modified', validators.lastModified)
  if (!isKnown(reply.request.headers, validators)) return sendBody(reply, call, body)
  return begin(reply, call).code(304).send()
}

/** A resource that says of itself which version it is, or is told apart by what is sent. */
export function sendVersioned(reply: FastifyReply, call: Call, resource: Resource, hasExactDecimals: boolean): FastifyReply {
  const body = writeResource(call, resource, hasExactDecimals)
  return sendUnlessKnown(reply, call, validatorsOf(resource.meta, body), body)
}

export function sendBody(reply: FastifyReply, call: Call, body: string | Uint8Array): FastifyReply {
  begin(reply, call).header('content-type', call.media.contentType)
  if (body.length < leastBytes || !takesGzip(reply.request.headers['accept-encoding'])) return reply.send(body)
  compress(body).then(
    bytes => reply.header('content-encoding', 'gzip').send(bytes),
    // The body is there all the same.
    () => reply.send(body),
  )
  return reply
}

function begin(reply: FastifyReply, call: Call): FastifyReply {
  if (call.rules.isClosing()) reply.header('connection', 'close')
  // @fastify/cors has put Origin there, where it is in use.
  const vary = reply.getHeader('vary')
  return reply.header('vary', vary === undefined ? varying : `${vary}, ${varying}`)
}

const varying = 'Accept, Accept-Encoding'
