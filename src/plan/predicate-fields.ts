/** The fields of a row that a predicate reads. */
import type { Field, Order, Predicate } from '../spi/index.js'

/** Those of a subquery are not fields of the row. */
export function fieldsOf(predicate: Predicate): readonly Field[] {
  switch (predicate.op) {
    case 'and':
    case 'or':
      return predicate.of.flatMap(fieldsOf)
    case 'not':
      return fieldsOf(predicate.of)
    case 'compare':
      return 'alias' in predicate.to ? [predicate.field, predicate.to] : [predicate.field]
    case 'inTuples':
      return predicate.fields
    case 'exists':
      return []
    default:
      return [predicate.field]
  }
}

export const fieldsOfOrder = ({ by }: Order): readonly Field[] => ('coalesce' in by ? by.coalesce : [by])
