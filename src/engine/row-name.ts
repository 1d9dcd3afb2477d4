/** Names a row by a keyed hash of its logical id: the same as long as the key stays, and telling nothing of the row (DESIGN, ruling 13). */
import { createHmac } from 'node:crypto'
import type { Row, Scalar } from '../spi/index.js'
import type { PreparedMap } from './prepared-map.js'

/** So many names are kept, for a hash costs more than mapping the row, and the same rows lose something whenever they are read. */
const maxKept = 5000
const keptFor = new WeakMap<Uint8Array, Map<string, string>>()

/** Of ten characters. `key`: privacy.key, or one that was made for this run. */
export function rowName(prepared: PreparedMap, row: Row, key: Uint8Array): string {
  const id = prepared.idOf(row) ?? prepared.keyPlaces.map(place => textOf(row[place])).join('.')
  const hashed = `${prepared.map.name} ${id}`
  const kept = keptFor.get(key) ?? new Map<string, string>()
  const known = kept.get(hashed)
  if (known !== undefined) return known
  if (kept.size >= maxKept) kept.clear()
  const name = createHmac('sha256', key).update(hashed).digest('base64url').slice(0, 10)
  keptFor.set(key, kept.set(hashed, name))
  return name
}

const textOf = (value: Scalar | undefined): string =>
  value === null || value === undefined ? '' : value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value)
