/** Which columns a map reads, and where each stands in a row. */
import type { Field } from '../../spi/index.js'
import type { ColumnBinding } from './column.js'

/** The select list of one query, grown while a map is compiled. */
export class RowLayout {
  readonly fields: Field[] = []
  readonly #places = new Map<string, number>()

  /** The column's place in the row. */
  add(field: Field): number {
    const key = `${field.alias}\u0000${field.name}`
    const known = this.#places.get(key)
    if (known !== undefined) return known
    this.#places.set(key, this.fields.length)
    return this.fields.push(field) - 1
  }

  addAll(columns: readonly ColumnBinding[]): readonly number[] {
    return columns.map(column => this.add(column.field))
  }
}
