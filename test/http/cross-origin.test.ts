import { describe, expect, it, test } from 'vitest'
import { openTestServer } from '../support/http-server.js'
import { scriptEngine } from '../support/scripted-engine.js'

const app = 'https://app.example.nhs.uk'
const open = (...corsOrigins: readonly string[]) => openTestServer(scriptEngine(), { corsOrigins }).server
const preflight = (origin: string) => ({
  method: 'OPTIONS' as const,
  url: '/STU3/Patient/_search',
  headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'if-none-match' },
})

describe('pages of an allowed origin', () => {
  test.each([
    '/STU3/Patient/p-1',
    '/STU3/metadata',
    '/STU3/Patient/a%20b',
    '/nowhere',
    '/STU3/Patient/_search',
    `/STU3/Patient?a=${'x'.repeat(9000)}`,
  ])('may read answers and refusals: %s', async url => {
    const { headers } = await open(app).inject({ url, headers: { origin: app } })
    expect(headers['access-control-allow-origin']).toBe(app)
    expect(headers['access-control-expose-headers']).toBe('ETag, Last-Modified, Preference-Applied, Retry-After, X-Request-Id')
    expect(headers.vary).toBe('Origin, Accept, Accept-Encoding')
    expect(headers).not.toHaveProperty('access-control-allow-credentials')
  })

  it('may ask what they may ask', async () => {
    const { statusCode, headers } = await open(app).inject(preflight(app))
    expect(statusCode).toBe(204)
    expect(headers).toMatchObject({
      'access-control-allow-origin': app,
      'access-control-allow-methods': 'GET, HEAD, POST',
      'access-control-max-age': '600',
      allow: 'POST, OPTIONS',
    })
    expect(headers['access-control-allow-headers']).toContain('If-None-Match')
  })

  it('may be those of any', async () => {
    const { headers } = await open('*').inject({ url: '/STU3/Patient/p-1', headers: { origin: 'https://other.example' } })
    expect(headers['access-control-allow-origin']).toBe('*')
  })
})

test.each([
  ['another origin', open(app), 'https://app.example.nhs.uk.evil.example'],
  ['any origin, where none is allowed', open(), app],
])('pages of %s may not', async (_, server, origin) => {
  for (const request of [preflight(origin), { url: '/STU3/Patient/p-1', headers: { origin } }]) {
    expect((await server.inject(request)).headers).not.toHaveProperty('access-control-allow-origin')
  }
})
