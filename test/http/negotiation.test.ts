import { describe, expect, it, test } from 'vitest'
import { negotiate } from '../../src/http/plugins/negotiation.js'
import { openTestServer } from '../support/http-server.js'
import { readXml } from '../support/read-xml.js'
import { scriptEngine } from '../support/scripted-engine.js'

test.each([
  // Accept, query, media type of the answer; none: 406
  [undefined, '', 'application/fhir+json'],
  ['', '', 'application/fhir+json'],
  ['*/*', '', 'application/fhir+json'],
  ['application/fhir+json', '', 'application/fhir+json'],
  ['application/json+fhir', '', 'application/json+fhir'],
  ['application/json', '', 'application/json'],
  ['text/json', '', 'text/json'],
  ['text/*', '', 'text/json'],
  ['application/*', '', 'application/fhir+json'],
  ['APPLICATION/FHIR+JSON', '', 'application/fhir+json'],
  ['application/fhir+json; charset=utf-8', '', 'application/fhir+json'],
  ['application/fhir+json;q=0.5, application/json;q=0.8', '', 'application/json'],
  ['application/fhir+xml', '', 'application/fhir+xml'],
  ['application/xml+fhir', '', 'application/xml+fhir'],
  ['application/xml', '', 'application/xml'],
  ['text/xml', '', 'text/xml'],
  ['text/xml, text/*;q=0.5', '', 'text/xml'],
  ['application/fhir+xml, application/fhir+json', '', 'application/fhir+json'],
  ['application/fhir+xml;q=0.9, application/fhir+json;q=0.8', '', 'application/fhir+xml'],
  ['application/fhir+xml, application/fhir+json;q=0.1', '', 'application/fhir+xml'],
  ['application/fhir+xml;fhirVersion=3.0', '', 'application/fhir+xml'],
  // What browsers send
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', '', 'application/xml'],
  ['*/*;q=0.1, application/fhir+json;q=0', '', 'application/json+fhir'],
  ['text/turtle', '', undefined],
  ['text/html', '', undefined],
  ['application/fhir+json;q=0', '', undefined],
  ['nonsense', '', undefined],
  // _format stands above Accept
  ['application/fhir+xml', '_format=json', 'application/fhir+json'],
  ['application/json', '_format=application/fhir%2Bjson', 'application/fhir+json'],
  [undefined, '_format=application/fhir+json', 'application/fhir+json'],
  [undefined, '_format=application/fhir%20json', 'application/fhir+json'],
  [undefined, '_format=application/json+fhir', 'application/json+fhir'],
  [undefined, '_format=text/json', 'text/json'],
  [undefined, 'family=a&_format=application%2Fjson', 'application/json'],
  [undefined, 'family=_format', 'application/fhir+json'],
  [undefined, 'x_format=xml', 'application/fhir+json'],
  [undefined, '_format=xml', 'application/fhir+xml'],
  ['application/fhir+json', '_format=application/fhir%2Bxml', 'application/fhir+xml'],
  [undefined, '_format=application/fhir+xml', 'application/fhir+xml'],
  [undefined, '_format=application/fhir%20xml', 'application/fhir+xml'],
  [undefined, '_format=application/xml%2Bfhir', 'application/xml+fhir'],
  [undefined, '_format=application/xml', 'application/xml'],
  [undefined, '_format=text/xml', 'text/xml'],
  [undefined, '_format=XML', 'application/fhir+xml'],
  [undefined, '_format=text/xml%3Bcharset=utf-8', 'text/xml'],
  [undefined, '%5Fformat=xml', 'application/fhir+xml'],
  ['application/fhir+json', '_format=ttl', undefined],
  ['application/fhir+json', '_format=text/html', undefined],
  ['application/fhir+json', '_format=', undefined],
  ['application/fhir+json', '_format=%zz', undefined],
] as const)('Accept %j and query %j are answered in %j', (accept, query, type) => {
  if (type === undefined) expect(() => negotiate(accept, query)).toThrow('This server answers in JSON and XML')
  else expect(negotiate(accept, query).media.contentType).toBe(`${type};charset=utf-8`)
})

