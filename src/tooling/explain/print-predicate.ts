/** A predicate in words that an author reads: `p.Surname begins with 'smith' (in any case)`. */
import type { Field, Join, Literal, Predicate } from '../../spi/index.js'

export function printPredicate(predicate: Predicate): string {
  switch (predicate.op) {
    case 'and':
      return predicate.of.length === 0 ? 'true' : predicate.of.map(inside).join(' and ')
    case 'or':
      return predicate.of.length === 0 ? 'false' : predicate.of.map(inside).join(' or ')
    case 'not':
      return printNot(predicate.of)
    case 'compare': {
      const to = 'alias' in predicate.to ? nameOf(predicate.to) : literal(predicate.to)
      return `${nameOf(predicate.field)} ${signs[predicate.is]} ${to}`
    }
    case 'in':
      return `${nameOf(predicate.field)} in (${listed(predicate.values.map(literal))})`
    case 'inTuples': {
      const tuples = predicate.values.map(values => `(${values.map(literal).join(', ')})`)
      return `(${predicate.fields.map(nameOf).join(', ')}) in (${listed(tuples)})`
    }
    case 'text':
      return `${nameOf(predicate.field)} ${matches[predicate.match]} ${quoted(predicate.value)}${foldings[predicate.folding]}`
    case 'isNull':
      return `${nameOf(predicate.field)} is null`
    case 'exists': {
      const tests = [predicate.join.where, predicate.where].flatMap(part => (part ? [inside(part)] : []))
      const joined = (predicate.joins ?? []).map(join => join.entity)
      const through = joined.length === 0 ? '' : ` through ${joined.join(', ')}`
      return `some ${predicate.join.entity}${through} where ${[...onOf(predicate.join), ...tests].join(' and ')}`
    }
    default:
      return predicate satisfies never
  }
}

const signs = { eq: '=', lt: '<', le: '<=', gt: '>', ge: '>=' } as const
const matches = { equals: '=', startsWith: 'begins with', contains: 'contains' } as const
const foldings = { exact: '', ignoreCase: ' (in any case)', ignoreCaseAndAccents: ' (in any case, accents aside)' } as const

const mostListed = 8
const listed = (items: readonly string[]): string =>
  items.length <= mostListed ? items.join(', ') : `${items.slice(0, mostListed).join(', ')} and ${items.length - mostListed} more`

const onOf = ({ on }: Join): readonly string[] => on.map(([left, right]) => `${nameOf(right)} = ${nameOf(left)}`)

/** An alias that a rewrite made begins with the one that the author wrote. */
const nameOf = ({ alias, name }: Field): string => `${alias.split('~')[0]}.${name}`

function printNot(predicate: Predicate): string {
  if (predicate.op === 'isNull') return `${nameOf(predicate.field)} is not null`
  if (predicate.op === 'in') return `not ${printPredicate(predicate)}`
  return `not (${printPredicate(predicate)})`
}

const inside = (predicate: Predicate): string =>
  (predicate.op === 'or' || predicate.op === 'and') && predicate.of.length > 1
    ? `(${printPredicate(predicate)})`
    : printPredicate(predicate)

function literal({ value }: Literal): string {
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`
  return typeof value === 'string' ? quoted(value) : String(value)
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
