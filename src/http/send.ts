/** The one way out: every response that Fastify writes goes through here. */
import type { FastifyReply } from 'fastify'
import type { Resource } from '../fhir/resource.js'
import { toJson } from '../serialize/json.js'
import { toPrettyJson } from '../serialize/pretty.js'
import type { Call } from './plugins/request-context.js'

/** The text goes out as it is: Node writes it together with the headers, and a copy into a Buffer costs more than it saves. */
export const sendResource = (reply: FastifyReply, call: Call, resource: Resource, hasExactDecimals: boolean): FastifyReply =>
  send(reply, call, call.pretty ? toPrettyJson(resource) : toJson(resource, hasExactDecimals))

/** What is written once and sent often. */
export const sendBytes = (reply: FastifyReply, call: Call, bytes: Uint8Array): FastifyReply => send(reply, call, bytes)

function send(reply: FastifyReply, call: Call, body: string | Uint8Array): FastifyReply {
  if (call.rules.isClosing()) reply.header('connection', 'close')
  return reply.header('content-type', call.contentType).send(body)
}
