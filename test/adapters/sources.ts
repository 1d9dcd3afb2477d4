/** The dataset, or any other tables, in each adapter. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memory } from '../../adapters/memory/index.js'
import { sqlite } from '../../adapters/sqlite/index.js'
import { writeDatabase } from '../../adapters/sqlite/write-database.js'
import { type DatasetTable, dataset, datasetSchema } from '../../src/spi/conformance/dataset.js'
import type { Adapter, CallOptions, ReadOptions, Row, Scalar, SourceQuery, SourceSchema } from '../../src/spi/index.js'
import type { TestServer } from '../support/servers.js'

export const options = (signal: AbortSignal = new AbortController().signal): ReadOptions & CallOptions => ({
  signal,
  timeoutMs: 10_000,
  traceId: 'test',
  batchSize: 100,
})

export type Tables = Readonly<Record<string, DatasetTable>>

export interface Source {
  readonly adapter: Adapter
  close(): Promise<void>
}

export async function openInMemory(tables: Tables = dataset, schema: SourceSchema = datasetSchema): Promise<Source> {
  const adapter = await memory.open({ tables }, schema, options())
  return { adapter, close: () => adapter.close() }
}

export async function openInSqlite(
  tables: Tables = dataset,
  schema: SourceSchema = datasetSchema,
  statements: readonly string[] = [],
): Promise<Source> {
  const folder = mkdtempSync(join(tmpdir(), 'careconnect-'))
  const file = join(folder, 'source.sqlite')
  const rows = Object.entries(tables).map(([table, { columns, rows: all }]) => ({
    table,
    columns: columns.map(column => column.name),
    rows: all.map(row => row.map((value, place) => stored(value, columns[place]?.type))),
  }))
  writeDatabase(file, [...Object.entries(tables).map(([name, table]) => createTable(name, table)), ...statements], rows)
  const adapter = await sqlite.open({ file }, schema, options())
  return {
    adapter,
    close: async () => {
      await adapter.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** In a database of its own, made with `settings`. */
export async function openInServer(
  server: TestServer,
  tables: Tables = dataset,
  schema: SourceSchema = datasetSchema,
  settings = '',
): Promise<Source> {
  const database = await server.createDatabase(settings)
  try {
    for (const [name, { columns, key, rows }] of Object.entries(tables)) {
      const isKey = (column: { readonly name: string }) => (key.includes(column.name) ? ' not null' : '')
      const definitions = columns.map(column => `${database.quote(column.name)} ${database.typeOf(column)}${isKey(column)}`)
      const keys = key.map(database.quote).join(', ')
      await database.run(`create table ${database.quote(name)} (${definitions.join(', ')}, primary key (${keys}))`)
      const values = rows.map(row => row.map((value, place) => database.stored(value, columns[place]?.type ?? '')))
      await database.insert(
        name,
        columns.map(column => column.name),
        values,
      )
    }
    const adapter = await database.open(schema)
    const close = async () => {
      await adapter.close()
      await database.drop()
    }
    return { adapter, close }
  } catch (error) {
    await database.drop()
    throw error
  }
}

export async function readAll(adapter: Adapter, query: SourceQuery): Promise<readonly Row[]> {
  const rows: Row[] = []
  for await (const batch of adapter.read(query, options())) rows.push(...batch)
  return rows
}

function createTable(name: string, { columns, key }: DatasetTable): string {
  const definitions = columns.map(column => {
    const collate = column.collation?.folds === 'ignoreCase' ? ' COLLATE NOCASE' : ''
    return `"${column.name}" ${column.nativeType}${collate}`
  })
  return `create table "${name.replaceAll('"', '""')}" (${definitions.join(', ')}, primary key (${key.map(field => `"${field}"`).join(', ')}))`
}

/** Times with a blank, as SQLite's own functions write them; wide integers as such. */
function stored(value: Scalar, type: string | undefined): unknown {
  if (type === 'dateTime' && typeof value === 'string') return value.replace('T', ' ')
  return type === 'integer' && typeof value === 'string' ? BigInt(value) : value
}
