/** The same answers by hand: what somebody writes who knows these tables, needs these routes and nothing else. */
import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import fastify, { type FastifyReply } from 'fastify'
import type { RecordedStatements } from '../record-statements.js'
import { toBundle } from './bundle.js'
import { byId, byNhsNumber, prepareReadPatient } from './read-patients.js'
import { prepareSearchObservations } from './search-observations.js'

interface Query {
  readonly identifier?: string
  readonly patient?: string
  readonly _sort?: string
  readonly _count?: string
}

const nhsNumberSystem = 'https://fhir.nhs.uk/Id/nhs-number|'

export async function serve(): Promise<void> {
  const database = new Database(process.env.BENCH_DATABASE ?? '', { readonly: true, fileMustExist: true })
  const { patient, statements } = readRecorded()
  const readPatient = prepareReadPatient(database, statements.read ?? [], byId(patient.read))
  const findPatient = prepareReadPatient(database, statements.nhs ?? [], byNhsNumber)
  const searchObservations = prepareSearchObservations(database, statements.search500 ?? [], patient.search500)

  const server = fastify()
  server.get<{ Params: { id: string } }>('/STU3/Patient/:id', (request, reply) => {
    const { id } = request.params
    const resource = /^[1-9]\d{0,14}$/.test(id) ? readPatient(id) : undefined
    if (resource === undefined) return refuse(reply, 404, 'There is no such Patient.')
    return send(reply.header('last-modified', new Date(resource.meta.lastUpdated ?? 0).toUTCString()), resource)
  })
  server.get<{ Querystring: Query }>('/STU3/Patient', (request, reply) => {
    const { identifier } = request.query
    if (!identifier?.startsWith(nhsNumberSystem)) return refuse(reply, 400, 'Search by NHS number.')
    const number = identifier.slice(nhsNumberSystem.length)
    const found = /^\d{10}$/.test(number) ? findPatient(number) : undefined
    const links = { typeUrl: `http://${request.headers.host}/STU3/Patient`, self: `identifier=${identifier}` }
    return send(reply, found === undefined ? toBundle([], 0, links) : toBundle([found], 1, links))
  })
  server.get<{ Querystring: Query }>('/STU3/Observation', (request, reply) => {
    const { patient: id = '', _sort, _count = '10' } = request.query
    const count = Math.min(Number(_count), 500)
    if (!/^[1-9]\d{0,14}$/.test(id) || _sort !== '-date' || !(count > 0))
      return refuse(reply, 400, 'Search by patient, in the order of -date.')
    const { resources, total, hasMore } = searchObservations(Number(id), count)
    const self = `patient=${id}&_sort=-date&_count=${count}`
    const last = resources.at(-1)?.id ?? ''
    const links = { typeUrl: `http://${request.headers.host}/STU3/Observation`, self }
    return send(reply, toBundle(resources, total, hasMore ? { ...links, next: `${self}&after=${last}` } : links))
  })
  const address = await server.listen({ host: '127.0.0.1', port: 0 })
  console.error(`${address}/STU3`)
  process.once('SIGTERM', () => void server.close().then(() => process.exit(0)))
}

const send = (reply: FastifyReply, resource: object): FastifyReply =>
  reply.header('content-type', 'application/fhir+json; charset=utf-8').send(JSON.stringify(resource))

const refuse = (reply: FastifyReply, status: number, text: string): FastifyReply =>
  send(reply.code(status), {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: 'invalid', details: { text } }],
  })

export interface Handover {
  /** The patients of the recorded requests. */
  readonly patient: { readonly read: number; readonly search500: number }
  readonly statements: RecordedStatements
}

const readRecorded = (): Handover => JSON.parse(readFileSync(process.env.BENCH_STATEMENTS ?? '', 'utf8')) as Handover
