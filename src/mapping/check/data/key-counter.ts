/** Counts how often each key stands in rows; a null in it makes it no key. */
import type { Row, Scalar } from '../../../spi/index.js'

export class KeyCounter {
  readonly #counts = new Map<string, number>()
  readonly #places: readonly number[]

  constructor(places: readonly number[]) {
    this.#places = places
  }

  see(row: Row): void {
    const key = keyOf(row, this.#places)
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

export function keyOf(row: Row, places: readonly number[]): string | undefined {
  let key = ''
  for (const place of places) {
    const value = row[place]
    if (value === null || value === undefined) return undefined
    const text = textOf(value)
    key += `${text.length}:${text}`
  }
  return key
}

/** Padding never tells keys apart. */
const textOf = (value: Exclude<Scalar, null>): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value).replace(/ +$/, '')
