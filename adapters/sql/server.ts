/** What a driver of a database server does for the shared adapter. Rows come as arrays, in the order of the statement. */
import type { AdapterError, EntitySchema } from '../../src/spi/index.js'
import type { Dialect } from './dialect.js'

export type ServerRow = readonly unknown[]

export interface Server<Connection extends ServerConnection = ServerConnection> {
  /** `MariaDB 10.11.6`: as the server says. */
  readonly product: string
  /** Does the server itself refuse to write, in each session of ours? */
  readonly readOnly: 'enforced' | 'requested'
  readonly dialect: Dialect
  readonly maxConnections: number
  /** Waits while all connections are lent. */
  acquire(): Promise<Connection>
  describe(connection: Connection, entities: readonly string[] | 'all'): Promise<readonly EntitySchema[]>
  /** The driver's own words, which may quote values, are kept in `cause`. */
  toAdapterError(error: unknown): AdapterError
  close(): Promise<void>
}

export interface ServerConnection {
  /** From now on the server stops a statement by itself after so long. */
  limitTime(timeoutMs: number): Promise<void>
  query(text: string, values: readonly unknown[]): Promise<readonly ServerRow[]>
  /** The server is asked for more only as it is wanted. */
  stream(text: string, values: readonly unknown[]): ServerRows
  /** Gives the connection back. One that still has rows to come is stopped. */
  release(): void
  /** Ends the connection, and has the server stop what it does for it. Returns at once. */
  stop(): void
}

export interface ServerRows {
  /** At most `size`; none at the end. */
  next(size: number): Promise<readonly ServerRow[]>
}
