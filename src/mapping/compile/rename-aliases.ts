/** Gives the aliases of a predicate other names, so that one map's test can stand inside another map's query. */
import type { Field, Join, Predicate } from '../../spi/index.js'

export function renameAliases(predicate: Predicate, rename: (alias: string) => string): Predicate {
  const field = (named: Field): Field => ({ ...named, alias: rename(named.alias) })
  switch (predicate.op) {
    case 'and':
    case 'or':
      return { op: predicate.op, of: predicate.of.map(part => renameAliases(part, rename)) }
    case 'not':
      return { op: 'not', of: renameAliases(predicate.of, rename) }
    case 'compare':
      return { ...predicate, field: field(predicate.field), to: 'alias' in predicate.to ? field(predicate.to) : predicate.to }
    case 'in':
    case 'text':
    case 'isNull':
      return { ...predicate, field: field(predicate.field) }
    case 'inTuples':
      return { ...predicate, fields: predicate.fields.map(field) }
    case 'exists':
      return {
        op: 'exists',
        join: renameJoin(predicate.join, rename),
        ...(predicate.joins && { joins: predicate.joins.map(join => renameJoin(join, rename)) }),
        ...(predicate.where && { where: renameAliases(predicate.where, rename) }),
      }
    default:
      return predicate satisfies never
  }
}

export function renameJoin(join: Join, rename: (alias: string) => string): Join {
  const field = (named: Field): Field => ({ ...named, alias: rename(named.alias) })
  return {
    ...join,
    alias: rename(join.alias),
    on: join.on.map(([left, right]) => [field(left), field(right)] as const),
    ...(join.where && { where: renameAliases(join.where, rename) }),
  }
}
