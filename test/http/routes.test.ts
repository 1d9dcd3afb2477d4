import { describe, expect, it, test } from 'vitest'
import type { Engine } from '../../src/engine/engine.js'
import { FacadeError } from '../../src/kernel/errors.js'
import { openTestServer } from '../support/http-server.js'
import { samplePage, samplePatient, scriptEngine } from '../support/scripted-engine.js'

describe('a read', () => {
  it('answers the resource, and when it was changed', async () => {
    const { server } = openTestServer(scriptEngine())
    const response = await server.inject('/STU3/Patient/p-1')
    expect(response.statusCode).toBe(200)
    expect(response.json()).toEqual(samplePatient)
    expect(response.headers['last-modified']).toBe('Thu, 01 Jul 2021 09:00:00 GMT')
  })

  it.each(['a%20b', 'a_b', `${'x'.repeat(65)}`, "'%20or%201=1", '%C3%A9'])('refuses %s, which is no logical id', async id => {
    const { server } = openTestServer(scriptEngine())
    const response = await server.inject(`/STU3/Patient/${id}`)
    expect(response.statusCode).toBe(400)
    expect(response.json().issue[0].diagnostics).toBe('request.malformed')
  })

  it('takes an id of 64 characters', async () => {
    const { server } = openTestServer(scriptEngine())
    expect((await server.inject(`/STU3/Patient/${'x'.repeat(64)}`)).statusCode).toBe(200)
  })

  it('refuses what would narrow the resource', async () => {
    const { server } = openTestServer(scriptEngine())
    const response = await server.inject('/STU3/Patient/p-1?_elements=name')
    expect(response.statusCode).toBe(400)
    expect(response.json().issue[0]).toMatchObject({ diagnostics: 'search.parameter-unknown', location: ['http._elements'] })
  })
})

describe('a search', () => {
  it('hands the query on as it was sent', async () => {
    const asked: string[] = []
    const search: Engine['search'] = async (_, query) => {
      asked.push(query)
      return samplePage
    }
    const { server } = openTestServer(scriptEngine({ search }))
    for (const query of ['', '?', '?family=a&family=b', '?a=b?c=d', '?name=a+b%20c%7Cd', '?__proto__=1', '?_page=abc-_', '?%zz'])
      await server.inject(`/STU3/Patient${query}`)
    expect(asked).toEqual(['', '', 'family=a&family=b', 'a=b?c=d', 'name=a+b%20c%7Cd', '__proto__=1', '_page=abc-_', '%zz'])
  })

  it('answers a searchset with its links in the order of STU3', async () => {
    const search = async () => ({ ...samplePage, total: 7, first: 'F', prev: 'P', next: 'N' })
    const { server } = openTestServer(scriptEngine({ search }))
    const response = await server.inject({ url: '/STU3/Patient?family=quick', headers: { host: 'gp.example:8080' } })
    const base = 'http://gp.example:8080/STU3/Patient'
    expect(response.body).toBe(
      JSON.stringify({
        resourceType: 'Bundle',
        type: 'searchset',
        total: 7,
        link: [
          { relation: 'self', url: `${base}?family=quick` },
          { relation: 'first', url: `${base}?_page=F` },
          { relation: 'previous', url: `${base}?_page=P` },
          { relation: 'next', url: `${base}?_page=N` },
        ],
        entry: [{ fullUrl: `${base}/p-1`, resource: samplePatient, search: { mode: 'match' } }],
      }),
    )
  })

  it('keeps in its links the format that the query asked for', async () => {
    const search = async () => ({ ...samplePage, first: 'F', next: 'N' })
    const { server } = openTestServer(scriptEngine({ search }))
    const headers = { host: 'h' }
    const linksFor = async (query: string) =>
      (await server.inject({ url: `/STU3/Patient?${query}`, headers })).json().link.map(({ url }: { url: string }) => url)
    const base = 'http://h/STU3/Patient'
    expect(await linksFor('_format=application/fhir+json&family=quick&_pretty=true')).toEqual([
      `${base}?family=quick&_format=application/fhir%2Bjson&_pretty=true`,
      `${base}?_page=F&_format=application/fhir%2Bjson&_pretty=true`,
      `${base}?_page=N&_format=application/fhir%2Bjson&_pretty=true`,
    ])
    expect((await linksFor('family=quick'))[2]).toBe(`${base}?_page=N`)
  })

  it('tells what was left out in one outcome entry, after the matches', async () => {
    const outcomes = [
      { severity: 'warning', code: 'incomplete', text: 'One row could not be read.' },
      { severity: 'information', code: 'informational', text: 'A second thing.' },
    ] as const
    const { server } = openTestServer(scriptEngine({ search: async () => ({ ...samplePage, outcomes }) }))
    const { entry } = (await server.inject('/STU3/Patient')).json()
    expect(entry).toHaveLength(2)
    expect(entry[1]).toEqual({
      resource: {
        resourceType: 'OperationOutcome',
        issue: [
          { severity: 'warning', code: 'incomplete', details: { text: 'One row could not be read.' } },
          { severity: 'information', code: 'informational', details: { text: 'A second thing.' } },
        ],
      },
      search: { mode: 'outcome' },
    })
  })

  it('that finds nothing is no failure, and has no entry', async () => {
    const search = async () => ({ ...samplePage, resources: [], total: 0, self: '' })
    const { server } = openTestServer(scriptEngine({ search }))
    const response = await server.inject({ url: '/STU3/Patient', headers: { host: 'h' } })
    expect(response.statusCode).toBe(200)
    expect(response.json()).toEqual({
      resourceType: 'Bundle',
      type: 'searchset',
      total: 0,
      link: [{ relation: 'self', url: 'http://h/STU3/Patient' }],
    })
  })
})

