/** The open database file with what was learned from it, and its successor when another file takes its place. */
import type Database from 'better-sqlite3'
import { AdapterError } from '../../src/spi/index.js'
import type { CompiledQuery, QueryCompiler } from '../sql/compile-query.js'
import { ShapeCache } from '../sql/shape-cache.js'
import { ChangeWatch, identityOf } from './change-watch.js'
import { openDatabase } from './driver.js'
import type { Cursor, Cursors, ReadStatement } from './statement.js'
import { createStorageFacts, type StorageFacts } from './storage-facts.js'

const shapesKept = 500

export class Connection implements Cursors {
  readonly database: Database.Database
  readonly compiler: QueryCompiler
  readonly reads = new ShapeCache<ReadStatement>(shapesKept)
  readonly counts = new ShapeCache<{ readonly compiled: CompiledQuery; readonly statement: Database.Statement }>(shapesKept)
  readonly changes: ChangeWatch
  readonly #facts: StorageFacts
  readonly #cursors = new Set<Cursor>()
  #isRetired = false

  constructor(file: string, compilerOf: (facts: StorageFacts) => QueryCompiler) {
    const identity = identityOf(file)
    this.database = openDatabase(file)
    this.changes = new ChangeWatch(file, identity, this.database)
    this.#facts = createStorageFacts(this.database)
    this.compiler = compilerOf(this.#facts)
  }

  /** SQL is compiled for what was stored: when another process has written, it is compiled anew. */
  forget(): void {
    this.#facts.forget()
    this.reads.clear()
    this.counts.clear()
  }

  add(cursor: Cursor): void {
    this.#cursors.add(cursor)
  }

  delete(cursor: Cursor): void {
    this.#cursors.delete(cursor)
    this.#closeIfDone()
  }

  /** Takes no more questions, and closes as soon as the open cursors are done. */
  retire(): void {
    this.#isRetired = true
    this.#closeIfDone()
  }

  close(): void {
    for (const cursor of this.#cursors) cursor.close()
    this.database.close()
  }

  #closeIfDone(): void {
    if (this.#isRetired && this.#cursors.size === 0) this.database.close()
  }
}

/** The connection to the file that is at the path now. */
export class CurrentConnection {
  readonly #connect: () => Connection
  readonly #retired: Set<Connection> = new Set()
  #connection: Connection | undefined
  #failure: unknown
  #nextMs = 0
  #isClosed = false

  constructor(connect: () => Connection) {
    this.#connect = connect
    this.#connection = connect()
  }

  get(): Connection {
    if (this.#isClosed) throw new AdapterError('unavailable', 'The source was closed.')
    const connection = this.#connection
    if (connection === undefined) return this.#reconnect()
    const change = connection.changes.look()
    if (change === undefined) return connection
    if (change === 'other file') {
      this.#retire(connection)
      return this.#reconnect()
    }
    connection.forget()
    return connection
  }

  close(): void {
    this.#isClosed = true
    this.#connection?.close()
    for (const connection of this.#retired) connection.close()
  }

  #retire(connection: Connection): void {
    this.#connection = undefined
    for (const earlier of this.#retired) if (!earlier.database.open) this.#retired.delete(earlier)
    this.#retired.add(connection)
    connection.retire()
  }

  /** While there is no file to open, that is tried at most once a second. */
  #reconnect(): Connection {
    const now = performance.now()
    if (now < this.#nextMs) throw this.#failure
    try {
      this.#connection = this.#connect()
      this.#nextMs = 0
      return this.#connection
    } catch (error) {
      this.#failure = error
      this.#nextMs = now + 1000
      throw error
    }
  }
}
