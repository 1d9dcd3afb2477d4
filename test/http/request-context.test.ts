import { connect } from 'node:net'
import { afterEach, describe, expect, it, test, vi } from 'vitest'
import type { RequestOptions } from '../../src/engine/engine.js'
import { createLog } from '../../src/http/plugins/request-log.js'
import { FacadeError } from '../../src/kernel/errors.js'
import { openTestServer, type TestServer } from '../support/http-server.js'
import { later } from '../support/later.js'
import { samplePage, samplePatient, scriptEngine } from '../support/scripted-engine.js'

describe('the request id', () => {
  test.each([
    ['abc-1', 'abc-1'],
    ['A.b_c-9', 'A.b_c-9'],
    ['x'.repeat(64), 'x'.repeat(64)],
    ['x'.repeat(65), 'test-1'],
    ['two words', 'test-1'],
    ['{"a":1}', 'test-1'],
    ['', 'test-1'],
  ])('%j of the client is answered as %j', async (given, answered) => {
    const { server, logged } = openTestServer(scriptEngine())
    const response = await server.inject({ url: '/STU3/Patient/p-1', headers: { 'x-request-id': given } })
    expect(response.headers['x-request-id']).toBe(answered)
    expect(JSON.parse(logged[0] ?? '').requestId).toBe(answered)
  })

  it('is ours, and another for each request, when the client gives none', async () => {
    const { server } = openTestServer(scriptEngine())
    const ids = [await server.inject('/health/live'), await server.inject('/nowhere')].map(
      ({ headers }) => headers['x-request-id'],
    )
    expect(ids).toEqual(['test-1', 'test-2'])
  })

  it('goes to the source, with the deadline and the time', async () => {
    let asked: RequestOptions | undefined
    const read = async (_type: string, _id: string, options: RequestOptions) => {
      asked = options
      return { resource: samplePatient, hasExactDecimals: false }
    }
    const { server } = openTestServer(scriptEngine({ read }), { timeoutMs: 1234, now: () => 42 })
    await server.inject({ url: '/STU3/Patient/p-1', headers: { 'x-request-id': 'abc' } })
    expect(asked).toMatchObject({ traceId: 'abc', timeoutMs: 1234, now: 42 })
  })
})

describe('the log', () => {
  it('has one line a request, with the route and never url, id, query or value', async () => {
    const { server, logged } = openTestServer(scriptEngine())
    await server.inject('/STU3/Patient/SECRETID')
    await server.inject('/STU3/Patient?family=SECRETNAME&identifier=9990000018')
    await server.inject('/STU3/Secret/SECRETID')
    await server.inject('/STU3/Patient/SECRETID?secret=SECRETVALUE')
    await server.inject('/STU3/Patient/SECRETID/SECRETMORE')
    await server.inject('/STU3/Patient/SECRETID/SECRETMORE/SECRETMOST')
    await server.inject({ method: 'POST', url: '/STU3/Patient/SECRETID', payload: { SECRET: 1 } })
    await server.inject('/STU3/SECRET%zz')
    await server.inject('/health/live')
    const lines = logged.map(line => JSON.parse(line))
    expect(lines.map(({ method, route, type, status, results, error }) => [method, route, type, status, results, error])).toEqual(
      [
        ['GET', '/STU3/:type/:id', 'Patient', 200, 1, undefined],
        ['GET', '/STU3/:type', 'Patient', 200, 1, undefined],
        ['GET', '/STU3/:type/:id', undefined, 200, 1, undefined],
        ['GET', '/STU3/:type/:id', 'Patient', 400, undefined, 'search.parameter-unknown'],
        ['GET', '/STU3/:owner/:id/:type', undefined, 200, 1, undefined],
        ['GET', undefined, undefined, 404, undefined, 'route.unknown'],
        ['POST', undefined, undefined, 405, undefined, 'request.method-not-allowed'],
        ['GET', undefined, undefined, 400, undefined, 'FST_ERR_BAD_URL'],
        ['GET', '/health/live', undefined, 200, undefined, undefined],
      ],
    )
    for (const { time, durationMs } of lines) {
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
      expect(durationMs).toBeGreaterThan(0)
    }
    expect(logged.join('')).not.toMatch(/secret|9990000018|Quickly/i)
  })
})

