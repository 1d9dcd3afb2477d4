/** `GET [base]/Patient/[id]/[type]` at the edge. */
import { expect, it, test } from 'vitest'
import type { RequestOptions } from '../../src/engine/engine.js'
import { openTestServer } from '../support/http-server.js'
import { samplePage, scriptEngine } from '../support/scripted-engine.js'

it('asks the engine for what refers to the resource, and its links say so', async () => {
  const asked: unknown[] = []
  const search = async (type: string, query: string, { within }: RequestOptions) => {
    asked.push({ type, query, within })
    return { ...samplePage, type, within: 'Patient/p-1', next: 'TOKEN' }
  }
  const { server } = openTestServer(scriptEngine({ search }))
  const response = await server.inject('/STU3/Patient/p-1/Observation?code=1')
  expect(response.statusCode).toBe(200)
  expect(asked).toEqual([{ type: 'Observation', query: 'code=1', within: { type: 'Patient', id: 'p-1' } }])
  const links: readonly { readonly url: string }[] = response.json().link
  expect(links.map(({ url }) => url.slice(url.indexOf('/STU3')))).toEqual([
    '/STU3/Patient/p-1/Observation?family=quick',
    '/STU3/Patient/p-1/Observation?_page=TOKEN',
  ])
})

test.each([
  ['/STU3/Patient/p_1/Observation', 400, 'request.malformed'],
  ['/STU3/Patient/p-1/observation', 404, 'route.unknown'],
  ['/STU3/Patient/p-1/Observation/1', 404, 'route.unknown'],
])('%s is answered with %i', async (url, status, code) => {
  const { server } = openTestServer(scriptEngine())
  const response = await server.inject(url)
  expect([response.statusCode, response.json().issue[0].diagnostics]).toEqual([status, code])
})

it('takes no other method than a read', async () => {
  const { server } = openTestServer(scriptEngine())
  const response = await server.inject({ method: 'POST', url: '/STU3/Patient/p-1/Observation' })
  expect([response.statusCode, response.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS'])
})
