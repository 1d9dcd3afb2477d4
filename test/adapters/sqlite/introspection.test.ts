/** What a SQLite file says of itself, and that a file is written wholly or not at all. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, test } from 'vitest'
import { collationsOf, typeOfDeclaration } from '../../../adapters/sqlite/declared-types.js'
import { sqlite } from '../../../adapters/sqlite/index.js'
import { writeDatabase } from '../../../adapters/sqlite/write-database.js'
import { options } from '../sources.js'

const folder = mkdtempSync(join(tmpdir(), 'careconnect-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('introspection', () => {
  const file = join(folder, 'schema.sqlite')
  writeDatabase(
    file,
    [
      'create table WARD (SITE CHAR(3) NOT NULL, CODE CHAR(4) NOT NULL, NAME VARCHAR(20), PRIMARY KEY (SITE, CODE))',
      `create table STAY (ID INTEGER PRIMARY KEY, REF VARCHAR(8) COLLATE NOCASE UNIQUE, SITE CHAR(3), WARD CHAR(4),
        STARTED DATETIME NOT NULL, COST DECIMAL(10, 2) CHECK (COST IN (1, 2)), "odd, name" BIT, PREVIOUS INTEGER REFERENCES STAY,
        FOREIGN KEY (SITE, WARD) REFERENCES WARD (SITE, CODE))`,
      'create index STAY_STARTED on STAY (STARTED, ID)',
      'create index STAY_LOWER on STAY (lower(REF))',
      'create view CURRENT_STAY as select ID, REF, COST + 1 as MORE from STAY',
    ],
    [{ table: 'WARD', columns: ['SITE', 'CODE', 'NAME'], rows: [['RX1', 'A1', 'Ash']] }],
  )
  const open = () => sqlite.open({ file }, { entities: { stay: { path: ['STAY'] }, nothing: { path: ['NOTHING'] } } }, options())

  it('gives types, keys, references and indexes, under the names that maps use', async () => {
    const adapter = await open()
    const [stay] = (await adapter.introspect?.(['stay'], options())) ?? []
    await adapter.close()
    const exact = { folds: 'exact', padsBlanks: false }
    expect(stay).toEqual({
      entity: 'stay',
      kind: 'table',
      rows: 0,
      fields: [
        { name: 'ID', type: 'integer', nativeType: 'INTEGER', nullable: false },
        {
          name: 'REF',
          type: 'string',
          nativeType: 'VARCHAR(8)',
          nullable: true,
          collation: { folds: 'ignoreCase', padsBlanks: false },
        },
        { name: 'SITE', type: 'string', nativeType: 'CHAR(3)', nullable: true, collation: exact },
        { name: 'WARD', type: 'string', nativeType: 'CHAR(4)', nullable: true, collation: exact },
        { name: 'STARTED', type: 'dateTime', nativeType: 'DATETIME', nullable: false },
        { name: 'COST', type: 'decimal', nativeType: 'DECIMAL(10, 2)', nullable: true },
        { name: 'odd, name', type: 'boolean', nativeType: 'BIT', nullable: true },
        { name: 'PREVIOUS', type: 'integer', nativeType: 'INTEGER', nullable: true },
      ],
      keys: [
        { fields: ['ID'], primary: true },
        { fields: ['REF'], primary: false },
      ],
      references: [
        { fields: ['SITE', 'WARD'], entity: 'WARD', targetFields: ['SITE', 'CODE'] },
        { fields: ['PREVIOUS'], entity: 'stay', targetFields: ['ID'] },
      ],
      indexes: [
        { fields: ['ID'], unique: true },
        { fields: ['STARTED', 'ID'], unique: false },
        { fields: ['REF'], unique: true },
      ],
    })
  })

  it('of all gives tables and views', async () => {
    const adapter = await open()
    const all = (await adapter.introspect?.('all', options())) ?? []
    await adapter.close()
    expect(all.map(({ entity, kind, rows }) => [entity, kind, rows])).toEqual([
      ['CURRENT_STAY', 'view', undefined],
      ['stay', 'table', 0],
      ['WARD', 'table', 1],
    ])
    expect(all[0]?.fields.map(field => field.type)).toEqual(['integer', 'string', 'unknown'])
    expect(all[2]?.keys).toEqual([{ fields: ['SITE', 'CODE'], primary: true }])
  })

  it('of an entity without a table is a mismatch', async () => {
    const adapter = await open()
    await expect(adapter.introspect?.(['nothing'], options())).rejects.toMatchObject({ code: 'schema-mismatch' })
    await adapter.close()
  })
})

test.each([
  ['INTEGER', 'integer'],
  ['bigint', 'integer'],
  ['TINYINT(1)', 'integer'],
  ['VARCHAR(10)', 'string'],
  ['NVARCHAR(MAX)', 'string'],
  ['TEXT', 'string'],
  ['UNIQUEIDENTIFIER', 'string'],
  ['DATE', 'date'],
  ['DATETIME', 'dateTime'],
  ['datetime2(7)', 'dateTime'],
  ['TIMESTAMP', 'dateTime'],
  ['TIMESTAMP WITH TIME ZONE', 'instant'],
  ['TIME', 'time'],
  ['DECIMAL(10,2)', 'decimal'],
  ['NUMERIC', 'decimal'],
  ['DOUBLE PRECISION', 'decimal'],
  ['REAL', 'decimal'],
  ['BIT', 'boolean'],
  ['BOOLEAN', 'boolean'],
  ['VARBINARY(16)', 'binary'],
  ['BLOB', 'binary'],
  ['', 'unknown'],
])('%s is %s', (declared, type) => {
  expect(typeOfDeclaration(declared)).toBe(type)
})

test('collations are found where they are declared, among commas and quotes', () => {
  const found = collationsOf(`create table "T, (x)" (
    A TEXT DEFAULT ',', -- COLLATE NOCASE, not here
    "B b" VARCHAR(3) CHECK ("B b" IN ('a', 'b')) COLLATE NOCASE, [C] TEXT COLLATE RTRIM, D TEXT COLLATE BINARY)`)
  expect([...found]).toEqual([
    ['B b', { folds: 'ignoreCase', padsBlanks: false }],
    ['C', { folds: 'exact', padsBlanks: true }],
  ])
})

describe('a database', () => {
  it('is written under another name, and appears when it is complete', () => {
    const file = join(folder, 'new', 'demo.sqlite')
    const progress: (readonly [string, number, boolean])[] = []
    writeDatabase(file, ['create table T (A INTEGER)'], [{ table: 'T', columns: ['A'], rows: [[1], [2]] }], (table, rows) =>
      progress.push([table, rows, existsSync(file)]),
    )
    expect(progress).toEqual([['T', 2, false]])
    expect(readdirSync(join(folder, 'new'))).toEqual(['demo.sqlite'])
  })

  it('leaves nothing behind when it cannot be written', () => {
    const file = join(folder, 'failed', 'demo.sqlite')
    expect(() => writeDatabase(file, ['create table T (A INTEGER)'], [{ table: 'NOPE', columns: ['A'], rows: [] }])).toThrow()
    expect(readdirSync(join(folder, 'failed'))).toEqual([])
  })
})