describe('the base of links', () => {
  test.each([
    ['gp.example', 'http://gp.example/STU3'],
    ['localhost:3000', 'http://localhost:3000/STU3'],
    ['[::1]:3000', 'http://[::1]:3000/STU3'],
    ['evil.example/path', 'http://127.0.0.1:3000/STU3'],
    ['a@evil.example', 'http://127.0.0.1:3000/STU3'],
    ['"><script>', 'http://127.0.0.1:3000/STU3'],
    ['gp.example:port', 'http://127.0.0.1:3000/STU3'],
    ['-', 'http://127.0.0.1:3000/STU3'],
  ])('for the Host %j is %s', async (host, base) => {
    const { server } = openTestServer(scriptEngine())
    const response = await server.inject({ url: '/STU3/metadata', headers: { host } })
    expect(response.json().url).toBe(`${base}/metadata`)
  })

  it('is the configured address, whatever the Host', async () => {
    const { server } = openTestServer(scriptEngine(), { baseUrl: 'https://fhir.example.nhs.uk/api/STU3' })
    const response = await server.inject({ url: '/STU3/Patient', headers: { host: 'evil.example' } })
    expect(response.json().link[0].url).toBe('https://fhir.example.nhs.uk/api/STU3/Patient?family=quick')
  })
})

describe('what is not there', () => {
  test.each([
    '/',
    '/STU3',
    '/STU3/Patient/1/_history',
    '/STU3/Patient/1/_history/2',
    '/STU3/Patient/_history',
    '/STU3/Patient/$match',
    '/STU3/Patient/1/$everything',
    '/health',
    '/favicon.ico',
    '/STU3/Patient/1/2/3/4',
  ])('is answered with 404 and where to look: %s', async url => {
    const { server } = openTestServer(scriptEngine())
    const response = await server.inject(url)
    expect(response.statusCode).toBe(404)
    expect(response.json().issue[0]).toMatchObject({ code: 'not-found', diagnostics: 'route.unknown' })
    expect(response.json().issue[0].details.text).toContain('/STU3/metadata')
    expect(response.json().issue[0].details.text).toContain('no older versions and no operations')
  })

  it('does not echo a type that is not served into the log', async () => {
    const read = () => Promise.reject(new FacadeError('type.not-served', { text: 'This server has no such type.' }))
    const { server, logged } = openTestServer(scriptEngine({ read }))
    expect((await server.inject('/STU3/9990000018/1')).statusCode).toBe(404)
    expect(logged.join('')).not.toContain('9990000018')
  })
})

