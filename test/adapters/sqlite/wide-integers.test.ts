/** Integers past 2^53 are kept to the last digit, though rows are read as doubles until the first one comes. */
import { expect, it } from 'vitest'
import type { DatasetTable } from '../../../src/spi/conformance/dataset.js'
import type { Field, SourceQuery } from '../../../src/spi/index.js'
import { openInSqlite, options, readAll } from '../sources.js'

const id: Field = { alias: 't', name: 'ID', type: 'integer' }
const big: Field = { alias: 't', name: 'BIG', type: 'integer' }
const tables: Record<string, DatasetTable> = {
  T: {
    columns: [
      { name: 'ID', type: 'integer', nativeType: 'INTEGER' },
      { name: 'BIG', type: 'integer', nativeType: 'BIGINT' },
    ],
    key: ['ID'],
    rows: [
      [1, 5],
      [2, 9007199254740991],
      [3, '9007199254740992'],
      [4, '9007199254740993'],
      [5, '-9007199254740993'],
      [6, '9223372036854775807'],
    ],
  },
}
const query: SourceQuery = {
  from: { entity: 't', alias: 't' },
  joins: [],
  select: [id, big],
  orderBy: [{ by: id, direction: 'asc', nulls: 'last' }],
}
const kept = [5, 9007199254740991, '9007199254740992', '9007199254740993', '-9007199254740993', '9223372036854775807']

it.each([
  ['in one call', 10],
  ['in a stream', undefined],
])('%s, at the first time and after', async (_name, limit) => {
  const source = await openInSqlite(tables, { entities: { t: { path: ['T'] } } })
  const asked = limit === undefined ? query : { ...query, limit }
  for (let time = 0; time < 3; time++) {
    expect((await readAll(source.adapter, asked)).map(row => row[1])).toEqual(kept)
  }
  await source.close()
})

it('are found by their digits, and by a position', async () => {
  const source = await openInSqlite(tables, { entities: { t: { path: ['T'] } } })
  const where = { op: 'compare', field: big, is: 'eq', to: { type: 'integer', value: '9007199254740993' } } as const
  expect(await readAll(source.adapter, { ...query, where, limit: 10 })).toEqual([[4, '9007199254740993']])
  const after = {
    ...query,
    orderBy: [{ by: big, direction: 'asc', nulls: 'last' } as const],
    after: ['9007199254740992'],
    limit: 1,
  }
  expect(await readAll(source.adapter, after)).toEqual([[4, '9007199254740993']])
  expect(await source.adapter.count?.({ from: query.from, joins: [], where }, options())).toBe(1)
  await source.close()
})