describe('on a socket', () => {
  let opened: TestServer | undefined
  afterEach(() => opened?.server.close())

  const portOf = async (test: TestServer): Promise<number> => {
    opened = test
    await test.server.listen({ host: '127.0.0.1', port: 0 })
    const [address] = test.server.addresses()
    return typeof address === 'object' ? address.port : 0
  }

  it('a client that goes away aborts the work', async () => {
    const aborted = later<unknown>()
    const started = later<void>()
    const search = (_type: string, _query: string, { signal }: RequestOptions) =>
      new Promise<never>((_, reject) => {
        started.resolve()
        signal.addEventListener('abort', () => {
          aborted.resolve(signal.reason)
          reject(signal.reason)
        })
      })
    const test = openTestServer(scriptEngine({ search }))
    const socket = connect(await portOf(test), '127.0.0.1')
    socket.write('GET /STU3/Patient HTTP/1.1\r\nHost: h\r\n\r\n')
    await started.promise
    socket.destroy()
    expect(await aborted.promise).toMatchObject({ code: 'source.cancelled' })
    expect(JSON.parse(test.logged[0] ?? '')).toMatchObject({ route: '/STU3/:type', aborted: true })
  })

  it('a signal that is first looked at after the client went away is aborted', async () => {
    const gone = later<void>()
    const seen = later<boolean>()
    const started = later<void>()
    const search = async (_type: string, _query: string, options: RequestOptions) => {
      started.resolve()
      await gone.promise
      seen.resolve(options.signal.aborted)
      return samplePage
    }
    const test = openTestServer(scriptEngine({ search }), { log: createLog('info', { write: () => gone.resolve() }) })
    const socket = connect(await portOf(test), '127.0.0.1')
    socket.write('GET /STU3/Patient HTTP/1.1\r\nHost: h\r\n\r\n')
    await started.promise
    socket.destroy()
    expect(await seen.promise).toBe(true)
  })

  it('closing finishes the request that is under way', async () => {
    const started = later<void>()
    const release = later<void>()
    const search = async () => {
      started.resolve()
      await release.promise
      return samplePage
    }
    const test = openTestServer(scriptEngine({ search }))
    const port = await portOf(test)
    const answer = fetch(`http://127.0.0.1:${port}/STU3/Patient`)
    await started.promise
    const closing = test.server.close()
    await vi.waitFor(() => expect(test.server.server.listening).toBe(false))
    await expect(fetch(`http://127.0.0.1:${port}/health/live`)).rejects.toThrow()
    release.resolve()
    const response = await answer
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ type: 'searchset' })
    await closing
  })

  test.each([
    [
      'an address of 10 kB',
      `GET /STU3/Patient?family=${'x'.repeat(10_000)} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`,
      414,
    ],
    [
      'an address of 100 kB',
      `GET /STU3/Patient?family=${'x'.repeat(100_000)} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`,
      431,
    ],
    ['headers of 100 kB', `GET /STU3/Patient HTTP/1.1\r\nHost: h\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, 431],
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['no Host', 'GET /STU3/Patient HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['a method of WebDAV', 'PROPFIND /STU3/Patient HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n', 405],
    ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n', 404],
    ['an expectation', 'GET /STU3/Patient HTTP/1.1\r\nHost: h\r\nExpect: x\r\nConnection: close\r\n\r\n', 400],
    ['an unknown method', 'FETCH /STU3/Patient HTTP/1.1\r\nHost: h\r\n\r\n', 400],
  ])('%s is answered with an OperationOutcome', async (_, request, status) => {
    const port = await portOf(openTestServer(scriptEngine()))
    const answer = await new Promise<string>((resolve, reject) => {
      let text = ''
      const socket = connect(port, '127.0.0.1', () => socket.write(request))
      socket.on('data', data => {
        text += data
      })
      socket.on('end', () => resolve(text))
      socket.on('error', reject)
    })
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(answer).toContain('"resourceType":"OperationOutcome"')
  })

  it('headers past reading on a connection that was used before are answered too', async () => {
    const port = await portOf(openTestServer(scriptEngine()))
    const answer = await new Promise<string>((resolve, reject) => {
      let text = ''
      const socket = connect(port, '127.0.0.1', () => socket.write('GET /health/live HTTP/1.1\r\nHost: h\r\n\r\n'))
      socket.once('data', () => socket.write(`GET /STU3/Patient?a=${'x'.repeat(100_000)} HTTP/1.1\r\nHost: h\r\n\r\n`))
      socket.on('data', data => {
        text += data
      })
      socket.on('end', () => resolve(text))
      socket.on('error', reject)
    })
    expect(answer).toContain('HTTP/1.1 431 ')
  })
})

it('work past its deadline is aborted and answered with 503', async () => {
  const search = (_type: string, _query: string, { signal }: RequestOptions) =>
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  const { server } = openTestServer(scriptEngine({ search }), { timeoutMs: 20 })
  const response = await server.inject('/STU3/Patient')
  expect(response.statusCode).toBe(503)
  expect(response.json().issue[0]).toMatchObject({ code: 'timeout', diagnostics: 'source.timed-out' })
})

it('work that ends in time is not aborted afterwards', async () => {
  const signals: AbortSignal[] = []
  const search = async (_type: string, _query: string, { signal }: RequestOptions) => {
    signals.push(signal)
    return samplePage
  }
  const { server } = openTestServer(scriptEngine({ search }), { timeoutMs: 20 })
  await server.inject('/STU3/Patient')
  await new Promise(resolve => setTimeout(resolve, 40))
  expect(signals.map(({ aborted }) => aborted)).toEqual([false])
})

describe('health', () => {
  it('is live whatever the sources do', async () => {
    const { server } = openTestServer(scriptEngine({ health: () => Promise.reject(new Error('down')) }))
    const response = await server.inject('/health/live')
    expect([response.statusCode, response.json()]).toEqual([200, { status: 'up' }])
  })

  test.each([
    ['up', 200],
    ['degraded', 200],
    ['down', 503],
  ] as const)('with a source that is %s readiness is %i, naming it', async (status, expected) => {
    const health = async () => [
      { source: 'gp', status: 'up', readOnly: 'enforced' } as const,
      { source: 'pas', status, readOnly: 'requested' } as const,
    ]
    const { server } = openTestServer(scriptEngine({ health }))
    const response = await server.inject('/health/ready')
    expect(response.statusCode).toBe(expected)
    expect(response.json()).toEqual({
      status: expected === 200 ? 'up' : 'down',
      sources: [
        { name: 'gp', status: 'up', readOnly: 'enforced' },
        { name: 'pas', status, readOnly: 'requested' },
      ],
    })
  })

  it('is not ready when the sources cannot even be asked', async () => {
    const { server } = openTestServer(
      scriptEngine({ health: () => Promise.reject(new FacadeError('source.unavailable', { text: 'No.' })) }),
    )
    const response = await server.inject('/health/ready')
    expect([response.statusCode, response.json()]).toEqual([503, { status: 'down', sources: [] }])
  })

  it('asks the sources once a second, however many ask it', async () => {
    let asked = 0
    let now = 10_000
    const health = async () => {
      asked++
      return []
    }
    const { server } = openTestServer(scriptEngine({ health }), { now: () => now })
    await Promise.all([server.inject('/health/ready'), server.inject('/health/ready')])
    now += 999
    await server.inject('/health/ready')
    expect(asked).toBe(1)
    now += 1
    await server.inject('/health/ready')
    expect(asked).toBe(2)
  })
})

it('the CapabilityStatement is built once for each address', async () => {
  const built: string[] = []
  const capabilityStatement = (url: string) => {
    built.push(url)
    return { resourceType: 'CapabilityStatement', url }
  }
  const { server } = openTestServer(scriptEngine(), { capabilityStatement })
  for (const host of ['a', 'b', 'a', 'b']) await server.inject({ url: '/STU3/metadata', headers: { host } })
  expect(built).toEqual(['http://127.0.0.1:3000/STU3', 'http://a/STU3', 'http://b/STU3'])
})
