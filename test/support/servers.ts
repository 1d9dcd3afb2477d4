/**
 * The database servers that tests run on, where they answer: TEST_MYSQL_URL and TEST_POSTGRES_URL, or those on this machine. One that does not answer
 * is skipped by name, unless REQUIRE_ENGINES names it. Each suite has a database of its own, which is dropped at its end.
 */
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import mysql2 from 'mysql2/promise'
import pg from 'pg'
import { mysql } from '../../adapters/mysql/index.js'
import { postgres } from '../../adapters/postgres/index.js'
import type { DatasetTable } from '../../src/spi/conformance/dataset.js'
import type { Adapter, CallOptions, Scalar, SourceSchema } from '../../src/spi/index.js'

export type ServerName = 'mysql' | 'postgres'

export interface TestDatabase {
  /** Of the database, for the adapter's `url`. */
  readonly url: string
  run(statement: string, values?: readonly unknown[]): Promise<readonly (readonly unknown[])[]>
  open(schema: SourceSchema, config?: object): Promise<Adapter>
  insert(table: string, columns: readonly string[], rows: readonly (readonly unknown[])[]): Promise<void>
  quote(name: string): string
  /** A column's type and collation as the server writes them. */
  typeOf(column: DatasetTable['columns'][number]): string
  /** A value as the server stores it. */
  stored(value: Scalar, type: string): unknown
  drop(): Promise<void>
}

export interface TestServer {
  readonly name: ServerName
  readonly url: string
  readonly answers: boolean
  /** `settings` stand after CREATE DATABASE: a collation. */
  createDatabase(settings?: string): Promise<TestDatabase>
}

export const callOptions = (signal: AbortSignal = new AbortController().signal): CallOptions => ({
  signal,
  timeoutMs: 20_000,
  traceId: 'test',
})

const required: readonly string[] = (process.env.REQUIRE_ENGINES ?? '').split(',').filter(name => name !== '')

const addresses: Readonly<Record<ServerName, string>> = {
  mysql: process.env.TEST_MYSQL_URL ?? 'mysql://root@127.0.0.1:3306',
  postgres: process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres',
}
const creators: Readonly<Record<ServerName, (url: string, settings: string) => Promise<TestDatabase>>> = {
  mysql: createMysqlDatabase,
  postgres: createPostgresDatabase,
}

export const servers: readonly TestServer[] = await Promise.all(
  (['mysql', 'postgres'] as const).map(async (name): Promise<TestServer> => {
    const url = addresses[name]
    const answers = await isOpen(new URL(url))
    if (!answers && required.includes(name))
      throw new Error(`REQUIRE_ENGINES names ${name}, and no server answers at its address.`)
    return { name, url, answers, createDatabase: (settings = '') => creators[name](url, settings) }
  }),
)

/** For the names of tests: one that is skipped says so. */
export const titleOf = ({ name, answers }: TestServer): string => (answers ? name : `${name} (skipped: no server answers)`)

export function serverNamed(name: ServerName): TestServer {
  const found = servers.find(server => server.name === name)
  if (found === undefined) throw new Error(`There is no server ${name}.`)
  return found
}

function isOpen({ hostname, port }: URL): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host: hostname, port: Number(port), timeout: 2000 })
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.on('connect', () => end(true))
    socket.on('error', () => end(false))
    socket.on('timeout', () => end(false))
  })
}

const databaseName = () => `careconnect_test_${randomUUID().replaceAll('-', '').slice(0, 12)}`

function urlOf(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = database
  return url.href
}

async function createMysqlDatabase(server: string, settings: string): Promise<TestDatabase> {
  const name = databaseName()
  const url = urlOf(server, name)
  const first = await mysql2.createConnection({ uri: server })
  await first.query(`create database ${name} ${settings}`)
  await first.end()
  const connection = await mysql2.createConnection({ uri: url, rowsAsArray: true, charset: 'utf8mb4', multipleStatements: true })
  // What does not fit is refused, but for dates that are none.
  await connection.query("set session sql_mode = 'STRICT_ALL_TABLES'")
  const quote = (text: string) => `\`${text.replaceAll('`', '``')}\``
  return {
    url,
    run: async (statement, values = []) => (await connection.query(statement, [...values] as string[]))[0] as unknown[][],
    open: (schema, config = {}) => mysql.open({ url, ...config }, schema, callOptions()),
    insert: async (table, columns, rows) => {
      for (let start = 0; start < rows.length; start += 500)
        await connection.query(`insert into ${quote(table)} (${columns.map(quote).join(', ')}) values ?`, [
          rows.slice(start, start + 500),
        ])
    },
    quote,
    // A DATETIME of MySQL has whole seconds.
    typeOf: ({ nativeType, collation }) =>
      `${nativeType.replace(/^DATETIME$/, 'DATETIME(6)')}${collation?.folds === 'ignoreCase' ? ' collate utf8mb4_general_ci' : ''}`,
    stored: (value, type) => (type === 'dateTime' && typeof value === 'string' ? value.replace('T', ' ') : value),
    drop: async () => {
      await connection.query(`drop database ${name}`)
      await connection.end()
    },
  }
}

const postgresTypes: Readonly<Record<string, string>> = { DATETIME: 'TIMESTAMP', BIT: 'BOOLEAN' }

async function createPostgresDatabase(server: string, settings: string): Promise<TestDatabase> {
  const name = databaseName()
  const url = urlOf(server, name)
  const first = new pg.Client(server)
  await first.connect()
  await first.query(`create database ${name} template template0 ${settings}`)
  await first.end()
  const client = new pg.Client({ connectionString: url, types: { getTypeParser: () => (value: unknown) => value } })
  await client.connect()
  await client.query("create collation ignore_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)")
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
  return {
    url,
    run: async (statement, values = []) => {
      const { rows } = await client.query<unknown[]>({ text: statement, values: [...values], rowMode: 'array' })
      return rows
    },
    open: (schema, config = {}) => postgres.open({ url, ...config }, schema, callOptions()),
    insert: async (table, columns, rows) => {
      for (let start = 0; start < rows.length; start += 500) {
        const some = rows.slice(start, start + 500)
        const places = some.map((row, index) => `(${row.map((_, place) => `$${index * row.length + place + 1}`).join(', ')})`)
        await client.query(
          `insert into ${quote(table)} (${columns.map(quote).join(', ')}) values ${places.join(', ')}`,
          some.flat(),
        )
      }
    },
    quote,
    typeOf: ({ nativeType, collation }) =>
      `${postgresTypes[nativeType] ?? nativeType}${collation?.folds === 'ignoreCase' ? ' collate ignore_case' : ''}`,
    stored: value => value,
    drop: async () => {
      await client.end()
      const last = new pg.Client(server)
      await last.connect()
      await last.query(`drop database ${name} with (force)`)
      await last.end()
    },
  }
}
