/** What a source did not declare is refused, and what it declared is not. */
import { expect, test } from 'vitest'
import {
  assertSupported,
  type EntityCapabilities,
  type Field,
  fullCapabilities,
  type Predicate,
  type SourceQuery,
} from '../../src/spi/index.js'

const id: Field = { alias: 'p', name: 'ID', type: 'integer' }
const name: Field = { alias: 'p', name: 'NAME', type: 'string' }
const plain: SourceQuery = { from: { entity: 'person', alias: 'p' }, joins: [], select: [id], orderBy: [] }
const isOne: Predicate = { op: 'compare', field: id, is: 'eq', to: { type: 'integer', value: 1 } }
const join = { entity: 'ward', alias: 'w', on: [], optional: true }

test.each<[string, Partial<SourceQuery>, Partial<EntityCapabilities>]>([
  ['a comparison of a field', { where: isOne }, { filters: { '*': ['isNull'] } }],
  ['a comparison of a field that is declared apart', { where: isOne }, { filters: { '*': ['eq'], ID: ['in'] } }],
  ['a comparison within a negation', { where: { op: 'not', of: isOne } }, { filters: { '*': ['isNull'] } }],
  ['not', { where: { op: 'not', of: isOne } }, { logic: ['or'] }],
  ['or', { where: { op: 'or', of: [isOne] } }, { logic: ['not'] }],
  ['a comparison of two fields', { where: { op: 'compare', field: id, is: 'eq', to: id } }, { logic: [] }],
  [
    'a folding',
    { where: { op: 'text', field: name, match: 'equals', folding: 'ignoreCase', value: 'a' } },
    { foldings: ['exact'] },
  ],
  [
    'a text match',
    { where: { op: 'text', field: name, match: 'contains', folding: 'exact', value: 'a' } },
    { filters: { '*': ['startsWith'] } },
  ],
  [
    'a list that is too long',
    { where: { op: 'in', field: id, values: [1, 2, 3].map(value => ({ type: 'integer', value })) } },
    { maxInList: 2 },
  ],
  ['too many parameters', { where: { op: 'and', of: [isOne, isOne, isOne] } }, { maxParameters: 2 }],
  ['tuples', { where: { op: 'inTuples', fields: [id], values: [] } }, { logic: [] }],
  ['exists', { where: { op: 'exists', join } }, { logic: ['join'] }],
  ['a join', { joins: [join] }, { logic: ['exists'] }],
  ['an order', { orderBy: [{ by: name, direction: 'asc', nulls: 'last' }] }, { sorts: ['ID'] }],
  [
    'an order by the first that has a value',
    { orderBy: [{ by: { coalesce: [id, name] }, direction: 'asc', nulls: 'last' }] },
    { sorts: ['ID'] },
  ],
  ['a position', { orderBy: [{ by: id, direction: 'asc', nulls: 'last' }], after: [1] }, { seek: false }],
  ['a limit', { limit: 1 }, { limit: false }],
])('%s', (_name, part, lacking) => {
  const query = { ...plain, ...part }
  expect(() => assertSupported(query, () => fullCapabilities)).not.toThrow()
  expect(() => assertSupported(query, () => ({ ...fullCapabilities, ...lacking }))).toThrow(
    expect.objectContaining({ code: 'unsupported' }),
  )
})

test('a count', () => {
  const { from, joins } = plain
  expect(() => assertSupported({ from, joins }, () => fullCapabilities)).not.toThrow()
  expect(() => assertSupported({ from, joins }, () => ({ ...fullCapabilities, count: false }))).toThrow(
    expect.objectContaining({ code: 'unsupported' }),
  )
})

test('a position with fewer values than orders', () => {
  expect(() => assertSupported({ ...plain, after: [1] }, () => fullCapabilities)).toThrow(
    expect.objectContaining({ code: 'unsupported' }),
  )
})
