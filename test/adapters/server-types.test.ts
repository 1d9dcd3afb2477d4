/** What servers have and SQLite has not: their own types, dates that are none, names that are words of SQL, other schemas, comments. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Adapter, Field, Literal, Predicate, Scalar, SourceQuery, SourceSchema } from '../../src/spi/index.js'
import { callOptions, type ServerName, servers, type TestDatabase, titleOf } from '../support/servers.js'

interface Case {
  readonly column: string
  readonly type: Field['type']
  readonly stored: string
  readonly given: Scalar
  /** As introspection tells it, where that is another than `type`. */
  readonly told?: string
}
const uuid = '0f8fad5b-d9cb-469f-a165-70867728950e'

const values: Readonly<Record<ServerName, readonly Case[]>> = {
  mysql: [
    { column: 'bigint unsigned', type: 'integer', stored: '18446744073709551615', given: '18446744073709551615' },
    { column: 'year', type: 'integer', stored: '1999', given: 1999 },
    { column: 'decimal(20,6)', type: 'decimal', stored: '12345678901234.100000', given: '12345678901234.1' },
    { column: 'float', type: 'decimal', stored: '0.1', given: '0.1' },
    { column: 'double', type: 'decimal', stored: '1.5e-7', given: '0.00000015' },
    { column: 'bit(1)', type: 'boolean', stored: "b'1'", given: true },
    { column: 'tinyint(1)', type: 'boolean', stored: '0', given: false },
    { column: 'date', type: 'date', stored: "'0000-00-00'", given: null },
    { column: 'datetime', type: 'dateTime', stored: "'0000-00-00 00:00:00'", given: null },
    { column: 'date', type: 'dateTime', stored: "'2020-03-29'", given: '2020-03-29T00:00:00', told: 'date' },
    { column: 'datetime(3)', type: 'dateTime', stored: "'2020-03-29 01:30:00.120'", given: '2020-03-29T01:30:00.12' },
    { column: 'datetime', type: 'date', stored: "'2020-03-29 23:30:00'", given: '2020-03-29', told: 'dateTime' },
    { column: 'timestamp null', type: 'instant', stored: "'2020-06-29 01:30:00'", given: '2020-06-29T01:30:00Z' },
    { column: 'time', type: 'time', stored: "'10:20:30'", given: '10:20:30' },
    { column: "enum('a','b')", type: 'string', stored: "'b'", given: 'b' },
    { column: 'int', type: 'string', stored: '7', given: '7', told: 'integer' },
    {
      column: 'binary(16)',
      type: 'binary',
      stored: `x'${uuid.replaceAll('-', '')}'`,
      given: Buffer.from(uuid.replaceAll('-', ''), 'hex'),
    },
    { column: 'varchar(20) character set latin1', type: 'string', stored: "'Müller'", given: 'Müller' },
    { column: 'varchar(20)', type: 'string', stored: "''", given: '' },
  ],
  postgres: [
    { column: 'bigint', type: 'integer', stored: '9223372036854775807', given: '9223372036854775807' },
    { column: 'smallint', type: 'integer', stored: '7', given: 7 },
    { column: 'numeric(20,6)', type: 'decimal', stored: '12345678901234.100000', given: '12345678901234.1' },
    { column: 'numeric', type: 'decimal', stored: '1.50', given: '1.50' },
    { column: 'numeric', type: 'integer', stored: '70', given: 70, told: 'decimal' },
    { column: 'real', type: 'decimal', stored: '0.1', given: '0.1' },
    { column: 'double precision', type: 'decimal', stored: '1.5e-7', given: '0.00000015' },
    { column: 'double precision', type: 'decimal', stored: "'NaN'", given: null },
    { column: 'boolean', type: 'boolean', stored: 'true', given: true },
    { column: 'bit(1)', type: 'boolean', stored: "B'1'", given: true },
    { column: 'smallint', type: 'boolean', stored: '0', given: false, told: 'integer' },
    { column: 'date', type: 'date', stored: "'infinity'", given: null },
    { column: 'timestamp', type: 'dateTime', stored: "'-infinity'", given: null },
    { column: 'date', type: 'dateTime', stored: "'2020-03-29'", given: '2020-03-29T00:00:00', told: 'date' },
    { column: 'timestamp', type: 'date', stored: "'2020-03-29 23:30:00'", given: '2020-03-29', told: 'dateTime' },
    { column: 'timestamptz', type: 'instant', stored: "'2020-06-29 01:30:00.5+01'", given: '2020-06-29T00:30:00.5Z' },
    { column: 'time', type: 'time', stored: "'10:20:30'", given: '10:20:30' },
    { column: 'uuid', type: 'string', stored: `'${uuid}'`, given: uuid },
    { column: 'char(6)', type: 'string', stored: "'A1'", given: 'A1    ' },
    { column: 'integer', type: 'string', stored: '7', given: '7', told: 'integer' },
    { column: 'bytea', type: 'binary', stored: "'\\x0102'", given: Buffer.from([1, 2]) },
    { column: 'text', type: 'string', stored: "''", given: '' },
  ],
}

