/** What a check of rows is made of: it sees every row of one query once, keeps counts and keys, and tells what it found. */
import type { Field, Row } from '../../../spi/index.js'
import { type ColumnBinding, columnKey, type Meaning, partReader, readerOf } from '../../compile/column.js'
import type { PrimitiveShape, Shape } from '../../compile/shape.js'
import type { Report } from '../../language/diagnostic-codes.js'

export interface Watcher {
  see(row: Row): void
  /** `rows` is how many were seen. No value of a row is ever told. */
  tell(rows: number, report: Report): void
}

/** One query over the rows of a map, or of one of its lists. */
export interface Scan {
  readonly fields: readonly Field[]
  /** The values that are made from these rows. */
  readonly values: readonly PrimitiveShape[]
}

export type RowReader = (row: Row) => Meaning | undefined

/** What the column means in a row of these fields, derived or not; undefined when its stored columns are not all there. */
export function rowReader(fields: readonly Field[], column: ColumnBinding): RowReader | undefined {
  const { derived, field } = column
  const part =
    derived?.fact === 'split' ? fields.findIndex(({ alias, name }) => alias === field.alias && name === field.name) : -1
  if (part >= 0) return partReader(part)
  if (derived) {
    const parts = derived.from.map(part => rowReader(fields, part))
    return parts.every(part => part !== undefined) ? row => derived.read(...parts.map(part => part(row))) : undefined
  }
  const place = fields.findIndex(({ alias, name }) => alias === field.alias && name === field.name)
  const read = readerOf(column, () => undefined)
  return place < 0 ? undefined : row => read(row[place])
}

/** Every value below a shape. Generic, so that a new kind of shape is looked into as it comes. */
export function valuesBelow(root: unknown): readonly PrimitiveShape[] {
  const found: PrimitiveShape[] = []
  const look = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || node instanceof Map || node instanceof Set) return
    if (Array.isArray(node)) {
      for (const item of node) look(item)
      return
    }
    if ('kind' in node && node.kind === 'primitive' && 'value' in node) found.push(node as Extract<Shape, { kind: 'primitive' }>)
    else for (const value of Object.values(node)) look(value)
  }
  look(root)
  return found
}

/** Every column that a shape or a value reads, each once. */
export function columnsBelow(root: unknown): readonly ColumnBinding[] {
  const found = new Map<string, ColumnBinding>()
  const look = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    if (Array.isArray(node)) {
      for (const item of node) look(item)
      return
    }
    // A reference's target is another map: its columns are not read here.
    if ('field' in node && 'meaning' in node) {
      const column = node as ColumnBinding
      found.set(columnKey(column), column)
      return
    }
    for (const [key, value] of Object.entries(node)) if (key !== 'target') look(value)
  }
  look(root)
  return [...found.values()]
}

export const rowCount = (count: number): string => (count === 1 ? '1 row' : `${count} rows`)
