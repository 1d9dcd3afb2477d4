/** What the engine sends to a source, as readable text: for golden files. */
import type { Adapter, CountQuery, EntityRef, Field, Join, Literal, Order, Predicate, SourceQuery } from '../../src/spi/index.js'

/** One statement, as it was sent. */
export type Sent =
  | { readonly kind: 'read'; readonly query: SourceQuery }
  | { readonly kind: 'count'; readonly query: CountQuery; readonly atMost: number | undefined }

/** Keeps a record of what goes through. */
export function recordSent(adapter: Adapter, sent: Sent[]): Adapter {
  const { count, explain, introspect } = adapter
  return {
    capabilities: entity => adapter.capabilities(entity),
    read(query, options) {
      sent.push({ kind: 'read', query })
      return adapter.read(query, options)
    },
    ...(count && {
      count: (query, options) => {
        sent.push({ kind: 'count', query, atMost: options.atMost })
        return count.call(adapter, query, options)
      },
    }),
    ...(explain && { explain: explain.bind(adapter) }),
    ...(introspect && { introspect: introspect.bind(adapter) }),
    health: options => adapter.health(options),
    close: () => adapter.close(),
  }
}

export function printSent(sent: Sent): readonly string[] {
  const { query } = sent
  return [
    `${sent.kind} ${refText(query.from)}`,
    ...query.joins.map(join => `  join ${joinText(join)}`),
    ...(query.where ? printPredicate(query.where, '  where ') : []),
    ...(sent.kind === 'read' ? orderText(sent.query) : []),
    ...(sent.kind === 'count' && sent.atMost !== undefined ? [`  at most ${sent.atMost}`] : []),
  ]
}

function orderText({ orderBy, after, limit }: SourceQuery): readonly string[] {
  return [
    `  order by ${orderBy.map(termText).join(', ')}`,
    ...(after ? [`  after ${after.map(value => JSON.stringify(value)).join(', ')}`] : []),
    ...(limit === undefined ? [] : [`  limit ${limit}`]),
  ]
}

const termText = ({ by, direction, nulls }: Order): string => {
  const field = 'coalesce' in by ? `first of (${by.coalesce.map(fieldText).join(', ')})` : fieldText(by)
  return `${field}${direction === 'desc' ? ' descending' : ''}${nulls === 'first' ? ', nulls first' : ''}`
}

/** One line for a test, a line each for the parts of and, or, exists. */
function printPredicate(predicate: Predicate, lead: string): readonly string[] {
  const inner = `${' '.repeat(lead.length - lead.trimStart().length)}  `
  switch (predicate.op) {
    case 'and':
    case 'or': {
      const word = predicate.op === 'and' ? 'all of' : 'any of'
      return [`${lead}${word}`, ...predicate.of.flatMap(part => printPredicate(part, inner))]
    }
    case 'not': {
      const { of } = predicate
      return of.op === 'and' || of.op === 'or' || of.op === 'exists'
        ? [`${lead}not`, ...printPredicate(of, inner)]
        : printPredicate(of, `${lead}not `)
    }
    case 'exists':
      return [
        `${lead}exists ${joinText(predicate.join)}`,
        ...(predicate.joins ?? []).map(join => `${inner}join ${joinText(join)}`),
        ...(predicate.where ? printPredicate(predicate.where, `${inner}where `) : []),
      ]
    default:
      return [lead + testText(predicate)]
  }
}

type Test = Exclude<Predicate, { op: 'and' | 'or' | 'not' | 'exists' }>
const signs = { eq: '=', lt: '<', le: '<=', gt: '>', ge: '>=' } as const
const matches = { equals: 'is', startsWith: 'starts with', contains: 'contains' } as const
const foldings = { exact: '', ignoreCase: ' (any case)', ignoreCaseAndAccents: ' (any case, any accents)' } as const

function testText(test: Test): string {
  switch (test.op) {
    case 'compare':
      return `${fieldText(test.field)} ${signs[test.is]} ${'name' in test.to ? fieldText(test.to) : literalText(test.to)}`
    case 'in':
      return `${fieldText(test.field)} in (${test.values.map(literalText).join(', ')})`
    case 'inTuples':
      return `(${test.fields.map(fieldText).join(', ')}) in (${test.values.map(tuple => `(${tuple.map(literalText).join(', ')})`).join(', ')})`
    case 'text':
      return `${fieldText(test.field)} ${matches[test.match]} ${JSON.stringify(test.value)}${foldings[test.folding]}`
    case 'isNull':
      return `${fieldText(test.field)} is null`
    default:
      return test satisfies never
  }
}

const fieldText = ({ alias, name, trim }: Field): string => `${alias}.${name}${trim === true ? '~' : ''}`
const literalText = ({ value }: Literal): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString('hex') : JSON.stringify(value)
const refText = ({ entity, alias }: EntityRef): string => `${entity} as ${alias}`

function joinText({ on, where, ...ref }: Join): string {
  const pairs = on.map(([left, right]) => `${fieldText(left)} = ${fieldText(right)}`).join(' and ')
  return `${refText(ref)} on ${pairs}${
    where
      ? ` where ${printPredicate(where, '')
          .map(line => line.trim())
          .join(' · ')}`
      : ''
  }`
}