const typed = (name: string, { column, type }: Case): Field => ({ alias: 't', name, type, nativeType: column })
const queryOf = (field: Field, where?: Predicate, entity = 'values'): SourceQuery => ({
  from: { entity, alias: 't' },
  joins: [],
  select: [field],
  ...(where && { where }),
  orderBy: [{ by: field, direction: 'asc', nulls: 'last' }],
})
async function read(adapter: Adapter, query: SourceQuery): Promise<readonly unknown[]> {
  const rows: unknown[] = []
  for await (const batch of adapter.read(query, { ...callOptions(), batchSize: 10 })) rows.push(...batch)
  return rows
}

describe.each(servers.map(server => ({ title: titleOf(server), server })))('$title', ({ server }) => {
  if (!server.answers) {
    test.skip('every case', () => {})
    return
  }
  const cases = values[server.name]
  const other = `careconnect_test_other_${process.pid}`
  const schema: SourceSchema = {
    entities: {
      values: { path: ['select'] },
      child: { path: ['child'] },
      elsewhere: { path: [other, 'order'] },
      query: { native: "select 1 as n, 'A' as t -- and a comment?" },
    },
    fields: { upper: { [server.name]: ['upper(', { field: 'NAME' }, ')'] } },
  }
  let database: TestDatabase
  let adapter: Adapter
  beforeAll(async () => {
    database = await server.createDatabase()
    const q = database.quote
    const definitions = cases.map(({ column }, place) => `${q(`c ${place}`)} ${column}`)
    await database.run(`create table ${q('select')} (${q('ID')} int primary key, ${definitions.join(', ')})`)
    await database.run(`insert into ${q('select')} values (1, ${cases.map(({ stored }) => stored).join(', ')})`)
    const comment = server.name === 'mysql' ? " comment 'Who it is.'" : ''
    await database.run(
      `create table ${q('child')} (${q('A')} int not null, ${q('B')} int not null, ${q('NAME')} varchar(10)${comment}, ${q('PARENT')} int,
        primary key (${q('B')}, ${q('A')}), foreign key (${q('PARENT')}) references ${q('select')} (${q('ID')}))`,
    )
    if (server.name === 'postgres') await database.run(`comment on column "child"."NAME" is 'Who it is.'`)
    await database.run(`create index ${q('by name')} on ${q('child')} (${q('NAME')}, ${q('A')})`)
    await database.insert('child', ['A', 'B', 'NAME', 'PARENT'], [[1, 2, 'ann', 1]])
    await database.run(`create schema ${q(other)}`)
    await database.run(`create table ${q(other)}.${q('order')} (${q('group')} int)`)
    await database.run(`insert into ${q(other)}.${q('order')} values (7)`)
    adapter = await database.open(schema)
  })
  afterAll(async () => {
    await adapter.close()
    await database.run(`drop schema ${database.quote(other)}${server.name === 'postgres' ? ' cascade' : ''}`)
    await database.drop()
  })

  test.each(cases.map((given, place) => [given.column, given.stored, given.type, place, given] as const))(
    '%s %s as %s',
    async (_column, _stored, _type, place, given) => {
      const field = typed(`c ${place}`, given)
      expect(await read(adapter, queryOf(field))).toEqual([[given.given]])
      const isNull: Predicate = { op: 'isNull', field }
      expect(await read(adapter, queryOf(field, isNull))).toHaveLength(given.given === null ? 1 : 0)
      if (given.given === null) {
        const literal: Literal = {
          type: field.type,
          value: field.type === 'decimal' ? '0' : field.type === 'date' ? '2020-01-01' : '2020-01-01T00:00:00',
        }
        for (const is of ['lt', 'gt'] as const)
          expect(await read(adapter, queryOf(field, { op: 'compare', field, is, to: literal }))).toEqual([])
        return
      }
      const to: Literal = { type: field.type, value: given.given }
      for (const [is, found] of [
        ['eq', 1],
        ['le', 1],
        ['ge', 1],
        ['lt', 0],
        ['gt', 0],
      ] as const)
        if (field.type !== 'binary' && field.type !== 'boolean')
          expect(await read(adapter, queryOf(field, { op: 'compare', field, is, to })), is).toHaveLength(found)
      expect(await read(adapter, queryOf(field, { op: 'in', field, values: [to] }))).toHaveLength(1)
    },
  )

  test('tells the types of columns', async () => {
    const [described] = (await adapter.introspect?.(['values'], callOptions())) ?? []
    expect(described?.fields.slice(1).map(({ type }) => type)).toEqual(cases.map(({ type, told }) => told ?? type))
  })

  test('tells keys, references, indexes and comments', async () => {
    const [described] = (await adapter.introspect?.(['child'], callOptions())) ?? []
    expect(described).toMatchObject({
      entity: 'child',
      kind: 'table',
      keys: [{ fields: ['B', 'A'], primary: true }],
      references: [{ fields: ['PARENT'], entity: 'values', targetFields: ['ID'] }],
    })
    expect(described?.indexes).toContainEqual({ fields: ['NAME', 'A'], unique: false })
    expect(described?.indexes).toContainEqual({ fields: ['B', 'A'], unique: true })
    expect(described?.fields.find(({ name }) => name === 'NAME')).toMatchObject({ comment: 'Who it is.', nullable: true })
    expect(described?.fields.find(({ name }) => name === 'A')).toMatchObject({ nullable: false, type: 'integer' })
    const all = (await adapter.introspect?.('all', callOptions())) ?? []
    expect(all.map(({ entity }) => entity).sort()).toEqual(['child', 'values'])
  })

  test('a table of another schema, with words of SQL for names', async () => {
    const field: Field = { alias: 't', name: 'group', type: 'integer' }
    expect(
      await read(adapter, queryOf(field, { op: 'compare', field, is: 'ge', to: { type: 'integer', value: '6.5' } }, 'elsewhere')),
    ).toEqual([[7]])
  })

  test('a query that stands for a table', async () => {
    const [described] = (await adapter.introspect?.(['query'], callOptions())) ?? []
    expect(described?.fields.map(({ name, type }) => [name, type])).toEqual([
      ['n', 'integer'],
      ['t', 'string'],
    ])
    const field: Field = { alias: 't', name: 't', type: 'string', trim: true }
    expect(
      await read(adapter, queryOf(field, { op: 'compare', field, is: 'eq', to: { type: 'string', value: 'A ' } }, 'query')),
    ).toEqual([['A']])
  })

  test('an expression in the words of the server', async () => {
    const field: Field = { alias: 't', name: 'upper', type: 'string' }
    const where: Predicate = { op: 'text', field, match: 'startsWith', folding: 'exact', value: 'AN' }
    expect(await read(adapter, queryOf(field, where, 'child'))).toEqual([['ANN']])
  })
})
