/** The memory adapter as a weak source, and what it says of itself. */
import { describe, expect, it } from 'vitest'
import { type MemoryConfig, memory } from '../../adapters/memory/index.js'
import type { Field, SourceQuery } from '../../src/spi/index.js'
import { options, readAll } from './sources.js'

const tables: MemoryConfig['tables'] = {
  person: {
    columns: [
      { name: 'ID', type: 'integer' },
      { name: 'NAME', type: 'string', nativeType: 'varchar(10)', collation: { folds: 'ignoreCase', padsBlanks: true } },
    ],
    key: ['ID'],
    rows: [
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ],
    indexes: [{ fields: ['NAME'], unique: false }],
  },
  'PAS.WARD': { columns: [{ name: 'CODE', type: 'string' }], key: ['CODE'], rows: [] },
}
const schema = { entities: { person: { path: ['PERSON'] }, ward: { path: ['PAS', 'WARD'] }, gone: { path: ['GONE'] } } }
const id: Field = { alias: 'p', name: 'ID', type: 'integer' }
const people: SourceQuery = {
  from: { entity: 'person', alias: 'p' },
  joins: [],
  select: [id],
  orderBy: [{ by: id, direction: 'asc', nulls: 'last' }],
}

describe('the memory adapter', () => {
  it('finds a table by its entity or by its path', async () => {
    const adapter = await memory.open({ tables }, schema, options())
    expect(await readAll(adapter, people)).toEqual([[1], [2], [3]])
    expect(await readAll(adapter, { ...people, from: { entity: 'ward', alias: 'p' }, orderBy: [], select: [] })).toEqual([])
  })

  it('names what is not there', async () => {
    const adapter = await memory.open({ tables }, schema, options())
    const mismatch = { code: 'schema-mismatch' }
    await expect(readAll(adapter, { ...people, from: { entity: 'gone', alias: 'p' } })).rejects.toMatchObject(mismatch)
    await expect(readAll(adapter, { ...people, from: { entity: 'other', alias: 'p' } })).rejects.toMatchObject(mismatch)
    await expect(readAll(adapter, { ...people, select: [{ ...id, name: 'NOPE' }] })).rejects.toMatchObject(mismatch)
  })

  it('refuses what it was told not to declare', async () => {
    const adapter = await memory.open({ tables, capabilities: { limit: false, count: false } }, schema, options())
    expect(adapter.capabilities('person')).toMatchObject({ limit: false, count: false, seek: true })
    expect(await readAll(adapter, people)).toHaveLength(3)
    await expect(readAll(adapter, { ...people, limit: 1 })).rejects.toMatchObject({ code: 'unsupported' })
    await expect(adapter.count?.({ from: people.from, joins: [] }, options())).rejects.toMatchObject({ code: 'unsupported' })
  })

  it('counts, up to what is asked', async () => {
    const adapter = await memory.open({ tables }, schema, options())
    const { from, joins } = people
    expect(await adapter.count?.({ from, joins }, options())).toBe(3)
    expect(await adapter.count?.({ from, joins }, { ...options(), atMost: 2 })).toBe(2)
  })

  it('reads in batches, until it is aborted', async () => {
    const adapter = await memory.open({ tables }, schema, options())
    const controller = new AbortController()
    const sizes: number[] = []
    const read = async () => {
      for await (const batch of adapter.read(people, { ...options(controller.signal), batchSize: 2 })) {
        sizes.push(batch.length)
        controller.abort()
      }
    }
    await expect(read()).rejects.toMatchObject({ code: 'cancelled' })
    expect(sizes).toEqual([2])
  })

  it('describes its tables', async () => {
    const adapter = await memory.open({ tables }, schema, options())
    expect(await adapter.introspect?.(['person'], options())).toEqual([
      {
        entity: 'person',
        kind: 'table',
        rows: 3,
        fields: [
          { name: 'ID', type: 'integer', nativeType: 'integer', nullable: false },
          {
            name: 'NAME',
            type: 'string',
            nativeType: 'varchar(10)',
            nullable: true,
            collation: { folds: 'ignoreCase', padsBlanks: true },
          },
        ],
        keys: [{ fields: ['ID'], primary: true }],
        references: [],
        indexes: [
          { fields: ['ID'], unique: true },
          { fields: ['NAME'], unique: false },
        ],
      },
    ])
    expect((await adapter.introspect?.('all', options()))?.map(({ entity }) => entity)).toEqual(['person', 'ward'])
  })
})
