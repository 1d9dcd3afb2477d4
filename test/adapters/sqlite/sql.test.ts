/** The SQL that each question becomes, and the index that serves it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it, test } from 'vitest'
import { openDatabase } from '../../../adapters/sqlite/driver.js'
import { sqlite } from '../../../adapters/sqlite/index.js'
import { writeDatabase } from '../../../adapters/sqlite/write-database.js'
import type { Adapter, Field, FieldType, Join, Order, Predicate, SourceQuery } from '../../../src/spi/index.js'
import { options } from '../sources.js'

const folder = mkdtempSync(join(tmpdir(), 'careconnect-'))
const file = join(folder, 'sql.sqlite')
const schema = { entities: { person: { path: ['PERSON'] }, ward: { path: ['WARD'] } } }

const field = (name: string, type: FieldType, facts: Partial<Field> = {}): Field => ({ alias: 'p', name, type, ...facts })
const id = field('ID', 'integer')
const surname = field('SURNAME', 'string', { trim: true })
const code = field('CODE', 'string', { trim: true })
const fixed = field('FIXED', 'string', { trim: true })
const status = field('STATUS', 'string')
const seen = field('SEEN', 'dateTime')
const grouped = field('GROUPED', 'integer')
const written = field('WRITTEN', 'dateTime')

let adapter: Adapter
let database: Database.Database
beforeAll(async () => {
  const rows = Array.from({ length: 2000 }, (_, index) => [
    index,
    `Name${index % 500}`,
    `C${index % 300}   `,
    index % 2 ? 'open' : 'Shut',
    `2020-01-${String(10 + (index % 20))} 10:00:00`,
    `2020-01-${String(10 + (index % 20))}T10:00:00.000`,
    index % 50 || null,
    `F${index}`.padEnd(8),
  ])
  writeDatabase(
    file,
    [
      'create table PERSON (ID INTEGER PRIMARY KEY, SURNAME VARCHAR(40), CODE CHAR(6), STATUS VARCHAR(9) COLLATE NOCASE, SEEN DATETIME, WRITTEN DATETIME, GROUPED INTEGER, FIXED CHAR(8))',
      'create table WARD (CODE CHAR(6) PRIMARY KEY, NAME VARCHAR(20))',
      'create index P_SURNAME on PERSON (SURNAME)',
      'create index P_CODE on PERSON (CODE)',
      'create index P_STATUS on PERSON (STATUS)',
      'create index P_FIXED on PERSON (FIXED)',
      'create index P_SEEN on PERSON (SEEN)',
      'create index P_WRITTEN on PERSON (WRITTEN)',
    ],
    [
      { table: 'PERSON', columns: ['ID', 'SURNAME', 'CODE', 'STATUS', 'SEEN', 'WRITTEN', 'GROUPED', 'FIXED'], rows },
      { table: 'WARD', columns: ['CODE', 'NAME'], rows: rows.slice(0, 300).map(row => [row[2], 'Ward']) },
    ],
  )
  adapter = await sqlite.open({ file }, schema, options())
  database = openDatabase(file)
})
afterAll(async () => {
  database.close()
  await adapter.close()
  rmSync(folder, { recursive: true })
})

const people: SourceQuery = { from: { entity: 'person', alias: 'p' }, joins: [], select: [id], orderBy: [] }
const ward: Join = { entity: 'ward', alias: 'w', on: [[code, { ...code, alias: 'w' }]], optional: true }
const is = (tested: Field, comparison: 'eq' | 'lt' | 'ge', value: string | number): Predicate => ({
  op: 'compare',
  field: tested,
  is: comparison,
  to: { type: tested.type, value },
})
const by = (sorted: Field, direction: Order['direction'] = 'asc', nulls: Order['nulls'] = 'first'): Order => ({
  by: sorted,
  direction,
  nulls,
})

async function explain(part: Partial<SourceQuery>): Promise<{ sql: string; types: string; plan: string }> {
  const [request] = (await adapter.explain?.({ ...people, ...part }, options())) ?? []
  const text = request?.text ?? ''
  const plan = database.prepare(`explain query plan ${text}`).all(...(request?.parameterTypes ?? []).map(() => 1)) as {
    detail: string
  }[]
  return {
    sql: text.slice(text.indexOf(' from ') + 1),
    types: request?.parameterTypes.join(' ') ?? '',
    plan: plan.map(step => step.detail).join('; '),
  }
}

test.each<[string, Partial<SourceQuery>, string, RegExp]>([
  ['an integer', { where: is(id, 'eq', 1) }, 'where "p"."ID" = +?', /SEARCH p USING INTEGER PRIMARY KEY/],
  [
    'a trimmed text where nothing ends in blanks',
    { where: is(surname, 'eq', 'a') },
    'where "p"."SURNAME" = +?',
    /SEARCH p USING .*INDEX P_SURNAME/,
  ],
  [
    'a trimmed text where blanks are stored',
    { where: is(code, 'eq', 'a') },
    `where (("p"."CODE" >= +? and "p"."CODE" < +? || '!') and rtrim("p"."CODE", ' ') = +?)`,
    /SEARCH p USING .*INDEX P_CODE/,
  ],
  [
    'a trimmed text where all are padded to one width',
    { where: is(fixed, 'eq', 'a') },
    'where "p"."FIXED" = +?',
    /SEARCH p USING .*INDEX P_FIXED/,
  ],
  [
    'a text in a folding collation',
    { where: is(status, 'eq', 'open') },
    'where ("p"."STATUS" = +? and "p"."STATUS" collate binary = +?)',
    /SEARCH p USING .*INDEX P_STATUS/,
  ],
  [
    'a list of five, padded',
    { where: { op: 'in', field: surname, values: ['a', 'b', 'c', 'd', 'e'].map(value => ({ type: 'string', value })) } },
    'where "p"."SURNAME" in (+?, +?, +?, +?, +?, +?, +?, +?)',
    /SEARCH p USING .*INDEX P_SURNAME/,
  ],
  ['a moment', { where: is(seen, 'ge', '2020-01-20T00:00:00') }, 'where "p"."SEEN" >= +?', /SEARCH p USING .*INDEX P_SEEN/],
  [
    'a moment in a column written with T',
    { where: is(written, 'ge', '2020-01-20T00:00:00') },
    'where "p"."WRITTEN" >= +?',
    /SEARCH p USING .*INDEX P_WRITTEN/,
  ],
  [
    'a start',
    { where: { op: 'text', field: surname, match: 'startsWith', folding: 'exact', value: 'Na' } },
    'where ("p"."SURNAME" >= +? and "p"."SURNAME" < +?)',
    /SEARCH p USING .*INDEX P_SURNAME/,
  ],
  [
    'a negated test',
    { where: { op: 'not', of: is(surname, 'eq', 'a') } },
    'where case when "p"."SURNAME" = +? then 0 else 1 end = 1',
    /SCAN p/,
  ],
  ['a negated isNull', { where: { op: 'not', of: { op: 'isNull', field: surname } } }, 'where "p"."SURNAME" is not null', /p/],
  ['nothing', { where: { op: 'or', of: [] } }, 'where 1 = 0', /p/],
  [
    'the natural order of nulls',
    { orderBy: [by(seen, 'desc', 'last'), by(id, 'desc', 'last')], limit: 5 },
    'order by "p"."SEEN" desc, "p"."ID" desc limit ? + 0',
    /^SCAN p USING .*INDEX P_SEEN$/,
  ],
  [
    'the other order of nulls, where there are none',
    { orderBy: [by(seen, 'asc', 'last'), by(id)] },
    'order by "p"."SEEN", "p"."ID"',
    /INDEX P_SEEN$/,
  ],
  [
    'the other order of nulls',
    { orderBy: [by(grouped, 'asc', 'last'), by(id)] },
    'order by case when "p"."GROUPED" is null then 1 else 0 end, "p"."GROUPED", "p"."ID"',
    /TEMP B-TREE/,
  ],
  [
    'a position among nulls',
    { orderBy: [by(grouped, 'desc', 'last'), by(id, 'desc', 'last')], after: [5, 7] },
    'where (("p"."GROUPED" <= +? or "p"."GROUPED" is null) and (("p"."GROUPED" < +? or "p"."GROUPED" is null) or ("p"."GROUPED" = +? and "p"."ID" < +?))) order by',
    /p/,
  ],
  [
    'a position at a null',
    { orderBy: [by(grouped, 'desc', 'last'), by(id, 'desc', 'last')], after: [null, 7] },
    'where ("p"."GROUPED" is null and ("p"."GROUPED" is null and "p"."ID" < +?)) order by',
    /p/,
  ],
  [
    'a position, seeking',
    { orderBy: [by(seen, 'asc', 'first'), by(id)], after: ['2020-01-20T10:00:00', 7], limit: 5 },
    'where ("p"."SEEN" >= +? and ("p"."SEEN" > +? or ("p"."SEEN" = +? and "p"."ID" > +?))) order by "p"."SEEN", "p"."ID" limit ? + 0',
    /^SEARCH p USING .*INDEX P_SEEN \(SEEN>\?\)$/,
  ],
  [
    'a join that nothing needs',
    { joins: [ward], where: is(id, 'eq', 1) },
    'from "PERSON" as "p" where "p"."ID" = +?',
    /^SEARCH p/,
  ],
  [
    'a join',
    { joins: [ward], select: [id, { ...code, alias: 'w' }], where: is(id, 'eq', 1) },
    `left join "WARD" as "w" on (("w"."CODE" >= rtrim("p"."CODE", ' ') and "w"."CODE" < rtrim("p"."CODE", ' ') || '!') and rtrim("p"."CODE", ' ') = rtrim("w"."CODE", ' '))`,
    /SEARCH w USING .*INDEX/,
  ],
  [
    'exists',
    { where: { op: 'exists', join: ward, where: { op: 'isNull', field: { ...code, alias: 'w', name: 'NAME' } } } },
    'where exists (select 1 from "WARD" as "w" where (',
    /SEARCH w .*USING .*INDEX/,
  ],
])('%s', async (_name, part, sql, plan) => {
  const explained = await explain(part)
  expect(explained.sql).toContain(sql)
  expect(explained.plan).toMatch(plan)
})

it('names the types of what is bound, and no values', async () => {
  const where: Predicate = { op: 'and', of: [is(id, 'eq', '9007199254740993'), is(surname, 'eq', 'Smith'), is(id, 'ge', 1)] }
  const explained = await explain({ where })
  expect(explained.types).toBe('integer text real')
  expect(explained.sql).not.toContain('Smith')
})

it('keeps one text for lists of lengths that are padded alike', async () => {
  const listOf = (length: number): Predicate => ({
    op: 'in',
    field: id,
    values: Array.from({ length }, (_, value) => ({ type: 'integer', value })),
  })
  expect((await explain({ where: listOf(5) })).sql).toBe((await explain({ where: listOf(8) })).sql)
  expect((await explain({ where: listOf(8) })).sql).not.toBe((await explain({ where: listOf(9) })).sql)
})
