/** Tables in memory: the configuration of the memory adapter. */
import {
  AdapterError,
  type Collation,
  type EntityCapabilities,
  type EntityPlace,
  type FieldType,
  type Scalar,
} from '../../src/spi/index.js'

export interface MemoryConfig {
  /** By the name of the entity, or by its path with dots. */
  readonly tables: Readonly<Record<string, MemoryTable>>
  /** Narrows what is declared, and so what is accepted: a weak source. */
  readonly capabilities?: Partial<EntityCapabilities>
}

export interface MemoryTable {
  readonly columns: readonly MemoryColumn[]
  /** The primary key. */
  readonly key: readonly string[]
  /** Values in the order of the columns. */
  readonly rows: readonly (readonly Scalar[])[]
  readonly indexes?: readonly { readonly fields: readonly string[]; readonly unique: boolean }[]
}

export interface MemoryColumn {
  readonly name: string
  readonly type: FieldType
  readonly nativeType?: string
  /** True when absent, but for the key. */
  readonly nullable?: boolean
  readonly collation?: Collation
}

/** A table with the places of its columns. */
export interface OpenTable extends MemoryTable {
  readonly places: ReadonlyMap<string, number>
}

/** A native query is a table with the name of its entity. `expressions`: columns by the names of those that they stand in for. */
export function openTable(
  entity: string,
  tables: MemoryConfig['tables'],
  place: EntityPlace,
  expressions: ReadonlyMap<string, string>,
): OpenTable {
  const table = tables[entity] ?? ('path' in place ? tables[place.path.join('.')] : undefined)
  if (table === undefined) throw new AdapterError('schema-mismatch', `There is no table for the entity ${entity}.`)
  const places = new Map(table.columns.map((column, index) => [column.name, index]))
  for (const [name, column] of expressions) {
    const index = places.get(column)
    if (index !== undefined) places.set(name, index)
  }
  return { ...table, places }
}
