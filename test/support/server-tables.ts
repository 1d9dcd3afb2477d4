/** Tables as SQLite is told them, in a database server: one database for a file of tests, and its tables dropped after each. */
import { afterAll } from 'vitest'
import type { Adapter, SourceSchema } from '../../src/spi/index.js'
import type { Cell, DemoTable } from '../../src/tooling/demo/table.js'
import { type ServerName, serverNamed, type TestDatabase } from './servers.js'

export interface ServerTables {
  readonly adapter: Adapter
  close(): Promise<void>
}

/** The server refuses a row that SQLite takes: a text in a column of dates, say. */
export class RowsRefused extends Error {}

const databases = new Map<ServerName, Promise<TestDatabase>>()

afterAll(async () => {
  for (const database of databases.values()) await (await database).drop()
})

export async function openServerTables(
  name: ServerName,
  tables: readonly DemoTable[],
  schema: SourceSchema,
): Promise<ServerTables> {
  const opening = databases.get(name) ?? serverNamed(name).createDatabase()
  databases.set(name, opening)
  const database = await opening
  const drop = async () => {
    for (const { table } of tables) await database.run(`drop table if exists ${database.quote(table)}`)
  }
  try {
    await drop()
    for (const table of tables) await createTable(table, name, database)
    const adapter = await database.open(schema)
    return {
      adapter,
      close: async () => {
        await adapter.close()
        await drop()
      },
    }
  } catch (error) {
    await drop()
    throw error
  }
}

async function createTable(
  { table, columns, key, indexes, rows }: DemoTable,
  name: ServerName,
  database: TestDatabase,
): Promise<void> {
  const { quote } = database
  const list = (names: readonly string[]) => names.map(quote).join(', ')
  const definitions = columns.map(
    column =>
      `${quote(column.name)} ${typeOf(column.type, name)}${column.nullable && !key.includes(column.name) ? '' : ' not null'}`,
  )
  if (key.length > 0) definitions.push(`primary key (${list(key)})`)
  await database.run(`create table ${quote(table)} (${definitions.join(', ')})`)
  const values = [...rows].map(row => row.map((cell, place) => storedAs(cell, columns[place]?.type ?? '')))
  try {
    await database.insert(
      table,
      columns.map(column => column.name),
      values,
    )
  } catch (error) {
    throw new RowsRefused(`${name} does not take the rows of ${table}.`, { cause: error })
  }
  for (const [place, names] of indexes.entries())
    await database.run(`create index ${quote(`${table}_${place}`)} on ${quote(table)} (${list(names)})`)
}

/** By what SQLite is told, whose integers all have 64 bits. */
const types: Readonly<Record<ServerName, readonly (readonly [RegExp, string])[]>> = {
  mysql: [
    [/^INT(EGER)?$/, 'BIGINT'],
    [/^DATETIME$/, 'DATETIME(6)'],
    [/^TIMESTAMP$/, 'DATETIME(6)'],
    [/^UNIQUEIDENTIFIER/, 'CHAR(36)'],
    [/^(N?VARCHAR2?|NCHAR)/, 'VARCHAR'],
    [/ COLLATE NOCASE$/, ' collate utf8mb4_general_ci'],
  ],
  postgres: [
    [/^INT(EGER)?$/, 'BIGINT'],
    [/^DATETIME$/, 'TIMESTAMP'],
    [/^BIT$/, 'BOOLEAN'],
    [/^(TINYINT|SMALLINT).*/, 'SMALLINT'],
    [/^DOUBLE$/, 'DOUBLE PRECISION'],
    [/^(BLOB|(VAR)?BINARY).*/, 'BYTEA'],
    [/^UNIQUEIDENTIFIER/, 'CHAR(36)'],
    [/^(N?VARCHAR2?|NCHAR)/, 'VARCHAR'],
    [/ COLLATE NOCASE$/, ' collate ignore_case'],
  ],
}

const typeOf = (type: string, name: ServerName): string =>
  types[name].reduce((text, [pattern, native]) => text.replace(pattern, native), type.toUpperCase())

/** A number in a column of texts is its digits, and no server wants a T between date and time. */
function storedAs(cell: Cell, type: string): unknown {
  if (/^(DATETIME|TIMESTAMP)/i.test(type) && typeof cell === 'string') return cell.replace('T', ' ')
  return typeof cell === 'number' && /char|text/i.test(type) ? String(cell) : cell
}
