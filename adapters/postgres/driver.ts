/** Connections to PostgreSQL: pooled, in sessions that may only read, with statements that the server stops. */
import pg from 'pg'
import Cursor from 'pg-cursor'
import type { AdapterError, AdapterErrorCode } from '../../src/spi/index.js'
import { codeIn, toAdapterError } from '../sql/driver-errors.js'
import type { ServerConnection, ServerRow, ServerRows } from '../sql/server.js'
import type { ServerAddress } from '../sql/server-config.js'

interface Session {
  readonly version: string
  readonly readOnly: 'enforced' | 'requested'
  limitMs: number | undefined
}

export class Connections {
  readonly #options: pg.ClientConfig
  readonly #pool: pg.Pool
  readonly #sessions = new WeakMap<pg.PoolClient, Session>()
  readonly #stopping = new Set<Promise<void>>()

  constructor(address: ServerAddress) {
    const options = optionsOf(address)
    this.#options = options
    // The time limit is for connecting alone. As an option of the pool it would also be one for waiting in it, which is the caller's matter.
    class TimedClient extends pg.Client {
      constructor() {
        super(options)
      }
    }
    this.#pool = new pg.Pool({ Client: TimedClient, max: address.maxConnections, idleTimeoutMillis: 60_000 } as pg.PoolConfig)
    // An idle connection that breaks has left the pool already.
    this.#pool.on('error', () => {})
  }

  async acquire(): Promise<PooledConnection> {
    const client = await this.#pool.connect()
    // One that breaks while it is lent fails the question; without a listener it would end the process.
    if (client.listenerCount('error') < 2) client.on('error', () => {})
    try {
      const session = this.#sessions.get(client) ?? (await beginSession(client))
      this.#sessions.set(client, session)
      return new PooledConnection(client, session, processId => this.#cancel(processId))
    } catch (error) {
      client.release(true)
      throw error
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#stopping)
    await this.#pool.end()
  }

  /** By a connection of its own: those of the pool may all be busy. */
  #cancel(processId: number): void {
    const client = new pg.Client(this.#options)
    client.on('error', () => {})
    // It may have ended by itself meanwhile; a server that is gone has stopped.
    const cancelling = client
      .connect()
      .then(() => client.query('select pg_cancel_backend($1)', [processId]))
      .then(
        () => client.end(),
        () => client.end(),
      )
      .catch(() => {})
    this.#stopping.add(cancelling)
    cancelling.finally(() => this.#stopping.delete(cancelling))
  }
}

/** The driver's parsers would make dates of this machine's time zone, and doubles: values come as PostgreSQL writes them. */
const types: pg.CustomTypesConfig = { getTypeParser: () => (value: unknown) => value }

const optionsOf = ({ host, port, database, user, password, tls, connectTimeoutMs }: ServerAddress): pg.ClientConfig => ({
  host,
  port,
  ...(database !== undefined && { database }),
  ...(user !== undefined && { user }),
  ...(password !== undefined && { password }),
  ssl: tls ?? false,
  types,
  keepAlive: true,
  connectionTimeoutMillis: connectTimeoutMs,
  application_name: 'careconnect',
})

/** Set by a statement and not on connecting, which a pooler between may not pass on. */
const settings = `set default_transaction_read_only = on; set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set extra_float_digits = 1;
  set bytea_output = 'hex'; set standard_conforming_strings = on`

async function beginSession(client: pg.PoolClient): Promise<Session> {
  await client.query(settings)
  const { rows } = await client.query<[string, string]>({
    text: `select current_setting('server_version'), current_setting('transaction_read_only')`,
    rowMode: 'array',
  } as pg.QueryArrayConfig)
  const [version = '', readOnly] = rows[0] ?? []
  return { version, readOnly: readOnly === 'on' ? 'enforced' : 'requested', limitMs: undefined }
}

export class PooledConnection implements ServerConnection {
  readonly session: Session
  readonly #client: pg.PoolClient
  readonly #cancel: (processId: number) => void
  #cursor: Cursor<ServerRow> | undefined
  #state: 'idle' | 'asked' | 'gone' = 'idle'

  constructor(client: pg.PoolClient, session: Session, cancel: (processId: number) => void) {
    this.#client = client
    this.session = session
    this.#cancel = cancel
  }

  async limitTime(timeoutMs: number): Promise<void> {
    if (this.session.limitMs === timeoutMs) return
    await this.#client.query(`set statement_timeout = ${Math.ceil(timeoutMs)}`)
    this.session.limitMs = timeoutMs
  }

  query(text: string, values: readonly unknown[]): Promise<readonly ServerRow[]> {
    return this.#whileAsked(async () => {
      const { rows } = await this.#client.query<unknown[]>({ text, values: values.map(asParameter), rowMode: 'array', types })
      return rows
    })
  }

  /** The columns that a statement gives, without its rows. */
  columnsOf(text: string): Promise<readonly pg.FieldDef[]> {
    return this.#whileAsked(async () => (await this.#client.query({ text, rowMode: 'array', types })).fields)
  }

  stream(text: string, values: readonly unknown[]): ServerRows {
    const cursor = this.#client.query(new Cursor<ServerRow>(text, values.map(asParameter), { rowMode: 'array', types }))
    this.#cursor = cursor
    return {
      next: size =>
        this.#whileAsked(async () => {
          if (this.#cursor === undefined) return []
          const rows = await cursor.read(size)
          if (rows.length < size) this.#cursor = undefined
          return rows
        }),
    }
  }

  release(): void {
    if (this.#state === 'asked') this.stop()
    if (this.#state === 'gone') return
    this.#state = 'gone'
    // The server forgets the rest of the rows, and the connection can be lent again.
    if (this.#cursor === undefined) this.#client.release()
    else
      this.#cursor.close().then(
        () => this.#client.release(),
        error => this.#client.release(error),
      )
  }

  stop(): void {
    if (this.#state === 'gone') return
    if (this.#state === 'asked' && 'processID' in this.#client) this.#cancel(Number(this.#client.processID))
    this.#state = 'gone'
    this.#client.release(true)
  }

  async #whileAsked<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    this.#state = 'asked'
    const answer = await ask()
    if (this.#state === 'asked') this.#state = 'idle'
    return answer
  }
}

const asParameter = (value: unknown): string | Buffer | null =>
  value === null || Buffer.isBuffer(value) ? value : value instanceof Uint8Array ? Buffer.from(value) : String(value)

/** By the beginnings of SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const codes: readonly (readonly [RegExp, AdapterErrorCode])[] = [
  [/^(08|57P)/, 'unavailable'],
  [/^57014$/, 'timed-out'],
  [/^(53|55P03|40)/, 'overloaded'],
  [/^(28|42501)/, 'denied'],
  [/^(3D|3F|42P01|42703)/, 'schema-mismatch'],
]

/** The driver gives these no code. */
const dropped =
  /Connection terminated|connection timeout|timeout expired|does not support SSL|was closed|after calling end|not queryable/i

export const postgresError = (error: unknown): AdapterError =>
  toAdapterError(error, known => {
    if (dropped.test(known.message)) return 'unavailable'
    const code = codeIn(known)
    return /^[0-9A-Z]{5}$/.test(code) ? codes.find(([pattern]) => pattern.test(code))?.[1] : undefined
  })
