/** The small demo's rows by name of table and column, as any reader of the database would see them. */
import { demoTables } from '../../src/tooling/demo/demo-tables.js'
import type { Cell } from '../../src/tooling/demo/table.js'

export type NamedRow = Readonly<Record<string, Cell>>

const tables = new Map(
  demoTables().map(({ table, columns, rows }) => {
    const names = columns.map(({ name }) => name)
    const named = [...rows].map((row): NamedRow => Object.fromEntries(names.map((name, at) => [name, row[at] ?? null])))
    return [table, named]
  }),
)

export function demoRows(table: string): readonly NamedRow[] {
  const rows = tables.get(table)
  if (rows === undefined) throw new Error(`The demo has no table ${table}.`)
  return rows
}

/** Text without trailing blanks; '' for null. */
export const textOf = (cell: Cell | undefined): string => String(cell ?? '').trimEnd()
