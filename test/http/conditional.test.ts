import { describe, expect, it, test } from 'vitest'
import type { Resource } from '../../src/fhir/resource.js'
import { openTestServer } from '../support/http-server.js'
import { samplePatient, scriptEngine } from '../support/scripted-engine.js'

const serving = (resource: Resource) =>
  openTestServer(scriptEngine({ read: async () => ({ resource, hasExactDecimals: false }) })).server

describe('the ETag of a resource', () => {
  it('is its version, where the source keeps one', async () => {
    const server = serving({ resourceType: 'Patient', meta: { versionId: '7' } })
    expect((await server.inject('/STU3/Patient/p-1')).headers.etag).toBe('W/"7"')
    expect((await server.inject('/STU3/Patient/p-1?_format=xml')).headers.etag).toBe('W/"7"')
  })

  it('is else a digest of what is sent: the same for the same, another for another', async () => {
    const tagOf = async (resource: Resource) => (await serving(resource).inject('/STU3/Patient/p-1')).headers.etag
    expect(await tagOf(samplePatient)).toMatch(/^W\/"[\w-]{22}"$/)
    expect(await tagOf(samplePatient)).toBe(await tagOf({ ...samplePatient }))
    expect(await tagOf(samplePatient)).not.toBe(await tagOf({ ...samplePatient, gender: 'male' }))
  })
})

describe('a client that knows the resource', () => {
  // The sample was changed at 2021-07-01T09:00:00Z.
  const etag = async () => String((await serving(samplePatient).inject('/STU3/Patient/p-1')).headers.etag)
  test.each<[headers: (etag: string) => Record<string, string>, status: number]>([
    [tag => ({ 'if-none-match': tag }), 304],
    [tag => ({ 'if-none-match': tag.replace('W/', '') }), 304],
    [tag => ({ 'if-none-match': `"other", ${tag}` }), 304],
    [() => ({ 'if-none-match': '*' }), 304],
    [() => ({ 'if-none-match': 'W/"other"' }), 200],
    [() => ({ 'if-none-match': 'nonsense' }), 200],
    [() => ({ 'if-modified-since': 'Thu, 01 Jul 2021 09:00:00 GMT' }), 304],
    [() => ({ 'if-modified-since': 'Thu, 01 Jul 2021 09:00:01 GMT' }), 304],
    [() => ({ 'if-modified-since': 'Thu, 01 Jul 2021 08:59:59 GMT' }), 200],
    [() => ({ 'if-modified-since': 'yesterday' }), 200],
    // A tag stands above a date.
    [() => ({ 'if-none-match': 'W/"other"', 'if-modified-since': 'Thu, 01 Jul 2021 09:00:00 GMT' }), 200],
  ])('%s: %i', async (headersOf, status) => {
    const tag = await etag()
    for (const method of ['GET', 'HEAD'] as const) {
      const response = await serving(samplePatient).inject({ method, url: '/STU3/Patient/p-1', headers: headersOf(tag) })
      expect(response.statusCode).toBe(status)
      expect(response.headers).toMatchObject({
        etag: tag,
        'last-modified': 'Thu, 01 Jul 2021 09:00:00 GMT',
        vary: 'Accept, Accept-Encoding',
      })
      expect(response.body === '').toBe(status === 304 || method === 'HEAD')
      if (status === 304) expect(response.headers).not.toHaveProperty('content-type')
    }
  })

  it('cannot ask by date where the source does not say when it changed', async () => {
    const server = serving({ resourceType: 'Patient', id: 'p-1' })
    const headers = { 'if-modified-since': 'Fri, 01 Jan 2100 00:00:00 GMT' }
    const response = await server.inject({ url: '/STU3/Patient/p-1', headers })
    expect(response.statusCode).toBe(200)
    expect(response.headers).not.toHaveProperty('last-modified')
  })

  it('is told so of the CapabilityStatement too, by format', async () => {
    const { server } = openTestServer(scriptEngine())
    const { etag } = (await server.inject('/STU3/metadata')).headers
    const again = (url: string) => server.inject({ url, headers: { 'if-none-match': String(etag) } })
    expect((await again('/STU3/metadata')).statusCode).toBe(304)
    expect((await again('/STU3/metadata?_format=xml')).statusCode).toBe(200)
  })
})
