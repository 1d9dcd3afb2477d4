/** One prepared statement of one query shape, and the two ways to read it: at once, or in batches. */
import type Database from 'better-sqlite3'
import { AdapterError, type Row, type Scalar } from '../../src/spi/index.js'
import { bindValues, type CompiledQuery } from '../sql/compile-query.js'
import type { Decode } from '../sql/dialect.js'

export interface Cursor {
  /** At most `size` rows; none at the end. */
  next(size: number): readonly Row[]
  /** True once there is known to be no further row. */
  isAtEnd(): boolean
  /** May be called twice. */
  close(): void
}

/** Those that are open. */
export interface Cursors {
  add(cursor: Cursor): void
  delete(cursor: Cursor): void
}

export class ReadStatement {
  readonly compiled: CompiledQuery
  readonly #database: Database.Database
  readonly #decoders: readonly (readonly [place: number, decode: Decode])[]
  readonly #numbers: readonly number[]
  #whole: Database.Statement | undefined
  #exact: boolean
  readonly #idle: Database.Statement[] = []

  constructor(database: Database.Database, compiled: CompiledQuery, numbers: readonly number[]) {
    this.compiled = compiled
    this.#database = database
    this.#decoders = compiled.decoders.flatMap((decode, place) => (decode === undefined ? [] : [[place, decode] as const]))
    this.#numbers = numbers
    this.#exact = false
  }

  /** All rows, in one call of the driver. */
  readAll(values: readonly Scalar[]): readonly Row[] {
    const statement = this.#whole ?? this.#database.prepare(this.compiled.text).raw()
    this.#whole = statement
    const bindings = bindValues(this.compiled, values)
    let rows = statement.all(...bindings) as unknown[][]
    // Integers come as doubles, which is cheap, until one comes that a double may have rounded: then, and from then on, as BigInt.
    // Proved by test/adapters/sqlite/wide-integers.test.ts
    if (!this.#exact && this.#mayBeRounded(rows)) {
      this.#exact = true
      rows = statement.safeIntegers(true).all(...bindings) as unknown[][]
    }
    return this.#decode(rows)
  }

  /** Several may be open at once, each on a statement of its own: better-sqlite3 lends a statement to one reader. `opened` lists them. */
  open(values: readonly Scalar[], opened: Cursors): Cursor {
    const statement =
      this.#idle.pop() ??
      this.#database
        .prepare(this.compiled.text)
        .raw()
        .safeIntegers(this.#numbers.length > 0)
    const rows = statement.iterate(...bindValues(this.compiled, values)) as IterableIterator<unknown[]>
    let state: 'open' | 'ended' | 'closed' = 'open'
    const leave = (as: 'ended' | 'closed') => {
      if (state !== 'open') return
      state = as
      rows.return?.()
      this.#idle.push(statement)
      opened.delete(cursor)
    }
    const cursor: Cursor = {
      next: size => {
        // Silence would look like the end.
        if (state === 'closed') throw new AdapterError('unavailable', 'The source was closed.')
        const batch: unknown[][] = []
        while (state === 'open' && batch.length < size) {
          const row = rows.next()
          if (row.done === true) leave('ended')
          else batch.push(row.value)
        }
        return this.#decode(batch)
      },
      isAtEnd: () => state === 'ended',
      close: () => leave('closed'),
    }
    opened.add(cursor)
    return cursor
  }

  #mayBeRounded(rows: readonly unknown[][]): boolean {
    for (const place of this.#numbers) {
      for (const row of rows) {
        const value = row[place]
        if (typeof value === 'number' && (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER)) return true
      }
    }
    return false
  }

  #decode(rows: unknown[][]): readonly Row[] {
    for (const [place, decode] of this.#decoders) {
      for (const row of rows) {
        const value = row[place]
        if (value !== null) row[place] = decode(value)
      }
    }
    return rows as Scalar[][]
  }
}
