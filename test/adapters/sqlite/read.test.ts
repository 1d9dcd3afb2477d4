/** Reading from SQLite: streams that end early, aborts, errors, and numbers and times as they were stored. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { sqlite } from '../../../adapters/sqlite/index.js'
import { writeDatabase } from '../../../adapters/sqlite/write-database.js'
import type { Adapter, Field, FieldType, Order, Predicate, Scalar, SourceQuery } from '../../../src/spi/index.js'
import { options, readAll } from '../sources.js'

const folder = mkdtempSync(join(tmpdir(), 'careconnect-'))
const file = join(folder, 'read.sqlite')
const schema = { entities: { event: { path: ['EVENT'] }, mixed: { path: ['main', 'MIXED'] }, gone: { path: ['GONE'] } } }

const field = (name: string, type: FieldType, facts: Partial<Field> = {}): Field => ({ alias: 'e', name, type, ...facts })
const id = field('ID', 'integer')
const byId: Order = { by: id, direction: 'asc', nulls: 'last' }
const events: SourceQuery = { from: { entity: 'event', alias: 'e' }, joins: [], select: [id], orderBy: [byId] }
const mixed: SourceQuery = { ...events, from: { entity: 'mixed', alias: 'e' } }

let adapter: Adapter
beforeAll(async () => {
  writeDatabase(
    file,
    [
      'create table EVENT (ID INTEGER PRIMARY KEY, NOTE TEXT)',
      'create table MIXED (ID INTEGER PRIMARY KEY, AT DATETIME, AMOUNT NUMERIC, ONDAY DATE, CLOCK TIME, BYTES BLOB, ZONED TEXT)',
    ],
    [
      { table: 'EVENT', columns: ['ID', 'NOTE'], rows: Array.from({ length: 2500 }, (_, index) => [index + 1, `note ${index}`]) },
      {
        table: 'MIXED',
        columns: ['ID', 'AT', 'AMOUNT', 'ONDAY', 'CLOCK', 'BYTES', 'ZONED'],
        rows: [
          [1, '2020-03-29 01:30:00', 0.1, '2020-03-29', '08:00:00', Buffer.from([1, 2]), '2020-03-29T01:30:00Z'],
          [2, '2020-03-29T01:29:59', 1e21, '2020-03-29 00:00:00', '08:00', Buffer.from([1]), '2020-03-29T01:30:00.5Z'],
          [3, '2020-03-29T01:30:00.000', 1.5e-7, '2020-03-28', '07:59:59.9', null, '2020-03-29T01:29:59Z'],
          [4, '2020-03-29', 9007199254740993n, null, null, Buffer.from([2]), null],
          [5, '2020-03-29 01:30', -2.5, '2021-01-01', '23:00:00', Buffer.from([0, 9]), '2021-01-01T00:00:00Z'],
          [6, null, null, '2020-03-30', '00:00', Buffer.from([1, 2]), '2020-03-29T01:30:00.500Z'],
        ],
      },
    ],
  )
  adapter = await sqlite.open({ file }, schema, options())
})
afterAll(async () => {
  await adapter.close()
  rmSync(folder, { recursive: true })
})

const codeOf = async (run: () => Promise<unknown>): Promise<unknown> =>
  run().then(
    () => 'no error',
    (error: { code?: unknown }) => error.code,
  )

describe('a stream', () => {
  it('comes in batches', async () => {
    const sizes: number[] = []
    for await (const batch of adapter.read(events, { ...options(), batchSize: 1000 })) sizes.push(batch.length)
    expect(sizes).toEqual([1000, 1000, 500])
  })

  it('comes in batches where the result is small, too', async () => {
    const sizes: number[] = []
    for await (const batch of adapter.read({ ...events, limit: 7 }, { ...options(), batchSize: 3 })) sizes.push(batch.length)
    expect(sizes).toEqual([3, 3, 1])
  })

  it('that finds nothing has no batch', async () => {
    const batches: unknown[] = []
    for await (const batch of adapter.read({ ...events, limit: 0 }, options())) batches.push(batch)
    expect(batches).toEqual([])
  })

  it('may be left early, fifty times', async () => {
    for (let round = 0; round < 50; round++) {
      for await (const batch of adapter.read(events, options())) {
        expect(batch).toHaveLength(100)
        break
      }
    }
    expect(await readAll(adapter, events)).toHaveLength(2500)
  })

  it('is not disturbed by others that are open on the same question', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => readAll(adapter, events)))
    for (const rows of all) expect(rows.map(([key]) => key)).toEqual(Array.from({ length: 2500 }, (_, index) => index + 1))
  })

  it('ends where it is aborted', async () => {
    const controller = new AbortController()
    let batches = 0
    const read = async () => {
      for await (const _batch of adapter.read(events, options(controller.signal))) {
        batches++
        if (batches === 3) controller.abort()
      }
    }
    expect(await codeOf(read)).toBe('cancelled')
    expect(batches).toBe(3)
  })

  it('ends when its time is over', async () => {
    const read = async () => {
      for await (const _batch of adapter.read(events, { ...options(), timeoutMs: 0 }));
    }
    expect(await codeOf(read)).toBe('timed-out')
  })

  it('may be open when the adapter is closed, which may be closed twice', async () => {
    const other = await sqlite.open({ file }, schema, options())
    const stream = other.read(events, options())[Symbol.asyncIterator]()
    await stream.next()
    await other.close()
    await other.close()
    expect(await codeOf(() => stream.next())).not.toBe('no error')
    expect(await other.health(options())).toMatchObject({ status: 'down' })
  })
})

describe('an error', () => {
  it('before the read: aborted', async () => {
    expect(await codeOf(() => readAllWith(AbortSignal.abort()))).toBe('cancelled')
    expect(await codeOf(async () => adapter.count?.(events, options(AbortSignal.abort())))).toBe('cancelled')
  })

  const readAllWith = async (signal: AbortSignal) => {
    for await (const _batch of adapter.read(events, options(signal)));
  }

  test.each<[string, Partial<SourceQuery>, string]>([
    ['an entity that the schema does not have', { from: { entity: 'nobody', alias: 'e' } }, 'schema-mismatch'],
    ['a table that the file does not have', { from: { entity: 'gone', alias: 'e' } }, 'schema-mismatch'],
    ['a column that the table does not have', { select: [field('NOPE', 'integer')] }, 'schema-mismatch'],
    [
      'a trimmed column that the table does not have',
      { where: { op: 'in', field: field('NOPE', 'string', { trim: true }), values: [{ type: 'string', value: '' }] } },
      'schema-mismatch',
    ],
    ['an alias that is not there', { select: [{ ...id, alias: 'x' }] }, 'schema-mismatch'],
    [
      'a text beside a number',
      { where: { op: 'compare', field: id, is: 'eq', to: { type: 'string', value: '1' } } },
      'unsupported',
    ],
    [
      'a list that is too long',
      { where: { op: 'in', field: id, values: Array.from({ length: 513 }, (_, value) => ({ type: 'integer', value })) } },
      'unsupported',
    ],
  ])('%s', async (_name, part, code) => {
    expect(await codeOf(() => readAll(adapter, { ...events, ...part }))).toBe(code)
  })

  it('says nothing of SQL or values', async () => {
    const where: Predicate = { op: 'compare', field: field('NOPE', 'string'), is: 'eq', to: { type: 'string', value: 'secret' } }
    const error = await readAll(adapter, { ...events, where }).catch((thrown: Error) => thrown)
    expect(error).toHaveProperty('message', 'A table or column that the query names does not exist.')
  })

  it('a file that is not there, or is no database, is unavailable', async () => {
    expect(await codeOf(() => sqlite.open({ file: join(folder, 'nope.sqlite') }, schema, options()))).toBe('unavailable')
    const text = join(folder, 'text.sqlite')
    writeFileSync(text, 'this is no database, though it is long enough to be taken for one, were it not for its first bytes')
    expect(await codeOf(() => sqlite.open({ file: text }, schema, options()))).toBe('unavailable')
  })
})

describe('health', () => {
  it('is up, and writing is impossible', async () => {
    expect(await adapter.health(options())).toMatchObject({
      status: 'up',
      readOnly: 'enforced',
      product: expect.stringMatching(/^SQLite 3/),
    })
  })
})

test('values are read as the contract writes them, whatever their form in the file', async () => {
  const select = [id, field('AT', 'dateTime'), field('AMOUNT', 'decimal'), field('ONDAY', 'date'), field('CLOCK', 'time')]
  expect(await readAll(adapter, { ...mixed, select })).toEqual([
    [1, '2020-03-29T01:30:00', '0.1', '2020-03-29', '08:00:00'],
    [2, '2020-03-29T01:29:59', '1000000000000000000000', '2020-03-29', '08:00'],
    [3, '2020-03-29T01:30:00.000', '0.00000015', '2020-03-28', '07:59:59.9'],
    [4, '2020-03-29T00:00:00', '9007199254740993', null, null],
    [5, '2020-03-29T01:30', '-2.5', '2021-01-01', '23:00:00'],
    [6, null, null, '2020-03-30', '00:00'],
  ])
})

test.each<[string, string, FieldType, 'eq' | 'lt' | 'ge' | 'gt', Exclude<Scalar, null>, readonly number[]]>([
  ['a moment, in any form', 'AT', 'dateTime', 'eq', '2020-03-29T01:30:00', [1, 3, 5]],
  ['before a moment', 'AT', 'dateTime', 'lt', '2020-03-29T01:30:00', [2, 4]],
  ['midnight, as a date alone', 'AT', 'dateTime', 'eq', '2020-03-29T00:00:00.0', [4]],
  ['a day, in any form', 'ONDAY', 'date', 'eq', '2020-03-29', [1, 2]],
  ['from a day on', 'ONDAY', 'date', 'ge', '2020-03-29', [1, 2, 5, 6]],
  ['a time of day, in any form', 'CLOCK', 'time', 'eq', '08:00:00', [1, 2]],
  ['before a time of day', 'CLOCK', 'time', 'lt', '08:00', [3, 6]],
  ['an instant, in any form', 'ZONED', 'instant', 'eq', '2020-03-29T01:30:00.50Z', [2, 6]],
  ['after an instant', 'ZONED', 'instant', 'gt', '2020-03-29T01:30:00Z', [2, 5, 6]],
  ['bytes', 'BYTES', 'binary', 'eq', new Uint8Array([1, 2]), [1, 6]],
  ['bytes have an order', 'BYTES', 'binary', 'lt', new Uint8Array([1, 2]), [2, 5]],
  ['a decimal beyond 2^53', 'AMOUNT', 'decimal', 'eq', '9007199254740993', [4]],
])('%s', async (_name, name, type, is, value, ids) => {
  const where: Predicate = { op: 'compare', field: field(name, type), is, to: { type, value } }
  expect((await readAll(adapter, { ...mixed, where })).map(([key]) => key)).toEqual(ids)
})

test('mixed forms are sorted by what they mean', async () => {
  const orderBy: readonly Order[] = [{ by: field('AT', 'dateTime'), direction: 'asc', nulls: 'first' }, byId]
  expect((await readAll(adapter, { ...mixed, orderBy })).map(([key]) => key)).toEqual([6, 4, 2, 1, 3, 5])
})

test('what another process writes is seen, even if it is the first blank at an end', { timeout: 10_000 }, async () => {
  const changing = join(folder, 'changing.sqlite')
  writeDatabase(
    changing,
    ['create table EVENT (ID INTEGER PRIMARY KEY, NOTE TEXT)'],
    [{ table: 'EVENT', columns: ['ID', 'NOTE'], rows: [[1, 'a']] }],
  )
  const watching = await sqlite.open({ file: changing }, schema, options())
  const where: Predicate = {
    op: 'compare',
    field: field('NOTE', 'string', { trim: true }),
    is: 'eq',
    to: { type: 'string', value: 'a' },
  }
  expect(await readAll(watching, { ...events, where })).toEqual([[1]])
  const writer = new Database(changing)
  writer.exec("insert into EVENT values (2, 'a   ')")
  writer.close()
  await new Promise(resolve => setTimeout(resolve, 1050))
  expect(await readAll(watching, { ...events, where })).toEqual([[1], [2]])
  await watching.close()
})
