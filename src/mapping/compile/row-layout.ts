/** Which columns a map reads, and where each stands in a row. */
import type { Field, Row } from '../../spi/index.js'
import { type ColumnBinding, rowReaderOf } from './column.js'
import type { SplitBinding } from './shape.js'

/**
 * The select list of one query, grown while a map is compiled. Where a whole map is repeated over packed text, its rows are
 * those of the source once for each part, and the fields of the part stand before what is selected.
 */
export class RowLayout {
  #fields: readonly Field[] = []
  readonly #places = new Map<string, number>()
  /** How many fields stand before what is selected. */
  readonly #leading: number
  readonly #split: SplitBinding | undefined
  #selected: readonly Field[] = []
  #partsOf: ((row: Row) => readonly Row[]) | undefined

  constructor(split?: SplitBinding) {
    this.#split = split
    const fields = split ? [...split.fields, split.number] : []
    this.#leading = fields.length
    this.addAll(fields)
  }

  /** Of the rows as they are mapped. The same list until a column is added; then a longer one, and this one stays as it is. */
  get fields(): readonly Field[] {
    return this.#fields
  }

  /** Of the rows as a source gives them. */
  get selected(): readonly Field[] {
    if (this.#leading === 0) return this.#fields
    if (this.#selected.length !== this.#fields.length - this.#leading) this.#selected = this.#fields.slice(this.#leading)
    return this.#selected
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

  /** Rows of a source as they are mapped: each once for each part, or as it is. */
  expand(rows: readonly Row[]): readonly Row[] {
    const split = this.#split
    if (!split) return rows
    this.#partsOf ??= this.#partReader(split)
    return rows.flatMap(this.#partsOf)
  }

  #partReader({ column, take }: SplitBinding): (row: Row) => readonly Row[] {
    const read = rowReaderOf(column, field => this.add(field) - this.#leading)
    return row => take(read(row), { dropped: () => undefined }).map(part => [...part.map(value => value ?? null), ...row])
  }
}
