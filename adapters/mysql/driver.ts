/** Connections to MySQL and MariaDB: pooled, in sessions that may only read, with statements that the server stops. */
import mysql, { type Connection, type FieldPacket, type PoolConnection, type PoolOptions } from 'mysql2'
import { AdapterError, type AdapterErrorCode } from '../../src/spi/index.js'
import { codeIn, toAdapterError } from '../sql/driver-errors.js'
import type { ServerConnection, ServerRow, ServerRows } from '../sql/server.js'
import type { ServerAddress } from '../sql/server-config.js'

/** Both speak one protocol, and limit statements in different words. */
export interface Product {
  readonly name: 'MariaDB' | 'MySQL'
  readonly version: string
}

export class Connections {
  readonly #options: PoolOptions
  readonly #pool: mysql.Pool
  readonly #sessions = new WeakMap<Connection, Session>()
  readonly #stopping = new Set<Promise<void>>()

  constructor(address: ServerAddress) {
    this.#options = optionsOf(address)
    this.#pool = mysql.createPool({
      ...this.#options,
      connectionLimit: address.maxConnections,
      maxIdle: address.maxConnections,
      idleTimeout: 60_000,
      enableKeepAlive: true,
    })
  }

  async acquire(): Promise<PooledConnection> {
    const connection = await new Promise<PoolConnection>((resolve, reject) =>
      this.#pool.getConnection((error, lent) => (error ? reject(error) : resolve(lent))),
    )
    try {
      const session = this.#sessions.get(connection) ?? (await beginSession(connection))
      this.#sessions.set(connection, session)
      return new PooledConnection(connection, session, threadId => this.#kill(threadId))
    } catch (error) {
      connection.destroy()
      throw error
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#stopping)
    await new Promise<void>(resolve => this.#pool.end(() => resolve()))
  }

  /** By a connection of its own: those of the pool may all be busy. */
  #kill(threadId: number): void {
    const killing = new Promise<void>(resolve => {
      const connection = mysql.createConnection(this.#options)
      const end = () => {
        connection.destroy()
        resolve()
      }
      // It may have ended by itself meanwhile; a server that is gone has stopped.
      connection.on('error', end)
      connection.query(`kill query ${threadId}`, end)
    })
    this.#stopping.add(killing)
    killing.finally(() => this.#stopping.delete(killing))
  }
}

/** Values as texts: a Date would bring the time zone of this machine, and a double would round. */
const optionsOf = ({ host, port, database, user, password, tls, connectTimeoutMs }: ServerAddress): PoolOptions => ({
  ...(host.startsWith('/') ? { socketPath: host } : { host, port }),
  ...(database !== undefined && { database }),
  ...(user !== undefined && { user }),
  ...(password !== undefined && { password }),
  ...(tls !== undefined && { ssl: tls }),
  charset: 'utf8mb4',
  connectTimeout: connectTimeoutMs,
  rowsAsArray: true,
  dateStrings: true,
  supportBigNumbers: true,
  jsonStrings: true,
  maxPreparedStatements: 200,
})

interface Session {
  readonly product: Product
  readonly readOnly: 'enforced' | 'requested'
  limitMs: number | undefined
}

/** Times in UTC; CHAR without its blanks; and nothing is written. */
async function beginSession(connection: Connection): Promise<Session> {
  const [[version = ''] = []] = await ask(connection, 'select version()')
  await ask(connection, "set session time_zone = '+00:00', sql_mode = replace(@@session.sql_mode, 'PAD_CHAR_TO_FULL_LENGTH', '')")
  await ask(connection, 'set session transaction read only')
  const variables = await ask(
    connection,
    "show session variables where variable_name in ('tx_read_only', 'transaction_read_only')",
  )
  const isReadOnly = variables.some(([, value]) => value === 'ON' || value === '1')
  return {
    product: {
      name: /mariadb/i.test(String(version)) ? 'MariaDB' : 'MySQL',
      version: /^[\d.]*/.exec(String(version))?.[0] ?? '',
    },
    readOnly: isReadOnly ? 'enforced' : 'requested',
    limitMs: undefined,
  }
}

const ask = (connection: Connection, text: string): Promise<readonly ServerRow[]> =>
  new Promise((resolve, reject) =>
    connection.query({ sql: text, rowsAsArray: true }, (error, rows) =>
      error ? reject(error) : resolve(Array.isArray(rows) ? (rows as unknown as ServerRow[]) : []),
    ),
  )

export class PooledConnection implements ServerConnection {
  readonly session: Session
  readonly #connection: PoolConnection
  readonly #kill: (threadId: number) => void
  /** mysql2 tells this to no command that streams: its rows would be waited for until the deadline. */
  readonly #dropped: Promise<never>
  #onDrop: (error?: Error) => void = () => {}
  #state: 'idle' | 'busy' | 'gone' = 'idle'

  constructor(connection: PoolConnection, session: Session, kill: (threadId: number) => void) {
    this.#connection = connection
    this.session = session
    this.#kill = kill
    this.#dropped = new Promise((_, reject) => {
      this.#onDrop = error => reject(error ?? new AdapterError('unavailable', 'The database server has dropped the connection.'))
    })
    this.#dropped.catch(() => {})
    for (const event of dropEvents) connection.on(event, this.#onDrop)
  }

  /** MariaDB counts seconds and stops anything; MySQL counts milliseconds and stops SELECT. */
  async limitTime(timeoutMs: number): Promise<void> {
    if (this.session.limitMs === timeoutMs) return
    const variable =
      this.session.product.name === 'MariaDB'
        ? `max_statement_time = ${timeoutMs / 1000}`
        : `max_execution_time = ${Math.ceil(timeoutMs)}`
    await ask(this.#connection, `set session ${variable}`)
    this.session.limitMs = timeoutMs
  }

  query(text: string, values: readonly unknown[]): Promise<readonly ServerRow[]> {
    return this.#run(text, values).then(([rows]) => rows)
  }

  /** The columns that a statement gives, without its rows. */
  async columnsOf(text: string): Promise<readonly FieldPacket[]> {
    const [, fields] = await this.#run(text, [])
    return fields
  }

  stream(text: string, values: readonly unknown[]): ServerRows {
    this.#state = 'busy'
    const command = this.#connection.execute({ sql: text, values: values.map(asParameter), rowsAsArray: true })
    // mysql2 stops reading from its socket while nobody takes what is there.
    const rows: AsyncIterator<ServerRow> = command.stream({ highWaterMark: 200 })[Symbol.asyncIterator]()
    return {
      next: async size => {
        const batch: ServerRow[] = []
        while (this.#state === 'busy' && batch.length < size) {
          const row = await Promise.race([rows.next(), this.#dropped])
          if (row.done === true) this.#state = 'idle'
          else batch.push(row.value)
        }
        return batch
      },
    }
  }

  release(): void {
    if (this.#state === 'busy') this.stop()
    if (this.#state === 'gone') return
    this.#leave()
    this.#connection.release()
  }

  stop(): void {
    if (this.#state === 'gone') return
    if (this.#state === 'busy') this.#kill(this.#connection.threadId)
    this.#leave()
    // What it still says, nobody hears.
    this.#connection.on('error', () => {})
    this.#connection.destroy()
  }

  #leave(): void {
    this.#state = 'gone'
    for (const event of dropEvents) this.#connection.off(event, this.#onDrop)
  }

  #run(text: string, values: readonly unknown[]): Promise<[ServerRow[], FieldPacket[]]> {
    this.#state = 'busy'
    const answer = new Promise<[ServerRow[], FieldPacket[]]>((resolve, reject) => {
      this.#connection.execute({ sql: text, values: values.map(asParameter), rowsAsArray: true }, (error, rows, fields) => {
        if (error) {
          reject(error)
          return
        }
        if (this.#state === 'busy') this.#state = 'idle'
        resolve([rows as unknown as ServerRow[], fields])
      })
    })
    return Promise.race([answer, this.#dropped])
  }
}

const dropEvents = ['end', 'error'] as const

/** The driver would send a number as a double. */
const asParameter = (value: unknown): string | Buffer | null =>
  value === null || Buffer.isBuffer(value) ? value : value instanceof Uint8Array ? Buffer.from(value) : String(value)

const codes: ReadonlyMap<string, AdapterErrorCode> = new Map<string, AdapterErrorCode>([
  ['PROTOCOL_CONNECTION_LOST', 'unavailable'],
  ['PROTOCOL_SEQUENCE_TIMEOUT', 'unavailable'],
  ['POOL_CLOSED', 'unavailable'],
  ['HANDSHAKE_SSL_ERROR', 'unavailable'],
  ['HANDSHAKE_NO_SSL_SUPPORT', 'unavailable'],
  ['ER_SERVER_SHUTDOWN', 'unavailable'],
  ['ER_CONNECTION_KILLED', 'unavailable'],
  ['ER_CLIENT_INTERACTION_TIMEOUT', 'unavailable'],
  ['ER_HOST_IS_BLOCKED', 'unavailable'],
  ['ER_CON_COUNT_ERROR', 'overloaded'],
  ['ER_TOO_MANY_USER_CONNECTIONS', 'overloaded'],
  ['ER_USER_LIMIT_REACHED', 'overloaded'],
  ['ER_LOCK_WAIT_TIMEOUT', 'overloaded'],
  ['ER_LOCK_DEADLOCK', 'overloaded'],
  ['ER_HOST_NOT_PRIVILEGED', 'denied'],
  ['ER_ACCESS_DENIED_ERROR', 'denied'],
  ['ER_ACCESS_DENIED_NO_PASSWORD_ERROR', 'denied'],
  ['ER_DBACCESS_DENIED_ERROR', 'denied'],
  ['ER_TABLEACCESS_DENIED_ERROR', 'denied'],
  ['ER_COLUMNACCESS_DENIED_ERROR', 'denied'],
  ['ER_NO_SUCH_TABLE', 'schema-mismatch'],
  ['ER_BAD_TABLE_ERROR', 'schema-mismatch'],
  ['ER_BAD_FIELD_ERROR', 'schema-mismatch'],
  ['ER_BAD_DB_ERROR', 'schema-mismatch'],
  ['ER_QUERY_INTERRUPTED', 'cancelled'],
])

/** Numbers that mean a time limit: MariaDB's and MySQL's. */
const timeLimits: ReadonlySet<unknown> = new Set([1969, 3024])

export const mysqlError = (error: unknown): AdapterError =>
  toAdapterError(error, known => {
    if ('errno' in known && timeLimits.has(known.errno)) return 'timed-out'
    if (/closed state|Pool is closed|Connection is closed/.test(known.message)) return 'unavailable'
    return codes.get(codeIn(known))
  })
