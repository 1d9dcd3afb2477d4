/** One row of the conformance tables: a question to the dataset and its answer. */
import type { CountQuery, Field, Join, Literal, Order, Predicate, Row, SourceQuery } from '../contract.js'
import { fieldOf } from './dataset.js'

export interface ConformanceCase {
  /** A sentence of the specification. */
  readonly name: string
  readonly query: SourceQuery
  readonly rows: readonly Row[]
}

export const person = (name: string): Field => fieldOf('p', name)
export const byId: Order = { by: person('ID'), direction: 'asc', nulls: 'last' }
export const people: CountQuery = { from: { entity: 'person', alias: 'p' }, joins: [] }

/** The ids of people for whom `where` holds. */
export const finds = (name: string, where: Predicate, ids: readonly number[], joins: readonly Join[] = []): ConformanceCase => ({
  name,
  query: { ...people, joins, where, select: [person('ID')], orderBy: [byId] },
  rows: ids.map(id => [id]),
})

export function literal(field: Field, value: Literal['value']): Literal {
  return { type: field.type, value }
}

export const compare = (name: string, is: 'eq' | 'lt' | 'le' | 'gt' | 'ge', value: Literal['value']): Predicate => {
  const field = person(name)
  return { op: 'compare', field, is, to: literal(field, value) }
}

export const oneOf = (name: string, ...values: readonly Literal['value'][]): Predicate => {
  const field = person(name)
  return { op: 'in', field, values: values.map(value => literal(field, value)) }
}

export const text = (
  name: string,
  match: 'equals' | 'startsWith' | 'contains',
  folding: 'exact' | 'ignoreCase' | 'ignoreCaseAndAccents',
  value: string,
): Predicate => ({ op: 'text', field: person(name), match, folding, value })

export const isNull = (name: string): Predicate => ({ op: 'isNull', field: person(name) })
export const not = (of: Predicate): Predicate => ({ op: 'not', of })
export const and = (...of: readonly Predicate[]): Predicate => ({ op: 'and', of })
export const or = (...of: readonly Predicate[]): Predicate => ({ op: 'or', of })
