/** The one way out: every response that Fastify writes goes through here. */
import type { FastifyReply } from 'fastify'
import type { Resource } from '../fhir/resource.js'
import { toJson } from '../serialize/json.js'
import { toPrettyJson } from '../serialize/pretty.js'
import type { Call } from './plugins/request-context.js'

/** The text goes out as it is: Node writes it together with the headers, and a copy into a Buffer costs more than it saves. */
export function sendResource(reply: FastifyReply, call: Call, resource: Resource, hasExactDecimals: boolean): FastifyReply {
  const text = call.pretty ? toPrettyJson(resource) : toJson(resource, hasExactDecimals)
  return reply.header('content-type', call.contentType).send(text)
}

/** What is written once and sent often. */
export function sendBytes(reply: FastifyReply, call: Call, bytes: Uint8Array): FastifyReply {
  return reply.header('content-type', call.contentType).send(bytes)
}
