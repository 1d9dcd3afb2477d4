/** Rows that can not be served stand in nobody's way: whatever the pages, the others are all found, and each of these is told of once. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sqlite } from '../../adapters/sqlite/index.js'
import { writeDatabase } from '../../adapters/sqlite/write-database.js'
import { sourceSchemaOf } from '../../src/mapping/compile/source-schema.js'
import { type Adapter, AdapterError, type EntitySchema } from '../../src/spi/index.js'
import { faultsOfSums, toldRows } from '../support/adds-up.js'
import { openMapped } from '../support/mapped.js'
import { adapterNames, engineOver, findAll, idsOf, type OpenEngine, pagesOf, requestOptions } from '../support/open-facade.js'
import { parseMapping } from '../support/parse-mapping.js'
import { recordSent, type Sent } from '../support/print-query.js'
import { openSources } from './open-tables.js'
import { narrowed } from './weak-source.js'

const pageSizes = [1, 2, 3, 7, 50]

/** What is served, and how many rows are told of, the same in all pages; everything agrees. */
async function outcomeOf({ engine }: Pick<OpenEngine, 'engine'>, type: string): Promise<readonly [string, number]> {
  expect(await faultsOfSums(engine, { pageSizes, most: 100 })).toEqual([])
  const pages = await pagesOf(engine, `${type}?_count=1`)
  return [pages.flatMap(({ resources }) => idsOf(resources)).join(' '), toldRows(pages.flatMap(({ outcomes }) => outcomes))]
}

const staffMapping = `source: s
tables:
  staff: { table: staff, key: [CODE] }
---
map: staff
from: staff as s
Practitioner:
  name:
    - { family: s.NAME }
`

describe.each(adapterNames)('rows of one key, and rows of none (%s)', adapter => {
  it.each([
    ['among others', ['a', 'b', 'b', 'b', 'c', '', '', '', ''], 'a c', 7],
    ['before all others', ['a', 'a', 'a', 'a', 'a', 'b'], 'b', 5],
    ['alone', ['a', 'a', 'a', 'a'], '', 4],
    ['two and two', ['a', 'a', 'b', 'c', 'c', 'd', 'd', 'd', 'e'], 'b e', 7],
  ])('%s', async (_, codes, served, told) => {
    const rows = codes.map((code, index) => `${index} | ${code} | N`)
    const tables = ['staff (N int*, CODE, NAME)', ...rows].join('\n')
    const facade = await openMapped([{ yaml: staffMapping, tables }], adapter)
    try {
      expect(await outcomeOf(facade, 'Practitioner')).toEqual([served, told])
    } finally {
      await facade.close()
    }
  })

  it('more of them than are told of one by one end no page in silence', async () => {
    const rows = Array.from({ length: 2100 }, (_, index) => `${index} | ${index < 3 ? `a${index}` : 'b'} | N`)
    const tables = ['staff (N int*, CODE, NAME)', ...rows, '9999 | c | N'].join('\n')
    const facade = await openMapped([{ yaml: staffMapping, tables }], adapter)
    try {
      const { resources, outcomes } = await facade.engine.search('Practitioner', '_count=50', requestOptions())
      expect(idsOf(resources)).toEqual(['a0', 'a1', 'a2', 'c'])
      expect(outcomes.map(({ text }) => text)).toContain(
        'Many rows of s/staff have the key of another row, or none. More of them are not served.',
      )
    } finally {
      await facade.close()
    }
  })
})

// ── Sources that go and come ────────────────────────────────────────────────────────────────────────────────────────

describe('a source that goes away between two pages', () => {
  const one = (source: string, prefix: string) => `source: ${source}
tables: { people: { key: [people] } }
---
map: people${prefix}
from: people as p
Patient:
  name[official]: { family: p.FAMILY }
`
  const rows = `
    people | FAMILY
    1      | Ash
    2      | Birch`
  const away = { is: false }
  const open = () =>
    openSources([
      { mapping: one('near', ''), rows },
      {
        mapping: one('far', '\nprefix: far'),
        rows,
        wrap: adapter => ({
          ...narrowed(adapter, {}),
          read(query, options) {
            if (away.is) throw new AdapterError('unavailable', 'away')
            return adapter.read(query, options)
          },
        }),
      },
    ])

  it('is the failure of a page that only it could fill, and the same link brings the page when it is back', async () => {
    away.is = false
    const { engine } = await open()
    const first = await engine.search('Patient', '_count=3', requestOptions())
    expect(idsOf(first.resources)).toEqual(['1', '2', 'far-1'])
    away.is = true
    const link = `_page=${first.next}`
    await expect(engine.search('Patient', link, requestOptions())).rejects.toMatchObject({ code: 'source.unavailable' })
    away.is = false
    const second = await engine.search('Patient', link, requestOptions())
    expect([idsOf(second.resources), second.next]).toEqual([['far-2'], undefined])
  })

  it('leaves to a page what the other one has, and is asked again on the next', async () => {
    away.is = false
    const { engine } = await open()
    const first = await engine.search('Patient', '_count=1', requestOptions())
    away.is = true
    const second = await engine.search('Patient', `_page=${first.next}`, requestOptions())
    expect([idsOf(second.resources), second.outcomes.length]).toEqual([['2'], 1])
  })
})

// ── A table under two names ─────────────────────────────────────────────────────────────────────────────────────────

