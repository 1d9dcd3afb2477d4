/** Whatever is sent, a client gets what it asked for or an OperationOutcome that says why not, in a format that is served. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openTestServer } from '../support/http-server.js'
import { readXml } from '../support/read-xml.js'
import { scriptEngine } from '../support/scripted-engine.js'

const part = fc.oneof(
  fc.constantFrom(
    'STU3',
    'Patient',
    'metadata',
    '_search',
    '_history',
    'p-1',
    '1',
    '',
    '..',
    '%zz',
    '%00',
    '%2F',
    'health',
    'live',
  ),
  fc.string({ maxLength: 6 }).map(encodeURIComponent),
)
const pair = fc.oneof(
  fc.constantFrom(
    '_format=xml',
    '_format=json',
    '_format=ttl',
    '_format=%',
    '_pretty=true',
    '_pretty=1',
    '_page=x',
    '&',
    '=',
    'a=b=c',
    '%5Fformat=xml',
    '%=1',
  ),
  fc.string({ maxLength: 8 }).map(encodeURIComponent),
)
const url = fc
  .tuple(fc.array(part, { maxLength: 4 }), fc.array(pair, { maxLength: 3 }))
  .map(([parts, pairs]) => `/${['STU3', ...parts].join('/')}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`)
const headers = fc.record(
  {
    accept: fc.constantFrom(
      '',
      '*/*',
      'application/fhir+xml',
      'text/xml;q=0.5, text/html',
      'text/html',
      'application/json',
      ';;q=,',
      'x'.repeat(300),
    ),
    'content-type': fc.constantFrom('application/x-www-form-urlencoded', 'application/json', 'text/plain', 'nonsense', '/'),
    'accept-encoding': fc.constantFrom('gzip', '*', ';q=1', 'br'),
    'if-none-match': fc.constantFrom('*', 'W/"x"', '"', ''),
    'if-modified-since': fc.constantFrom('Thu, 01 Jul 2021 09:00:00 GMT', 'x'),
    'x-request-id': fc.constantFrom('a', 'a b', ''),
    origin: fc.constantFrom('null', 'https://app.example'),
    expect: fc.constantFrom('100-continue', 'x'),
  },
  { requiredKeys: [] },
)
const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS')

it('of any address, method, headers and body', async () => {
  const { server } = openTestServer(scriptEngine())
  const body = fc.option(fc.constantFrom('a=b', '{}', '', '_format=xml'), { nil: undefined })
  await fc.assert(
    fc.asyncProperty(method, url, headers, body, async (method, url, headers, payload) => {
      const sent = method === 'GET' || method === 'HEAD' || payload === undefined ? {} : { payload }
      const response = await server.inject({ method, url, headers, ...sent })
      const { statusCode } = response
      expect(statusCode).toBeLessThan(500)
      expect(response.headers['x-request-id']).toBeDefined()
      if (statusCode === 405) expect(response.headers.allow).toBeTruthy()
      if (method === 'HEAD' || statusCode === 204 || statusCode === 304) {
        expect(response.body).toBe('')
        return
      }
      const type = String(response.headers['content-type'])
      expect(type).toMatch(/^(application\/(fhir\+)?(json|xml)|(application\/(json|xml)\+fhir)|text\/(json|xml));charset=utf-8$/)
      const said = type.includes('xml') ? readXml(response.body) : response.json()
      if (statusCode >= 400) expect(said).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] })
    }),
    { numRuns: 600, seed: 11 },
  )
})
