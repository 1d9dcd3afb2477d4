import { describe, expect, it, test } from 'vitest'
import { negotiate } from '../../src/http/plugins/negotiation.js'
import { openTestServer } from '../support/http-server.js'
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
  ['application/fhir+xml, application/fhir+json;q=0.1', '', 'application/fhir+json'],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', '', 'application/fhir+json'],
  ['*/*;q=0.1, application/fhir+json;q=0', '', 'application/json+fhir'],
  ['application/fhir+xml', '', undefined],
  ['application/xml', '', undefined],
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
  ['application/fhir+json', '_format=xml', undefined],
  ['application/fhir+json', '_format=application/fhir%2Bxml', undefined],
  ['application/fhir+json', '_format=', undefined],
  ['application/fhir+json', '_format=%zz', undefined],
] as const)('Accept %j and query %j are answered in %j', (accept, query, type) => {
  if (type === undefined) expect(() => negotiate(accept, query)).toThrow('This server answers in JSON')
  else expect(negotiate(accept, query).contentType).toBe(`${type};charset=utf-8`)
})

describe('over HTTP', () => {
  it.each(['/STU3/Patient/p-1', '/STU3/Patient?family=quick', '/STU3/metadata'])(
    'refuses XML with 406 in JSON: %s',
    async url => {
      const { server } = openTestServer(scriptEngine())
      const response = await server.inject({ url, headers: { accept: 'application/fhir+xml' } })
      expect(response.statusCode).toBe(406)
      expect(response.headers['content-type']).toBe('application/fhir+json;charset=utf-8')
      expect(response.json().issue[0].details.text).toBe(
        'This server answers in JSON: application/fhir+json, application/json+fhir, application/json, text/json.',
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
})
