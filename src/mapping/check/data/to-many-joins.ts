/** A join that finds more than one row: then one row of the map would become two of the same resource. */
import type { EntitySchema } from '../../../spi/index.js'
import type { JoinBinding } from '../../compile/shape.js'
import { KeyCounter, type KeyReader } from './key-counter.js'
import type { Watcher } from './watcher.js'

/** The database itself says that there is at most one. */
export function isProvenToOne({ on, where }: JoinBinding, schema: EntitySchema | undefined): boolean {
  const bound = new Set([...on.map(([, inner]) => inner.field.name), ...equalTo(where)])
  const unique = [
    ...(schema?.keys.map(({ fields }) => fields) ?? []),
    ...(schema?.indexes.flatMap(({ fields, unique }) => (unique ? [fields] : [])) ?? []),
  ]
  return unique.some(fields => fields.length > 0 && fields.every(field => bound.has(field)))
}

function equalTo(where: JoinBinding['where']): readonly string[] {
  if (where?.kind === 'and') return where.of.flatMap(equalTo)
  return where?.kind === 'compare' && where.is === '=' && where.to.kind === 'literal' ? [where.column.field.name] : []
}

export function watchToManyJoin({ alias, at, on }: JoinBinding, read: KeyReader): Watcher {
  const counter = new KeyCounter(read)
  return {
    see: row => counter.see(row),
    tell(_, report) {
      const { repeated } = counter
      const columns = on.map(([, inner]) => `${alias}.${inner.field.name}`).join(', ')
      if (repeated > 0)
        report(
          'data.join-many',
          at,
          `${alias} gives more than one row for ${repeated} ${repeated === 1 ? 'value' : 'values'} of ${columns}. Move it to lists and repeat with for, or say latest: COLUMN.`,
        )
    },
  }
}