describe('a method that an address does not take', () => {
  const reading = 'GET, HEAD, OPTIONS'
  test.each([
    ['POST', '/STU3/Patient', reading],
    ['PUT', '/STU3/Patient/p-1', reading],
    ['PATCH', '/STU3/Patient/p-1', reading],
    ['DELETE', '/STU3/Patient/p-1', reading],
    ['TRACE', '/STU3/Patient/p-1', reading],
    ['POST', '/STU3/metadata', reading],
    ['POST', '/health/live', reading],
    ['GET', '/STU3/Patient/_search', 'POST, OPTIONS'],
    ['HEAD', '/STU3/Patient/_search', 'POST, OPTIONS'],
    ['PUT', '/STU3/Patient/_search?family=a', 'POST, OPTIONS'],
  ] as const)('%s %s is answered with 405 and Allow', async (method, url, allow) => {
    const { server } = openTestServer(scriptEngine())
    const body =
      method === 'GET' || method === 'HEAD' ? {} : { headers: { 'content-type': 'application/fhir+xml' }, payload: '<x/>' }
    const response = await server.inject({ method: method as 'GET', url, ...body })
    expect(response.statusCode).toBe(405)
    expect(response.headers.allow).toBe(allow)
    if (method !== 'HEAD') expect(response.json().issue[0].diagnostics).toBe('request.method-not-allowed')
  })

  test.each([
    ['GET', '/STU3/Patient/_search', 'This address takes POST, OPTIONS. A search by GET goes to [type], without /_search.'],
    ['DELETE', '/STU3/Patient/_search', 'This address takes POST, OPTIONS: this server is read-only.'],
    ['PUT', '/STU3/Patient/1', 'This address takes GET, HEAD, OPTIONS: this server is read-only.'],
  ] as const)('%s %s is told what to do instead', async (method, url, text) => {
    const { server } = openTestServer(scriptEngine())
    expect((await server.inject({ method, url })).json().issue[0].details.text).toBe(text)
  })

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'] as const)('%s where there is nothing is answered with 404', async method => {
    const { server } = openTestServer(scriptEngine())
    const response = await server.inject({ method, url: '/nowhere' })
    expect(response.statusCode).toBe(404)
    expect(response.json().issue[0].diagnostics).toBe('route.unknown')
  })

  test.each([
    ['/STU3/metadata', reading],
    ['/STU3/Patient/', reading],
    ['/STU3/Patient/p-1', reading],
    ['/STU3/Patient/_search', 'POST, OPTIONS'],
    ['/health/ready', reading],
  ])('OPTIONS %s says which it takes', async (url, allow) => {
    const { server, logged } = openTestServer(scriptEngine())
    const response = await server.inject({ method: 'OPTIONS', url, headers: { origin: 'https://app.example' } })
    expect([response.statusCode, response.headers.allow, response.body]).toEqual([204, allow, ''])
    expect(response.headers).not.toHaveProperty('access-control-allow-origin')
    expect(logged).toHaveLength(1)
  })

  test.each(['/STU3/Patient/p-1', '/STU3/Patient?family=quick', '/STU3/metadata'])(
    'HEAD %s is GET without the body',
    async url => {
      const { server } = openTestServer(scriptEngine())
      const [head, get] = [await server.inject({ method: 'HEAD', url }), await server.inject({ method: 'GET', url })]
      expect(head.statusCode).toBe(200)
      expect(head.body).toBe('')
      expect(head.headers['content-length']).toBe(get.headers['content-length'])
    },
  )
})

describe('what cannot be read', () => {
  test.each(['/STU3/Patient/%zz', '/STU3/%E0%A4%A/1'])('is answered with 400: %s', async url => {
    const { server, logged } = openTestServer(scriptEngine())
    const response = await server.inject(url)
    expect(response.statusCode).toBe(400)
    expect(response.json().issue[0]).toMatchObject({ code: 'structure', diagnostics: 'request.malformed' })
    expect(response.headers['x-request-id']).toBeDefined()
    expect(response.headers['cache-control']).toBe('no-store')
    expect(logged).toHaveLength(1)
  })

  test.each([
    ['an id', `/STU3/Patient/${'x'.repeat(300)}`],
    ['a query', `/STU3/Patient?a=${'x'.repeat(10_000)}`],
  ])('is answered with 414: %s that is too long', async (_, url) => {
    const { server, logged } = openTestServer(scriptEngine())
    const response = await server.inject(url)
    expect(response.statusCode).toBe(414)
    expect(response.json().issue[0]).toMatchObject({ code: 'too-long', diagnostics: 'request.too-long' })
    expect(response.headers['x-request-id']).toBeDefined()
    expect(logged).toHaveLength(1)
  })

  it('a page link may be longer than a search', async () => {
    const { server } = openTestServer(scriptEngine())
    expect((await server.inject(`/STU3/Patient?_page=${'x'.repeat(10_000)}`)).statusCode).toBe(200)
    expect((await server.inject(`/STU3/Patient?_page=${'x'.repeat(40_000)}`)).statusCode).toBe(414)
  })

  it('a GET with a body is refused', async () => {
    const { server } = openTestServer(scriptEngine())
    const response = await server.inject({ method: 'GET', url: '/STU3/Patient', payload: { family: 'a' } })
    expect(response.statusCode).toBe(400)
    expect(response.json().issue[0].details.text).toContain('Only a search by POST has a body')
  })
})

test.each(['/STU3/Patient/p-1', '/STU3/Patient', '/STU3/metadata', '/health/live', '/nowhere', '/STU3/Patient/%zz'])(
  'every response carries the security headers: %s',
  async url => {
    const { server } = openTestServer(scriptEngine())
    const { headers } = await server.inject(url)
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
    expect(headers).not.toHaveProperty('strict-transport-security')
    expect(headers).not.toHaveProperty('x-powered-by')
  },
)

it('tells browsers to stay with https when clients come by https', async () => {
  const { server } = openTestServer(scriptEngine(), { baseUrl: 'https://fhir.example.nhs.uk/STU3' })
  expect((await server.inject('/STU3/metadata')).headers['strict-transport-security']).toBe('max-age=31536000')
})
