/** Names a row by a keyed hash of its logical id: the same as long as the key stays, and telling nothing of the row (DESIGN, ruling 13). */
import { createHmac } from 'node:crypto'
import type { Row, Scalar } from '../spi/index.js'
import type { PreparedMap } from './prepared-map.js'

/** Of ten characters. `key`: privacy.key, or one that was made for this run. */
export function rowName(prepared: PreparedMap, row: Row, key: Uint8Array): string {
  const id = prepared.idOf(row) ?? prepared.keyPlaces.map(place => textOf(row[place])).join('.')
  return createHmac('sha256', key).update(`${prepared.map.name} ${id}`).digest('base64url').slice(0, 10)
}

const textOf = (value: Scalar | undefined): string =>
  value === null || value === undefined ? '' : value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value)
