/** Writes a whole SQLite file, for the demo and the benchmark. The facade itself never writes. */
import { randomUUID } from 'node:crypto'
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { quoteIdentifier } from './quote.js'

export interface TableRows {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: Iterable<readonly unknown[]>
}

const progressEvery = 50_000

/** `statements` make the tables and indexes. The file appears, or is replaced, only when it is complete. */
export function writeDatabase(
  file: string,
  statements: readonly string[],
  tables: Iterable<TableRows>,
  onProgress?: (table: string, rows: number) => void,
): void {
  mkdirSync(dirname(file), { recursive: true })
  // In the same folder, since a rename is atomic only within a file system.
  const unfinished = `${file}.${randomUUID()}.unfinished`
  try {
    const database = new Database(unfinished)
    try {
      // Nobody else reads it, and half a file is thrown away: neither a journal nor syncing is of use.
      database.pragma('journal_mode = off')
      database.pragma('synchronous = off')
      database.pragma('locking_mode = exclusive')
      database.pragma('cache_size = -65536')
      database.pragma('threads = 2')
      const [indexes, others] = [statements.filter(isIndex), statements.filter(statement => !isIndex(statement))]
      database.exec('begin')
      for (const statement of others) database.exec(statement)
      for (const table of tables) insertRows(database, table, onProgress)
      // An index is sorted in one go once its rows are there; grown row by row, a million rows take four times as long.
      for (const statement of indexes) database.exec(statement)
      database.exec('commit')
      database.exec('analyze')
    } finally {
      database.close()
    }
    renameSync(unfinished, file)
  } finally {
    rmSync(unfinished, { force: true })
  }
}

const isIndex = (statement: string): boolean => /^\s*create\s+(unique\s+)?index\b/i.test(statement)

function insertRows(
  database: Database.Database,
  { table, columns, rows }: TableRows,
  onProgress?: (table: string, rows: number) => void,
): void {
  const names = columns.map(quoteIdentifier).join(', ')
  const insert = database.prepare(
    `insert into ${quoteIdentifier(table)} (${names}) values (${columns.map(() => '?').join(', ')})`,
  )
  let count = 0
  for (const row of rows) {
    insert.run(...row.map(toStored))
    count++
    if (count % progressEvery === 0) onProgress?.(table, count)
  }
  onProgress?.(table, count)
}

/** SQLite has no booleans; a whole double is written as the integer that it is. */
function toStored(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1n : 0n
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  return value
}
