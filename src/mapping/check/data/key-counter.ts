/** Counts how often each key stands in rows, by what its columns mean; a null in it makes it no key. */
import type { Field, Row } from '../../../spi/index.js'
import type { ColumnBinding } from '../../compile/column.js'
import { rowReader } from './watcher.js'

export type KeyReader = (row: Row) => string | undefined

/** Undefined when the columns are not all among the fields. */
export function keyReader(fields: readonly Field[], columns: readonly ColumnBinding[]): KeyReader | undefined {
  const readers = columns.map(column => rowReader(fields, column))
  if (!readers.every(reader => reader !== undefined)) return undefined
  return row => {
    let key = ''
    for (const read of readers) {
      const value = read(row)
      if (value === undefined) return undefined
      key += `${String(value).length}:${value}`
    }
    return key
  }
}

export class KeyCounter {
  readonly #counts = new Map<string, number>()
  readonly #read: KeyReader

  constructor(read: KeyReader) {
    this.#read = read
  }

  see(row: Row): void {
    const key = this.#read(row)
    if (key !== undefined) this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }

  /** How many keys stand in more than one row. */
  get repeated(): number {
    let repeated = 0
    for (const count of this.#counts.values()) if (count > 1) repeated++
    return repeated
  }

  /** Rows whose key is not among the others', and how many there are. */
  notAmong(keys: ReadonlySet<string>): { readonly rows: number; readonly of: number } {
    let rows = 0
    let of = 0
    for (const [key, count] of this.#counts) {
      of += count
      if (!keys.has(key)) rows += count
    }
    return { rows, of }
  }
}
