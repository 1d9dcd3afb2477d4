/** `/admin` answers whoever stands at the machine, and nobody else. */
import { describe, expect, it } from 'vitest'
import { DataQuality } from '../../src/engine/data-quality.js'
import { isFromThisMachine } from '../../src/http/routes/admin.js'
import { openTestServer } from '../support/http-server.js'
import { scriptEngine } from '../support/scripted-engine.js'

const start = Date.parse('2024-06-15T12:00:00Z')

function filled(): DataQuality {
  const quality = new DataQuality(start, () => undefined)
  const left = { map: 'gp/patient', rule: 'required', place: 'Patient.name:official', isRow: true }
  for (const name of ['a', 'b', 'a']) quality.record(left, start + 1000, () => name)
  quality.record({ ...left, rule: 'unreadable', place: 'DobText', isRow: false }, start + 2000, () => 'c')
  return quality
}

it('tells what was left out, by map, rule and element', async () => {
  const { server } = openTestServer(scriptEngine(), { quality: filled() })
  const answer = await server.inject({ url: '/admin/data-quality', headers: { host: '127.0.0.1:3000' } })
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(answer.json()).toEqual({
    since: '2024-06-15T12:00:00.000Z',
    losses: [
      {
        map: 'gp/patient',
        rule: 'required',
        place: 'Patient.name:official',
        lost: 'row',
        rows: 2,
        hasMore: false,
        firstSeen: '2024-06-15T12:00:01.000Z',
        lastSeen: '2024-06-15T12:00:01.000Z',
        names: ['a', 'b'],
      },
      expect.objectContaining({ rule: 'unreadable', place: 'DobText', lost: 'value', rows: 1 }),
    ],
    isCut: false,
  })
})

describe('to others there is nothing at this address', () => {
  it.each([
    ['another host', { host: 'fhir.example.nhs.uk' }, '127.0.0.1'],
    ['another machine', { host: 'localhost' }, '10.0.0.7'],
    ['a proxy', { host: 'localhost', 'x-forwarded-for': '127.0.0.1' }, '127.0.0.1'],
    ['a proxy that says so otherwise', { host: 'localhost', forwarded: 'for=127.0.0.1' }, '127.0.0.1'],
    ['a web page', { host: 'localhost', origin: 'http://evil.example' }, '127.0.0.1'],
  ])('%s', async (_, headers, remoteAddress) => {
    const { server } = openTestServer(scriptEngine(), { quality: filled() })
    const answer = await server.inject({ url: '/admin/data-quality', headers, remoteAddress })
    const unknown = await server.inject({ url: '/nothing', headers, remoteAddress })
    expect([answer.statusCode, answer.body]).toEqual([404, unknown.body])
  })

  it.each([
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['::ffff:10.0.0.7', false],
    ['128.0.0.1', false],
    [undefined, false],
  ])('from %s: %s', (remoteAddress, expected) => {
    expect(isFromThisMachine({ socket: { remoteAddress }, headers: { host: '[::1]:3000' } })).toBe(expected)
  })
})

describe('other methods tell nobody whether there is anything', () => {
  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'] as const)('%s', async method => {
    const { server } = openTestServer(scriptEngine(), { quality: filled() })
    const from = { method, headers: { host: 'fhir.example.nhs.uk' }, remoteAddress: '10.0.0.7' }
    const answer = await server.inject({ ...from, url: '/admin/data-quality' })
    const unknown = await server.inject({ ...from, url: '/admin/nothing' })
    expect([answer.statusCode, answer.body, answer.headers.allow]).toEqual([
      unknown.statusCode,
      unknown.body,
      unknown.headers.allow,
    ])
    expect(answer.body).not.toContain('gp/patient')
  })
})

describe('the record of what is lost', () => {
  it('is told when a kind is first seen, and once an hour', () => {
    const told: number[] = []
    const quality = new DataQuality(start, ({ rows }) => told.push(rows))
    const loss = { map: 'm', rule: 'per-1', place: 'Patient.name.period', isRow: true }
    for (const [name, minutes] of [
      ['a', 0],
      ['b', 1],
      ['c', 59],
      ['d', 60],
      ['e', 61],
    ] as const)
      quality.record(loss, start + minutes * 60_000, () => name)
    expect(told).toEqual([1, 4])
  })

  it('is bounded, and says when it is cut', () => {
    const quality = new DataQuality(start, () => undefined)
    for (let kind = 0; kind < 1001; kind++)
      quality.record({ map: 'm', rule: `r${kind}`, place: 'p', isRow: true }, start, () => 'a')
    for (let row = 0; row < 1001; row++)
      quality.record({ map: 'm', rule: 'r0', place: 'p', isRow: true }, start, () => `row ${row}`)
    const { losses, isCut } = quality.report()
    expect([losses.length, isCut]).toEqual([1000, true])
    expect(losses[0]).toMatchObject({ rule: 'r0', rows: 1000, hasMore: true })
    expect(losses[0]?.names).toHaveLength(5)
  })
})
