/** A server that is slow, busy, full, away or on its way back: each question ends in time, with the right error, and the next one is answered. */
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mysql } from '../../adapters/mysql/index.js'
import { postgres } from '../../adapters/postgres/index.js'
import { type Adapter, AdapterError, type Field, type SourceQuery, type SourceSchema } from '../../src/spi/index.js'
import { callOptions, type ServerName, servers, type TestDatabase, titleOf } from '../support/servers.js'

interface Words {
  readonly sleep: string
  /** Rows of about a kilobyte. */
  readonly many: string
  /** A function that writes, and a question that calls it. */
  readonly writer: readonly string[]
  readonly write: string
  readonly running: string
  readonly endOthers: string
}

const words: Readonly<Record<ServerName, Words>> = {
  mysql: {
    sleep: 'select sleep(30) as A',
    many: "with recursive s as (select 1 as N union all select N + 1 from s where N < 1000) select repeat('x', 1000) as A from s as a join s as b where a.N <= 300",
    writer: ['create function WRITES() returns int modifies sql data begin insert into T values (99, null); return 1; end'],
    write: 'select WRITES() as A',
    running:
      "select count(*) from information_schema.processlist where db = database() and info like '%sleep(30)%' and id <> connection_id()",
    endOthers: "select concat('kill ', id) from information_schema.processlist where db = database() and id <> connection_id()",
  },
  postgres: {
    sleep: 'select pg_sleep(30)::text as "A"',
    many: 'select repeat(\'x\', 1000) as "A" from generate_series(1, 300000)',
    writer: [
      'create function writes() returns int language plpgsql as \'begin insert into "T" values (99, null); return 1; end\'',
    ],
    write: 'select writes() as "A"',
    running:
      "select count(*) from pg_stat_activity where datname = current_database() and state = 'active' and query like '%pg_sleep(30)%' and pid <> pg_backend_pid()",
    endOthers:
      "select 'select pg_terminate_backend(' || pid || ')' from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  },
}
const modules = { mysql, postgres } as const

const field: Field = { alias: 't', name: 'A', type: 'string' }
const queryOf = (entity: string, more: Partial<SourceQuery> = {}): SourceQuery => ({
  from: { entity, alias: 't' },
  joins: [],
  select: [field],
  orderBy: [],
  ...more,
})

const read = async (adapter: Adapter, query: SourceQuery, options = {}): Promise<number> => {
  let rows = 0
  for await (const batch of adapter.read(query, { ...callOptions(), batchSize: 100, ...options })) rows += batch.length
  return rows
}

/** The code of the error, and that it came soon. */
async function failureOf(ask: () => Promise<unknown>, withinMs = 4000): Promise<string> {
  const begun = performance.now()
  const error = await ask().then(
    () => new Error('It did not fail.'),
    (thrown: unknown) => thrown,
  )
  expect(performance.now() - begun).toBeLessThan(withinMs)
  expect(error).toBeInstanceOf(AdapterError)
  expect(String(error)).not.toMatch(/select|sleep|secret/i)
  return error instanceof AdapterError ? error.code : ''
}

describe.each(servers.map(server => ({ title: titleOf(server), server })))('$title', ({ server }) => {
  if (!server.answers) {
    test.skip('every case', () => {})
    return
  }
  const { sleep, many, writer, write, running, endOthers } = words[server.name]
  const schema: SourceSchema = {
    entities: {
      t: { path: ['T'] },
      missing: { path: ['MISSING'] },
      sleep: { native: sleep },
      many: { native: many },
      write: { native: write },
    },
  }
  let database: TestDatabase
  beforeAll(async () => {
    database = await server.createDatabase()
    await database.run(
      `create table ${database.quote('T')} (${database.quote('ID')} int primary key, ${database.quote('A')} varchar(20))`,
    )
    await database.insert(
      'T',
      ['ID', 'A'],
      [
        [1, 'secret'],
        [2, null],
      ],
    )
    for (const statement of writer) await database.run(statement)
  })
  afterAll(() => database.drop())

  /** With one connection, so that one that is not given back is missed. */
  async function withAdapter(use: (adapter: Adapter) => Promise<void>, config: object = { maxConnections: 1 }): Promise<void> {
    const adapter = await database.open(schema, config)
    try {
      await use(adapter)
    } finally {
      await adapter.close()
    }
  }
  const stillAnswers = async (adapter: Adapter) => expect(await read(adapter, queryOf('t'))).toBe(2)
  const nothingRuns = () => expect.poll(async () => Number((await database.run(running))[0]?.[0]), { timeout: 4000 }).toBe(0)

  test('the session refuses to write', () =>
    withAdapter(async adapter => {
      expect((await adapter.health(callOptions())).readOnly).toBe('enforced')
      expect(await failureOf(() => read(adapter, queryOf('write')))).toBe('fault')
      expect(await read(adapter, queryOf('t'))).toBe(2)
    }))

  test('a question that takes too long ends, also in the server', () =>
    withAdapter(async adapter => {
      expect(await failureOf(() => read(adapter, queryOf('sleep'), { timeoutMs: 400 }))).toBe('timed-out')
      await nothingRuns()
      await stillAnswers(adapter)
    }))

  test('a question that nobody waits for ends, also in the server', () =>
    withAdapter(async adapter => {
      const stop = new AbortController()
      setTimeout(() => stop.abort(), 300)
      expect(await failureOf(() => read(adapter, queryOf('sleep'), { signal: stop.signal }))).toBe('cancelled')
      await nothingRuns()
      await stillAnswers(adapter)
    }))

  test('what was given up before it began is not asked', () =>
    withAdapter(async adapter => {
      expect(await failureOf(() => read(adapter, queryOf('sleep'), { signal: AbortSignal.abort() }))).toBe('cancelled')
      await stillAnswers(adapter)
    }))

  test('whoever leaves early leaves a connection behind that is good', () =>
    withAdapter(async adapter => {
      for (let round = 0; round < 3; round++) {
        for await (const batch of adapter.read(queryOf('many'), { ...callOptions(), batchSize: 50 })) {
          expect(batch).toHaveLength(50)
          break
        }
      }
      await stillAnswers(adapter)
    }))

  test('the server is asked for more rows only as they are wanted', () =>
    withAdapter(async adapter => {
      const before = process.memoryUsage()
      const rows = adapter.read(queryOf('many'), { ...callOptions(), batchSize: 10 })[Symbol.asyncIterator]()
      await rows.next()
      await new Promise(resolve => setTimeout(resolve, 1000))
      const after = process.memoryUsage()
      const grown = after.heapUsed + after.external - before.heapUsed - before.external
      await rows.return?.()
      // All of them are 300 MB.
      expect(grown).toBeLessThan(100_000_000)
      await stillAnswers(adapter)
    }))

  test('all rows come, in batches', () =>
    withAdapter(async adapter => {
      expect(await read(adapter, queryOf('many'), { batchSize: 5000 })).toBe(300_000)
    }))

  test('who finds no connection free is told so in time', () =>
    withAdapter(async adapter => {
      const rows = adapter.read(queryOf('many'), { ...callOptions(), batchSize: 10 })[Symbol.asyncIterator]()
      await rows.next()
      expect(await failureOf(() => read(adapter, queryOf('t'), { timeoutMs: 300 }))).toBe('overloaded')
      await rows.return?.()
      await stillAnswers(adapter)
    }))

  test('who waits for a connection gets it', () =>
    withAdapter(async adapter => {
      const counted = await Promise.all(Array.from({ length: 20 }, () => read(adapter, queryOf('t'))))
      expect(new Set(counted)).toEqual(new Set([2]))
    }))

  test('a connection that is dropped costs one question, and no restart', () =>
    withAdapter(async adapter => {
      const rows = adapter.read(queryOf('many'), { ...callOptions(), batchSize: 10 })[Symbol.asyncIterator]()
      await rows.next()
      for (const [statement] of await database.run(endOthers)) await database.run(String(statement))
      const drain = async () => {
        for (;;) if ((await rows.next()).done === true) return
      }
      expect(await failureOf(drain)).toBe('unavailable')
      await stillAnswers(adapter)
    }))

  test('idle connections that are dropped are not noticed', () =>
    withAdapter(async adapter => {
      await stillAnswers(adapter)
      for (const [statement] of await database.run(endOthers)) await database.run(String(statement))
      await new Promise(resolve => setTimeout(resolve, 100))
      await stillAnswers(adapter)
    }))

  test('a table or column that is not there', () =>
    withAdapter(async adapter => {
      expect(await failureOf(() => read(adapter, queryOf('missing')))).toBe('schema-mismatch')
      const nowhere = queryOf('t', { select: [{ ...field, name: 'NOWHERE' }] })
      expect(await failureOf(() => read(adapter, nowhere))).toBe('schema-mismatch')
      expect(await failureOf(() => adapter.introspect?.(['missing'], callOptions()) ?? Promise.resolve())).toBe('schema-mismatch')
      await stillAnswers(adapter)
    }))

  test('a user whom the server does not know', async () => {
    expect(await failureOf(() => database.open(schema, { user: 'nobody_here', password: 'secret' }))).toBe('denied')
  })

  test('a database that is not there', async () => {
    expect(await failureOf(() => database.open(schema, { database: 'careconnect_nowhere' }))).toBe('schema-mismatch')
  })

  test('nobody listens', async () => {
    expect(await failureOf(() => database.open(schema, { port: 1 }))).toBe('unavailable')
  })

  test('somebody listens and says nothing', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => silent.once('listening', resolve))
    const address = silent.address()
    const port = typeof address === 'object' ? address?.port : undefined
    expect(await failureOf(() => database.open(schema, { port, connectTimeoutMs: 300 }))).toBe('unavailable')
    silent.close()
  })

  test('a server without TLS is not spoken to where TLS is asked for', async () => {
    expect(await failureOf(() => database.open(schema, { tls: 'verify' }))).toBe('unavailable')
    expect(await failureOf(() => database.open(schema, { tls: 'maybe' }))).toBe('unavailable')
  })

  test('after it was closed nothing is asked', async () => {
    const adapter = await database.open(schema)
    await adapter.close()
    await adapter.close()
    expect(await failureOf(() => read(adapter, queryOf('t')))).toBe('unavailable')
    expect((await adapter.health(callOptions())).status).toBe('down')
  })

  test('its options are told, and the secret ones marked', () => {
    const { configSchema } = modules[server.name]
    expect(configSchema).toMatchObject({
      properties: { password: { writeOnly: true }, url: { writeOnly: true }, maxConnections: { type: 'integer' } },
    })
  })
})
