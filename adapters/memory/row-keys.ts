/** Rows by the value of one column, so that a join need not look at all of them. Equal values have one key; others may share it. */
import { type FieldType, type Row, type Scalar, trimTrailing } from '../../src/spi/index.js'
import type { OpenTable } from './tables.js'

/** Undefined for types whose values can be equal and written in several ways, and for null, which equals nothing. */
export function keyOf(type: FieldType, value: Scalar): string | undefined {
  if (value === null) return undefined
  if (type === 'string') return trimTrailing(String(value))
  return type === 'integer' ? String(value) : undefined
}

type RowsByKey = ReadonlyMap<string, readonly Row[]>
const byTable = new WeakMap<OpenTable, Map<string, RowsByKey>>()

/** Of one column, and the type by which it is asked. Rows of a table in memory never change. */
export function rowsWithKey(table: OpenTable, place: number, type: FieldType, key: string): readonly Row[] {
  const known = byTable.get(table) ?? new Map<string, RowsByKey>()
  byTable.set(table, known)
  const column = `${place} ${type}`
  const rows = known.get(column) ?? groupRows(table, place, type)
  known.set(column, rows)
  return rows.get(key) ?? []
}

function groupRows(table: OpenTable, place: number, type: FieldType): RowsByKey {
  const groups = new Map<string, Row[]>()
  for (const row of table.rows) {
    const key = keyOf(type, row[place] ?? null)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}
