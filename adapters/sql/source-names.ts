/** What the source document says of a source, by the names that queries use. */
import { AdapterError, type EntityPlace, type SourceSchema } from '../../src/spi/index.js'
import type { NativeText } from './compile-predicate.js'

export interface SourceNames {
  placeOf(entity: string): EntityPlace
  /** The expression that a name stands for, in the adapter's language. */
  expressionOf(name: string): NativeText | undefined
  /** Database, schema and table of an entity, as far as they are given; its own name when it is not described. */
  pathOf(entity: string): readonly string[]
  /** The query that stands for an entity, if one does. */
  nativeOf(entity: string): string | undefined
  /** Under which name maps know a table; its own when none does. Case does not count. */
  entityOf(table: string): string
}

/** Throws `schema-mismatch` for names that there are not. */
export const sourceNames = ({ entities, fields = {} }: SourceSchema, adapter: string): SourceNames => ({
  placeOf(entity) {
    const known = entities[entity]
    if (known === undefined) throw new AdapterError('schema-mismatch', `There is no entity ${entity}.`)
    return known
  },
  expressionOf(name) {
    const known = fields[name]
    if (known !== undefined && known[adapter] === undefined)
      throw new AdapterError('schema-mismatch', `There is no expression for ${adapter}.`)
    return known?.[adapter]
  },
  pathOf(entity) {
    const place = entities[entity]
    return place !== undefined && 'path' in place ? place.path : [entity]
  },
  nativeOf(entity) {
    const place = entities[entity]
    return place !== undefined && 'native' in place ? place.native : undefined
  },
  entityOf(table) {
    const name = table.toLowerCase()
    const isTable = (place: EntityPlace) => 'path' in place && place.path.at(-1)?.toLowerCase() === name
    return Object.entries(entities).find(([, place]) => isTable(place))?.[0] ?? table
  },
})
