import { gunzipSync } from 'node:zlib'
import { expect, it, test } from 'vitest'
import type { Resource } from '../../src/fhir/resource.js'
import { openTestServer } from '../support/http-server.js'
import { samplePatient, scriptEngine } from '../support/scripted-engine.js'

const long: Resource = { ...samplePatient, note: 'a long life, '.repeat(1000) }
const ask = (resource: Resource, encoding?: string) =>
  openTestServer(scriptEngine({ read: async () => ({ resource, hasExactDecimals: false }) })).server.inject({
    url: '/STU3/Patient/p-1',
    headers: encoding === undefined ? {} : { 'accept-encoding': encoding },
  })

test.each([
  ['gzip', true],
  ['gzip, deflate, br', true],
  ['br;q=1.0, GZIP;q=0.5', true],
  ['x-gzip', true],
  ['*', true],
  ['gzip;q=0, *', false],
  ['gzip;q=0', false],
  ['identity', false],
  ['br', false],
  ['', false],
  [undefined, false],
])('a long body goes out compressed for Accept-Encoding %j: %s', async (encoding, isCompressed) => {
  const response = await ask(long, encoding)
  expect(response.headers['content-encoding']).toBe(isCompressed ? 'gzip' : undefined)
  const body = isCompressed ? gunzipSync(response.rawPayload).toString() : response.body
  expect(JSON.parse(body)).toEqual(long)
  if (isCompressed) expect(response.rawPayload.length).toBeLessThan(1000)
})

it('a short one goes out as it is', async () => {
  expect((await ask(samplePatient, 'gzip')).headers).not.toHaveProperty('content-encoding')
})