it('a table that is served is not kept as a lookup table under another name', async () => {
  const yaml = `source: s
tables:
  person: { table: PERSON, key: [ID] }
  carer: { table: person, key: [ID] }
---
map: people
from: person as p
joins:
  c: { table: carer, match: c.ID = p.CARER }
Patient:
  name[official]: { family: p.NAME }
  gender: { col: c.SEX, codes: { map: { M: male, F: female } } }
`
  const statements = [
    'create table PERSON (ID integer primary key, NAME varchar(9), CARER integer, SEX varchar(1))',
    "insert into PERSON values (1, 'A', 2, 'F'), (2, 'B', 1, 'M')",
  ]
  const sent: Sent[] = []
  const facade = await openFile(yaml, statements, adapter => recordSent(adapter, sent))
  try {
    expect(idsOf(await findAll(facade.engine, 'Patient?gender=male'))).toEqual(['1'])
    expect(sent.map(({ query }) => query.from.entity)).not.toContain('carer')
  } finally {
    await facade.close()
  }
})

// ── What SQLite stores ──────────────────────────────────────────────────────────────────────────────────────────────

/** A file made by these statements, which can write what no driver would. */
async function openFile(
  yaml: string,
  statements: readonly string[],
  wrap: (adapter: Adapter) => Adapter = adapter => adapter,
): Promise<OpenEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'careconnect-'))
  const file = join(folder, 'source.sqlite')
  writeDatabase(file, statements, [])
  const mapping = parseMapping({ yaml })
  const adapter = wrap(await sqlite.open({ file }, sourceSchemaOf(mapping.source, mapping.maps), requestOptions()))
  const found = (await adapter.introspect?.([...mapping.source.tables.keys()], requestOptions())) ?? []
  const schemas = new Map<string, EntitySchema>(
    [...mapping.source.tables.keys()].map((name, at) => [name, found[at] as EntitySchema]),
  )
  const close = async () => {
    await adapter.close()
    rmSync(folder, { recursive: true })
  }
  return engineOver([{ adapter, close, loaded: { ...mapping, adapter: 'sqlite', schemaOf: table => schemas.get(table) } }])
}

async function outcomeOfFile(type: string, yaml: string, statements: readonly string[]) {
  const facade = await openFile(yaml, statements)
  try {
    return await outcomeOf(facade, type)
  } finally {
    await facade.close()
  }
}

describe('what is stored in a SQLite file, and is of another type than its column', () => {
  const keys = (...values: readonly string[]) => values.map(value => `insert into staff values (${value}, 'N')`)

  it.each([
    ['text and bytes among whole numbers', 'integer', keys('1', "'x'", "'y'", "'<b>'", "x'ff'", '2.5', '1e300', '2'), '1 2', 6],
    ['bytes among texts', 'varchar(9)', keys("'a'", "x'6263'", "x'ff'", "'b'"), 'a b', 2],
    ['texts that are no UTF-8', 'varchar(9)', keys("'a'", "cast(x'41ff' as text)", "cast(x'41fe' as text)", "'b'"), 'a b', 2],
    ['keys that are longer than an id', 'varchar(99)', keys("'a'", "printf('%.80c', 'b')", "'c'"), 'a c', 1],
  ])('as a key: %s', async (_, type, inserts, served, told) => {
    const table = `create table staff (CODE ${type} not null, NAME varchar(9))`
    expect(await outcomeOfFile('Practitioner', staffMapping, [table, ...inserts])).toEqual([served, told])
  })

  it('in the column that sorts: it stands with those that have no time', async () => {
    const yaml = `source: s
tables: { visit: { table: visit, key: [ID], changed: [SEEN], columns: { SEEN: { format: epoch-seconds } } } }
---
map: visit
from: visit as v
Encounter:
  status: finished
`
    const rows = ['1600000000', "'junk'", '1500000000', 'null', "x'ff'", "'more'", '1400000000']
    const table = 'create table visit (ID integer primary key, SEEN integer)'
    const inserts = rows.map((seen, at) => `insert into visit values (${at + 1}, ${seen})`)
    const facade = await openFile(yaml.replace('v.SEEN }', 'v.SEEN }'), [table, ...inserts])
    try {
      expect(await faultsOfSums(facade.engine, { pageSizes, most: 100 })).toEqual([])
      for (const size of pageSizes) {
        const found = await findAll(facade.engine, `Encounter?_sort=_lastUpdated&_count=${size}`)
        expect(idsOf(found)).toEqual(['7', '3', '1', '2', '4', '5', '6'])
      }
    } finally {
      await facade.close()
    }
  })

  it('in a lookup table: it fails no test, and no search', async () => {
    const yaml = `source: s
tables:
  result: { table: result, key: [ID] }
  test: { table: test, key: [CODE] }
---
map: result
from: result as r
joins:
  t: { table: test, match: t.CODE = r.TEST }
where: t.RANK > 1
Observation:
  status: final
  code: { text: t.NAME }
`
    const statements = [
      'create table result (ID integer primary key, TEST integer)',
      'create table test (CODE integer primary key, RANK integer, NAME varchar(9))',
      "insert into test values (1, 'heavy', 'a'), (2, 5, 'b'), (3, x'ff', 'c')",
      'insert into result values (1, 1), (2, 2), (3, 3)',
    ]
    expect(await outcomeOfFile('Observation', yaml, statements)).toEqual(['2', 0])
  })
})
