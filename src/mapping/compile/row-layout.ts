/** Which columns a map reads, and where each stands in a row. */
import type { Field } from '../../spi/index.js'
import type { ColumnBinding } from './column.js'

/** The select list of one query, grown while a map is compiled. */
export class RowLayout {
  #fields: readonly Field[] = []
  readonly #places = new Map<string, number>()

  /** The same list until a column is added; then a longer one, and this one stays as it is. */
  get fields(): readonly Field[] {
    return this.#fields
  }

  /** The column's place in the row. */
  add(field: Field): number {
    const key = `${field.alias}\u0000${field.name}`
    const known = this.#places.get(key)
    if (known !== undefined) return known
    const place = this.#fields.length
    this.#places.set(key, place)
    this.#fields = [...this.#fields, field]
    return place
  }

  addAll(columns: readonly ColumnBinding[]): readonly number[] {
    return columns.map(column => this.add(column.field))
  }
}
