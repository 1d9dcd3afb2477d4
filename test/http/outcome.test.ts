import { describe, expect, it, test } from 'vitest'
import { SearchRefused } from '../../src/engine/engine.js'
import { elementOf } from '../../src/fhir/stu3/elements.js'
import { type ErrorCode, errorTable, FacadeError } from '../../src/kernel/errors.js'
import { openTestServer } from '../support/http-server.js'
import { scriptEngine } from '../support/scripted-engine.js'

const statuses: Readonly<Record<ErrorCode, number>> = {
  'search.parameter-unknown': 400,
  'search.parameter-unsupported': 400,
  'search.modifier-unsupported': 400,
  'search.parameter-required': 400,
  'search.value-invalid': 400,
  'search.sort-unsupported': 400,
  'search.include-unsupported': 400,
  'search.chain-unsupported': 400,
  'search.query-malformed': 400,
  'search.too-costly': 400,
  'page.token-invalid': 400,
  'page.token-expired': 410,
  'read.no-such-resource': 404,
  'read.deleted': 410,
  'read.not-valid': 404,
  'type.not-served': 404,
  'route.unknown': 404,
  'request.method-not-allowed': 405,
  'request.not-acceptable': 406,
  'request.malformed': 400,
  'request.media-type-unsupported': 415,
  'request.too-long': 414,
  'request.too-large': 413,
  'source.unavailable': 503,
  'source.changed': 503,
  'source.timed-out': 503,
  'source.overloaded': 503,
  'source.cancelled': 503,
  'source.fault': 500,
  'internal.fault': 500,
}

const issueTypes = elementOf('OperationOutcome.Issue', 'code')?.codes ?? []

test.each(Object.keys(errorTable) as ErrorCode[])('%s becomes its status and an OperationOutcome', async code => {
  const read = async () => {
    throw new FacadeError(code, { text: 'What was asked and what to do.', expression: 'birthdate:exact' })
  }
  const { server } = openTestServer(scriptEngine({ read }))
  const response = await server.inject('/STU3/Patient/p-1')
  expect(response.statusCode).toBe(statuses[code])
  expect(response.headers['content-type']).toBe('application/fhir+json;charset=utf-8')
  const { resourceType, issue } = response.json()
  expect(resourceType).toBe('OperationOutcome')
  expect(issue).toHaveLength(1)
  expect(issue[0]).toMatchObject({ severity: 'error', code: errorTable[code].issue, diagnostics: code })
  expect(issueTypes).toContain(issue[0].code)
})

describe('a failure of the server', () => {
  const failWith = async (error: unknown) => {
    const { server, logged } = openTestServer(scriptEngine({ read: () => Promise.reject(error) }))
    const response = await server.inject({ url: '/STU3/Patient/p-1', headers: { 'x-request-id': 'ref-7' } })
    return { response, log: logged.join('') }
  }

  it.each([
    [
      'an error of our own',
      new FacadeError('source.fault', { text: 'select * from SECRET', cause: new Error('SECRET 9990000018') }),
    ],
    ['any other error', new TypeError('SECRET 9990000018\n    not a place')],
    ['something that is no error', 'SECRET'],
  ])('tells a reference and no detail: %s', async (_, error) => {
    const { response, log } = await failWith(error)
    expect(response.statusCode).toBe(500)
    expect(response.json().issue[0].details.text).toBe(
      'Something failed inside the server. Its log has the reason under the reference ref-7.',
    )
    expect(response.body).not.toContain('SECRET')
    expect(log).not.toContain('SECRET')
    expect(log).not.toContain('9990000018')
    expect(JSON.parse(log)).toMatchObject({ level: 'error', requestId: 'ref-7', status: 500 })
  })

  it('leaves codes and places down the chain of causes in the log', async () => {
    const driver = Object.assign(new Error('near "SECRET"'), { code: 'SQLITE_ERROR' })
    const { log } = await failWith(new FacadeError('source.fault', { text: 'No.', cause: driver }))
    const { fault } = JSON.parse(log)
    expect(fault.map(({ code }: { code: string }) => code)).toEqual(['source.fault', 'SQLITE_ERROR'])
    expect(fault[1].at[0]).toMatch(/^at .*outcome\.test\.ts:\d+:\d+/)
  })
})

it('answers a search with several faults with one issue for each', async () => {
  const search = () =>
    Promise.reject(
      new SearchRefused([
        { code: 'search.parameter-unknown', text: 'There is no parameter famly. Did you mean family?', expression: 'famly' },
        { code: 'search.value-invalid', text: 'birthdate takes a date.', expression: 'birthdate' },
      ]),
    )
  const { server } = openTestServer(scriptEngine({ search }))
  const response = await server.inject('/STU3/Patient?famly=a&birthdate=b')
  expect(response.statusCode).toBe(400)
  expect(response.json().issue).toEqual([
    {
      severity: 'error',
      code: 'not-supported',
      details: { text: 'There is no parameter famly. Did you mean family?' },
      diagnostics: 'search.parameter-unknown',
      location: ['http.famly'],
    },
    {
      severity: 'error',
      code: 'value',
      details: { text: 'birthdate takes a date.' },
      diagnostics: 'search.value-invalid',
      location: ['http.birthdate'],
    },
  ])
})

it.each([
  ['source.unavailable', '10'],
  ['source.overloaded', '2'],
] as const)('%s says when to try again', async (code, seconds) => {
  const { server } = openTestServer(scriptEngine({ read: () => Promise.reject(new FacadeError(code, { text: 'Later.' })) }))
  expect((await server.inject('/STU3/Patient/p-1')).headers['retry-after']).toBe(seconds)
})
