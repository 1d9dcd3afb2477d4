/** An index that a column has is used: a seek stays a seek, whatever the collation, as the servers' own EXPLAIN says. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Adapter, Field, Literal, Order, Predicate, SourceQuery, SourceSchema } from '../../src/spi/index.js'
import { callOptions, type ServerName, servers, type TestDatabase, titleOf } from '../support/servers.js'

const schema: SourceSchema = { entities: { person: { path: ['PERSON'] }, ward: { path: ['WARD'] } } }

const columns: Readonly<Record<ServerName, readonly string[]>> = {
  mysql: [
    'BIGINT',
    'VARCHAR(40)',
    'VARCHAR(40) CHARACTER SET latin1',
    'CHAR(10)',
    'DATE',
    'DATETIME',
    'DECIMAL(12,4)',
    'BINARY(16)',
  ],
  postgres: ['BIGINT', 'VARCHAR(40)', 'VARCHAR(40)', 'CHAR(10)', 'DATE', 'TIMESTAMP', 'DECIMAL(12,4)', 'BYTEA'],
}
const names = ['NUMBER', 'NAME', 'LATIN', 'CODE', 'DAY', 'MOMENT', 'AMOUNT', 'BYTES']

const field = (name: string, type: Field['type'], trim = false, alias = 'p'): Field => ({
  alias,
  name,
  type,
  ...(trim && { trim }),
})
const compare = (of: Field, is: 'eq' | 'lt' | 'ge', value: Literal['value']): Predicate => ({
  op: 'compare',
  field: of,
  is,
  to: { type: of.type, value },
})
const oneOf = (of: Field, ...values: readonly Literal['value'][]): Predicate => ({
  op: 'in',
  field: of,
  values: values.map(value => ({ type: of.type, value })),
})
const bytes = (value: number) => new Uint8Array(16).fill(value)
const day = (value: number) => `2020-01-${String((value % 28) + 1).padStart(2, '0')}`

const seeks: readonly (readonly [name: string, where: Predicate])[] = [
  ['an integer', compare(field('NUMBER', 'integer'), 'eq', 700)],
  ['an integer beside a fraction', compare(field('NUMBER', 'integer'), 'lt', 3)],
  ['a text', compare(field('NAME', 'string'), 'eq', 'Name700')],
  ['a text without the blanks at its end', compare(field('NAME', 'string', true), 'eq', 'Name700')],
  ['a list of texts', oneOf(field('NAME', 'string'), 'Name700', 'Name701', 'Name702')],
  ['a list of texts without the blanks at their ends', oneOf(field('NAME', 'string', true), 'Name700', 'Name701', 'Name702')],
  ['a text in another character set', compare(field('LATIN', 'string'), 'eq', 'Name700')],
  ['a CHAR', compare(field('CODE', 'string', true), 'eq', 'C700')],
  ['a list of CHARs', oneOf(field('CODE', 'string', true), 'C700', 'C701', 'C702')],
  ['a decimal', compare(field('AMOUNT', 'decimal'), 'eq', '700.5')],
  ['a date', compare(field('DAY', 'date'), 'lt', '1999-01-01')],
  ['a time', compare(field('MOMENT', 'dateTime'), 'eq', '2031-01-01T00:00:00')],
  ['the day of a time', compare(field('MOMENT', 'date'), 'eq', '2031-01-01')],
  ['bytes', compare(field('BYTES', 'binary'), 'eq', bytes(7))],
]

const byNumber: Order = { by: field('NUMBER', 'integer'), direction: 'asc', nulls: 'last' }
const queryOf = (where?: Predicate): SourceQuery => ({
  from: { entity: 'person', alias: 'p' },
  joins: [],
  select: [field('NAME', 'string')],
  ...(where && { where }),
  orderBy: [],
})

describe.each(servers.map(server => ({ title: titleOf(server), server })))('$title', ({ server }) => {
  if (!server.answers) {
    test.skip('every case', () => {})
    return
  }
  let database: TestDatabase
  let adapter: Adapter
  beforeAll(async () => {
    database = await server.createDatabase(server.name === 'mysql' ? '' : "locale_provider icu icu_locale 'en-GB'")
    const { quote } = database
    for (const table of ['PERSON', 'WARD']) {
      const definitions = names.map((name, place) => `${quote(name)} ${columns[server.name][place]} not null`)
      await database.run(`create table ${quote(table)} (${definitions.join(', ')})`)
      for (const name of names)
        await database.run(`create index ${quote(`${table}_${name}`)} on ${quote(table)} (${quote(name)})`)
      const rows = Array.from({ length: 3000 }, (_, at) => [
        at,
        `Name${at}`,
        `Name${at}`,
        `C${at}`,
        day(at),
        `${day(at)} 01:30:00`,
        `${at}.5`,
        Buffer.from(bytes(at % 250)),
      ])
      await database.insert(table, names, rows)
      await database.run(`analyze ${server.name === 'mysql' ? 'table ' : ''}${quote(table)}`)
    }
    adapter = await database.open(schema)
  })
  afterAll(async () => {
    await adapter.close()
    await database.drop()
  })

  /** The indexes that the server goes by, for the statement with the values of the query in it. */
  async function indexesOf(query: SourceQuery): Promise<readonly string[]> {
    const [request] = (await adapter.explain?.(query, callOptions())) ?? []
    const bound = boundIn(query)
    if (server.name === 'mysql') {
      let place = 0
      const text = (request?.text ?? '').replaceAll('?', () => literalOf(bound, place++))
      const rows = await database.run(`explain ${text}`)
      return rows.flatMap(row => (/const|ref|range/.test(String(row[3])) ? [String(row[5])] : []))
    }
    let place = 0
    const text = (request?.text ?? '').replace(/\$\d+/g, () => literalOf(bound, place++))
    const rows = await database.run(`explain ${text}`)
    return rows.flatMap(([line]) => (/Index (?:Only )?(?:Scan|Cond)|Bitmap Index Scan/.test(String(line)) ? [String(line)] : []))
  }

  test.each(seeks)('%s', async (_name, where) => {
    expect(await indexesOf(queryOf(where))).not.toEqual([])
  })

  test('a join on texts without the blanks at their ends', async () => {
    const query: SourceQuery = {
      ...queryOf(compare(field('NUMBER', 'integer'), 'eq', 7)),
      joins: [
        {
          entity: 'ward',
          alias: 'w',
          on: [[field('CODE', 'string', true), field('CODE', 'string', true, 'w')]],
          optional: true,
        },
      ],
      select: [field('NAME', 'string', false, 'w')],
    }
    const found: unknown[] = []
    for await (const batch of adapter.read(query, { ...callOptions(), batchSize: 10 })) found.push(...batch)
    expect(found).toEqual([['Name7']])
    expect((await indexesOf(query)).length).toBeGreaterThanOrEqual(2)
  })

  test('what follows a position', async () => {
    const query: SourceQuery = { ...queryOf(), orderBy: [byNumber], after: [2990], limit: 5 }
    expect(await indexesOf(query)).not.toEqual([])
  })

  /** The values in the order of the statement: each of a test as often as it is bound. */
  function boundIn({ where, after, limit }: SourceQuery): readonly unknown[] {
    if (after !== undefined) return [...after, limit]
    if (where?.op === 'compare' && 'value' in where.to) return [where.to.value]
    return where?.op === 'in' ? where.values.map(literal => literal.value) : []
  }

  /** Repeated tests repeat their values: a list is padded to four. */
  function literalOf(bound: readonly unknown[], place: number): string {
    const list = bound.length === 3 ? [...bound, bound[2]] : bound
    const value = list[place % list.length]
    if (value instanceof Uint8Array) {
      const hex = Buffer.from(value).toString('hex')
      return server.name === 'mysql' ? `x'${hex}'` : `'\\x${hex}'`
    }
    return typeof value === 'number' ? String(value) : `'${String(value).replace('T', ' ')}'`
  }
})
