import { createHash } from 'node:crypto'
import { describe, expect, it, test } from 'vitest'
import { demoTables, largeDemo } from '../../src/tooling/demo/demo-tables.js'
import { type Cell, createStatements, type DemoColumn, type DemoTable } from '../../src/tooling/demo/table.js'

function digestOf(tables: readonly DemoTable[]): string {
  const hash = createHash('sha256')
  for (const { table, rows } of tables) for (const row of rows) hash.update(`${table}${JSON.stringify(row)}\n`)
  return hash.digest('hex')
}
function fits(cell: Cell, { type, nullable }: DemoColumn): boolean {
  if (cell === null) return nullable
  if (/^(INTEGER|BIGINT)$/.test(type)) return Number.isInteger(cell)
  if (type.startsWith('DECIMAL')) return typeof cell === 'number'
  if (type === 'DATETIME') return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(String(cell))
  if (type === 'DATE') return /^\d{4}-\d\d-\d\d$/.test(String(cell))
  const length = /CHAR\((\d+)\)/.exec(type)?.[1]
  return typeof cell === 'string' && (length === undefined || [...cell].length <= Number(length))
}
const rowsOf = (tables: readonly DemoTable[], name: string): Iterable<readonly unknown[]> =>
  tables.find(({ table }) => table === name)?.rows ?? []
const first = <T>(items: Iterable<T>): T | undefined => {
  for (const item of items) return item
  return undefined
}

describe('the small demo', () => {
  it('has the same rows everywhere and always', () => {
    // A change of any row changes this digest: look at the rows, then write the new one.
    expect(digestOf(demoTables())).toBe('351465d9051f8f2cfde3db17bf6aa78bfc6419772407462142853314ec75f1c6')
  })

  it('has rows that fit their columns', () => {
    for (const { table, columns, rows } of demoTables()) {
      for (const row of rows) {
        expect(row, table).toHaveLength(columns.length)
        const misfits = columns.filter((column, at) => !fits(row[at] ?? null, column)).map(({ name }) => name)
        expect(misfits, `${table} ${row[0]}`).toEqual([])
      }
    }
  })

  it('has unique keys', () => {
    for (const { table, columns, key, rows } of demoTables()) {
      const places = key.map(name => columns.findIndex(column => column.name === name))
      const keys = [...rows].map(row => places.map(place => row[place]).join('|'))
      if (key.length > 0) expect(new Set(keys).size, table).toBe(keys.length)
    }
  })

  test.each(['PracticeCode', 'RegPracticeCode', 'ParentCode'])('%s is padded with blanks to eight characters', name => {
    const table = demoTables().find(({ columns }) => columns.some(column => column.name === name))
    const at = table?.columns.findIndex(column => column.name === name) ?? -1
    const values = [...(table?.rows ?? [])].map(row => row[at] ?? null).filter(value => value !== null)
    expect(values.every(value => String(value).length === 8)).toBe(true)
    expect(values.some(value => String(value).endsWith('  '))).toBe(true)
  })
})

describe('a demo of any size', () => {
  it('gives each patient the same life whatever the size', () => {
    const patientsOf = (patients: number) => [...rowsOf(demoTables({ ...largeDemo, patients }), 'gp_patient')]
    expect(patientsOf(200).slice(0, 50)).toEqual(patientsOf(50))
  })

  it('has exactly the mean number of Observations over full hundreds of patients', () => {
    const counts = new Map<unknown, number>()
    for (const [patient, , , kind] of rowsOf(demoTables({ ...largeDemo, patients: 1000 }), 'gp_event')) {
      if (String(kind).match(/[RBQ]/)) counts.set(patient, (counts.get(patient) ?? 0) + 1)
    }
    expect([...counts.values()].reduce((sum, count) => sum + count)).toBe(50_000)
    expect([counts.get(1), counts.get(100), counts.get(999), counts.get(1000)]).toEqual([44, 644, 44, 644])
  })

  it('has a million Observations of twenty thousand patients for the benchmark', () => {
    expect(largeDemo.patients * largeDemo.observationsPerPatient).toBe(1_000_000)
  })

  it('has the tables of records in the benchmark too, empty, and no other events than before', () => {
    const tables = demoTables({ ...largeDemo, patients: 300 })
    for (const name of ['gp_consult', 'gp_problem', 'gp_event_attr', 'gp_summary']) expect([...rowsOf(tables, name)]).toEqual([])
    expect([...rowsOf(tables, 'gp_event')].filter(([, , , kind]) => /[DP]/.test(String(kind)))).toEqual([])
  })

  it('makes no row before it is asked for it', () => {
    const endless = rowsOf(demoTables({ ...largeDemo, patients: 1_000_000_000 }), 'gp_event')
    expect(first(endless)).toEqual(first(rowsOf(demoTables(largeDemo), 'gp_event')))
  })

  it('is made anew each time it is read', () => {
    const events = rowsOf(demoTables(), 'gp_event')
    expect(first(events)).toEqual(first(events))
    expect([...events]).toEqual([...events])
  })
})

it('states its tables before its indexes, with quoted names', () => {
  const statements = createStatements(demoTables())
  expect(statements.map(statement => /^create (\w+)/.exec(statement)?.[1]).join(' ')).toMatch(/^(table )+(index ?)+$/)
  expect(statements.find(statement => statement.includes('create table "gp_lookup"'))).toBe(
    `create table "gp_lookup" (
  "ListName" VARCHAR(12) not null,
  "ItemCode" VARCHAR(8) not null,
  "ItemText" VARCHAR(60),
  "NationalCode" VARCHAR(4),
  primary key ("ListName", "ItemCode")
)`,
  )
  expect(statements).toContain('create index "gp_event_PatId_CodeId_EventAt" on "gp_event" ("PatId", "CodeId", "EventAt")')
})