describe('over HTTP', () => {
  it.each(['/STU3/Patient/p-1', '/STU3/Patient?family=quick', '/STU3/metadata'])(
    'refuses other formats with 406 in JSON: %s',
    async url => {
      const { server } = openTestServer(scriptEngine())
      const response = await server.inject({ url, headers: { accept: 'text/turtle' } })
      expect(response.statusCode).toBe(406)
      expect(response.headers['content-type']).toBe('application/fhir+json;charset=utf-8')
      expect(response.json().issue[0].details.text).toBe(
        'This server answers in JSON and XML: application/fhir+json, application/json+fhir, application/json, text/json, application/fhir+xml, application/xml+fhir, application/xml, text/xml; for _format also json and xml.',
      )
    },
  )

  it('tells errors in the media type that was asked for', async () => {
    const { server } = openTestServer(scriptEngine())
    const response = await server.inject({ url: '/STU3/Patient/not%20an%20id', headers: { accept: 'application/json' } })
    expect(response.statusCode).toBe(400)
    expect(response.headers['content-type']).toBe('application/json;charset=utf-8')
  })

  it('indents for _pretty=true', async () => {
    const { server } = openTestServer(scriptEngine())
    const [plain, pretty] = [await server.inject('/STU3/Patient/p-1'), await server.inject('/STU3/Patient/p-1?_pretty=true')]
    expect(pretty.body).toContain('\n  "id": "p-1"')
    expect(plain.body).not.toContain('\n')
    expect(pretty.json()).toEqual(plain.json())
  })

  it.each([
    ['/STU3/Patient/p-1', 'Patient', 200],
    ['/STU3/Patient?family=quick', 'Bundle', 200],
    ['/STU3/metadata', 'CapabilityStatement', 200],
    ['/STU3/Patient/a%20b', 'OperationOutcome', 400],
    ['/STU3/Patient/%zz', 'OperationOutcome', 400],
    ['/STU3/Patient/p-1/_history', 'OperationOutcome', 404],
    [`/STU3/Patient?a=${'x'.repeat(10_000)}`, 'OperationOutcome', 414],
  ])('answers in XML when it is asked for: %s', async (url, type, status) => {
    const { server } = openTestServer(scriptEngine())
    const response = await server.inject({ url, headers: { accept: 'application/fhir+xml' } })
    expect(response.statusCode).toBe(status)
    expect(response.headers['content-type']).toBe('application/fhir+xml;charset=utf-8')
    expect(readXml(response.body)).toMatchObject({ resourceType: type })
  })

  it('tells a method that is refused in XML too', async () => {
    const { server } = openTestServer(scriptEngine())
    const response = await server.inject({ method: 'DELETE', url: '/STU3/Patient/p-1?_format=xml' })
    expect(response.statusCode).toBe(405)
    expect(readXml(response.body)).toMatchObject({ resourceType: 'OperationOutcome' })
  })

  it('indents XML too', async () => {
    const { server } = openTestServer(scriptEngine())
    const response = await server.inject('/STU3/Patient/p-1?_pretty=true&_format=xml')
    expect(response.body).toContain('\n  <id value="p-1"/>\n')
  })

  it.each(['_pretty=yes', '_format=json&_format=xml'])('refuses %s, which leaves open what is wanted', async query => {
    const { server } = openTestServer(scriptEngine())
    const response = await server.inject(`/STU3/Patient?${query}`)
    expect(response.statusCode).toBe(400)
    expect(response.json().issue[0].diagnostics).toBe('search.value-invalid')
  })

  it('says by what the answer varies', async () => {
    const { server } = openTestServer(scriptEngine())
    expect((await server.inject('/STU3/Patient/p-1')).headers.vary).toBe('Accept, Accept-Encoding')
  })
})
