import { describe, expect, it, test } from 'vitest'
import type { Engine } from '../../src/engine/engine.js'
import { openTestServer } from '../support/http-server.js'
import { samplePage, scriptEngine } from '../support/scripted-engine.js'

const form = 'application/x-www-form-urlencoded'
const url = '/STU3/Patient/_search'

/** What the engine is asked when this is sent. */
async function sent(request: { readonly query?: string; readonly type?: string; readonly payload?: string | Buffer }) {
  const asked: string[] = []
  const search: Engine['search'] = async (type, query) => {
    asked.push(`${type}?${query}`)
    return samplePage
  }
  const { server, logged } = openTestServer(scriptEngine({ search }))
  const { query = '', type = form, payload } = request
  const headers = type === '' ? {} : { 'content-type': type }
  const response = await server.inject({
    method: 'POST',
    url: `${url}${query}`,
    headers,
    ...(payload === undefined ? {} : { payload }),
  })
  return { asked, response, logged }
}

describe('a search by POST', () => {
  test.each([
    ['its body is a query', { payload: 'family=a+b&given=%C3%A9' }, 'family=a+b&given=%C3%A9'],
    ['parameters of the URL hold as well', { query: '?family=a', payload: 'family=b' }, 'family=a&family=b'],
    ['it may have none', { payload: '' }, ''],
    ['or no body', { type: '' }, ''],
    ['and the URL alone', { query: '?family=a', type: '' }, 'family=a'],
    ['it may say that it is UTF-8', { type: `${form}; charset=UTF-8`, payload: 'family=a' }, 'family=a'],
  ])('%s', async (_, request, query) => {
    const { asked, response } = await sent(request)
    expect(response.statusCode).toBe(200)
    expect(asked).toEqual([`Patient?${query}`])
    expect(response.json().link[0].url).toContain('/STU3/Patient?family=quick')
  })

  it('may say the format in its body', async () => {
    const { response } = await sent({ payload: '_format=xml' })
    expect(response.headers['content-type']).toBe('application/fhir+xml;charset=utf-8')
  })

  test.each([
    ['application/json', '{}'],
    ['application/fhir+json', '{}'],
    ['text/plain', 'family=a'],
    ['multipart/form-data; boundary=x', '--x'],
    ['nonsense', 'family=a'],
    ['', 'family=a'],
    [`${form}; charset=iso-8859-1`, 'family=a'],
  ])('with a body of type %j is answered with 415', async (type, payload) => {
    const { response, asked, logged } = await sent({ type, payload })
    expect(response.statusCode).toBe(415)
    expect(response.json().issue[0]).toMatchObject({ diagnostics: 'request.media-type-unsupported', code: 'not-supported' })
    expect(asked).toEqual([])
    expect(logged).toHaveLength(1)
  })

  it('with a body that is too long is answered with 413', async () => {
    const { response } = await sent({ payload: `family=${'x'.repeat(40_000)}` })
    expect(response.statusCode).toBe(413)
    expect(response.json().issue[0]).toMatchObject({ diagnostics: 'request.too-large', code: 'too-long' })
  })

  it('may be longer than an address', async () => {
    const { response } = await sent({ payload: `family=${'x'.repeat(20_000)}` })
    expect(response.statusCode).toBe(200)
  })

  it('with a body that is not UTF-8 is answered with 400', async () => {
    const { response } = await sent({ payload: Buffer.from([0x61, 0x3d, 0xe9]) })
    expect(response.statusCode).toBe(400)
    expect(response.json().issue[0].diagnostics).toBe('request.malformed')
  })

  it('leaves nothing of its body in the log', async () => {
    const { logged } = await sent({ payload: 'identifier=9990000018' })
    expect(logged.join('')).toContain('/STU3/:type/_search')
    expect(logged.join('')).not.toContain('9990000018')
  })
})
