/** The values by which a row finds the rows that hang on it. */
import type { Row, Scalar } from '../../spi/index.js'

/** One text for the values of a key, by which child rows find their owner. */
export function keyText(row: Row, places: readonly number[]): string | undefined {
  const [only] = places
  if (places.length === 1 && only !== undefined) return scalarText(row[only])
  let text = ''
  for (const place of places) {
    const part = scalarText(row[place])
    if (part === undefined) return undefined
    text += `${part.length}:${part}`
  }
  return text
}

function scalarText(value: Scalar | undefined): string | undefined {
  if (value === null || value === undefined) return undefined
  if (typeof value === 'string') return value
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value)
}

/** Of rows that belong to many: which are of one owner, in their order. */
export function childFinder(
  outerPlaces: readonly number[],
  innerPlaces: readonly number[],
): (rows: readonly Row[]) => (owner: Row) => readonly Row[] {
  return rows => {
    const groups = groupRows(rows, innerPlaces)
    return owner => {
      const key = keyText(owner, outerPlaces)
      return (key === undefined ? undefined : groups.get(key)) ?? noRows
    }
  }
}

const noRows: readonly Row[] = []

/** A row without a key is in no group. */
export function groupRows(rows: Iterable<Row>, places: readonly number[], groups = new Map<string, Row[]>()): Map<string, Row[]> {
  for (const row of rows) {
    const key = keyText(row, places)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return groups
}
