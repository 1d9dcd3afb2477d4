/** The part of a test that speaks of the root row alone, so that rows which fail it are never joined to anything. */
import type { Field, Predicate } from '../../src/spi/index.js'

/** Holds for every row for which the whole holds; undefined when no part of it can be told from the root. */
export function rootTest(where: Predicate, alias: string): Predicate | undefined {
  const parts = where.op === 'and' ? where.of : [where]
  const own = parts.filter(part => isOf(part, alias))
  return own.length === 0 ? undefined : { op: 'and', of: own }
}

function isOf(predicate: Predicate, alias: string): boolean {
  const isOwn = (field: Field): boolean => field.alias === alias
  switch (predicate.op) {
    case 'and':
    case 'or':
      return predicate.of.every(part => isOf(part, alias))
    case 'not':
      return isOf(predicate.of, alias)
    case 'compare':
      return isOwn(predicate.field) && (!('name' in predicate.to) || isOwn(predicate.to))
    case 'inTuples':
      return predicate.fields.every(isOwn)
    case 'in':
    case 'text':
    case 'isNull':
      return isOwn(predicate.field)
    case 'exists':
      return false
    default:
      return predicate satisfies never
  }
}
