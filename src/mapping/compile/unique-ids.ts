/** Whether no two rows of a map can have one logical id: said by the database, or by the map's taking the latest of several. */
import { isProvenToOne } from '../check/data/to-many-joins.js'
import type { ColumnBinding } from './column.js'
import type { BoundMap } from './resolve-map.js'
import type { SchemaOf } from './row-scope.js'
import type { JoinBinding, LatestBinding } from './shape.js'

export interface UniqueIdContext {
  readonly schemaOf: SchemaOf | undefined
  /** By a map's full name. */
  mapNamed(name: string): BoundMap | undefined
}

/** False when it is not known: then whoever serves a row has to look whether another has its id. */
export function hasUniqueIds({ document, key, latest, relations }: BoundMap, context: UniqueIdContext): boolean {
  const isKeyUnique = latest ? isOneOfLatest(key, latest) : isUniqueInTable(document.from.table, key, context.schemaOf)
  return isKeyUnique && relations.joins.every(join => joinsAtMostOne(join, context))
}

function joinsAtMostOne(join: JoinBinding, context: UniqueIdContext): boolean {
  if (join.latest.length > 0 || isProvenToOne(join, context.schemaOf?.(join.entity))) return true
  // The rows that another map serves, by their key.
  const served = join.live && context.mapNamed(join.live.map)
  return served !== undefined && served.relations.joins.length === 0 && hasUniqueIds(served, context)
}

/** Columns whose ids differ when their stored values do: '7' and '07' of a number kept as text are one id. */
const plainNames = (key: readonly ColumnBinding[]): ReadonlySet<string> => new Set(key.flatMap(plainName))

function plainName({ field, derived, format, mask }: ColumnBinding): readonly string[] {
  if (derived) return derived.fact.startsWith('uuid') ? derived.from.flatMap(plainName) : []
  return format || mask ? [] : [field.name]
}

function isUniqueInTable(table: string, key: readonly ColumnBinding[], schemaOf: SchemaOf | undefined): boolean {
  const schema = schemaOf?.(table)
  const names = plainNames(key)
  const unique = [
    ...(schema?.keys.map(({ fields }) => fields) ?? []),
    ...(schema?.indexes.flatMap(each => (each.unique ? [each.fields] : [])) ?? []),
  ]
  return unique.some(fields => fields.length > 0 && fields.every(field => names.has(field)))
}

/** Of the rows that are alike in `among` one is left; so ids differ when they hold all of it. */
function isOneOfLatest(key: readonly ColumnBinding[], latest: LatestBinding): boolean {
  const names = plainNames(key)
  return latest.among.every(({ field }) => names.has(field.name))
}
