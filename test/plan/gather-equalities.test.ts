/** Alternatives that name the values of one column become one list, and hold for the same rows as before. */
import { describe, expect, it, test } from 'vitest'
import { gatherEqualities } from '../../src/plan/rewrites/gather-equalities.js'
import { type EntityCapabilities, evaluate, type Field, fullCapabilities, type Predicate } from '../../src/spi/index.js'
import { seeded } from '../support/random.js'

const column = (name: string, trim = false): Field => ({ alias: 'p', name, type: 'string', ...(trim && { trim }) })
const [A, B, C] = [column('A'), column('B'), column('C', true)]
const text = (value: string) => ({ type: 'string', value }) as const
const is = (field: Field, value: string): Predicate => ({ op: 'compare', field, is: 'eq', to: text(value) })
const among = (field: Field, ...values: readonly string[]): Predicate => ({ op: 'in', field, values: values.map(text) })
const or = (...of: readonly Predicate[]): Predicate => ({ op: 'or', of })
const and = (...of: readonly Predicate[]): Predicate => ({ op: 'and', of })
const pairs = (...values: readonly (readonly [string, string])[]): Predicate => ({
  op: 'inTuples',
  fields: [A, B],
  values: values.map(pair => pair.map(text)),
})
const exists = (where: Predicate): Predicate => ({
  op: 'exists',
  join: { entity: 'e', alias: 'e', on: [], optional: false },
  where,
})
const inE = (value: string): Predicate => is({ ...A, alias: 'e' }, value)

const entities = new Map([['p', 'people']])
const gathered = (predicate: Predicate, less: Partial<EntityCapabilities> = {}): Predicate =>
  gatherEqualities(predicate, entities, () => ({ ...fullCapabilities, ...less }))

describe('what becomes one list', () => {
  test.each<[name: string, before: Predicate, after: Predicate, less?: Partial<EntityCapabilities>]>([
    ['values of one column', or(is(A, '1'), is(A, '2'), is(A, '3')), among(A, '1', '2', '3')],
    ['lists of one column', or(among(A, '1', '2'), is(A, '3')), among(A, '1', '2', '3')],
    ['of several columns, each where it first stood', or(is(A, '1'), is(B, '2'), is(A, '3')), or(among(A, '1', '3'), is(B, '2'))],
    ['keys of two columns', or(and(is(A, '1'), is(B, '2')), and(is(A, '3'), is(B, '4'))), pairs(['1', '2'], ['3', '4'])],
    [
      'beneath and, not and in subqueries',
      and(is(C, '0'), { op: 'not', of: exists(or(inE('1'), inE('2'))) }),
      and(is(C, '0'), { op: 'not', of: exists(among({ ...A, alias: 'e' }, '1', '2')) }),
    ],
    ['as many as a list may hold', or(is(A, '1'), is(A, '2'), is(A, '3')), or(among(A, '1', '2'), is(A, '3')), { maxInList: 2 }],
  ])('%s', (_, before, after, less) => expect(gathered(before, less)).toEqual(after))
})

describe('what stays as it is', () => {
  const two = or(is(A, '1'), is(A, '2'))
  const tuples = or(and(is(A, '1'), is(B, '2')), and(is(A, '3'), is(B, '4')))
  test.each<[name: string, predicate: Predicate, less?: Partial<EntityCapabilities>]>([
    ['one value', is(A, '1')],
    ['one value of each', or(is(A, '1'), and(is(A, '2'), is(B, '3')), among(B, '4', '5'))],
    ['what has to hold together', and(is(A, '1'), is(A, '2'))],
    ['a column with and without its blanks', or(is(C, '1'), is(column('C'), '2'))],
    [
      'other tests',
      or(
        is(A, '1'),
        { op: 'isNull', field: A },
        { op: 'compare', field: A, is: 'lt', to: text('2') },
        { op: 'compare', field: A, is: 'eq', to: B },
      ),
    ],
    ['values where the source takes no lists', two, { filters: { '*': ['eq'] } }],
    ['values of a column that takes no lists', two, { filters: { A: ['eq'], '*': ['eq', 'in'] } }],
    ['keys where the source knows no tuples', tuples, { logic: ['or'] }],
  ])('%s', (_, predicate, less) => expect(gathered(predicate, less)).toEqual(predicate))
})

it('holds for the same rows', () => {
  const random = seeded(12)
  const values = ['1', '2', '3']
  const build = (depth: number): Predicate => {
    if (depth === 0 || random.chance(0.3))
      return random.chance(0.7)
        ? is(random.pick([A, B, C]), random.pick(values))
        : among(random.pick([A, B, C]), ...values.slice(random.whole(3)))
    const parts = Array.from({ length: random.whole(4) }, () => build(depth - 1))
    return random.pick([or(...parts), or(...parts), and(...parts), { op: 'not', of: build(depth - 1) } as const])
  }
  const cells = [...values, '1 ', null]
  const rows = cells.flatMap(a => cells.flatMap(b => cells.map(c => ({ A: a, B: b, C: c }))))
  let changed = 0
  for (let run = 0; run < 1000; run++) {
    const before = build(3)
    const after = gathered(before, { maxInList: 1 + random.whole(4) })
    if (JSON.stringify(after) !== JSON.stringify(before)) changed++
    for (const row of rows) {
      const read = ({ name }: Field) => row[name as keyof typeof row]
      expect(evaluate(after, read), JSON.stringify(before)).toBe(evaluate(before, read))
    }
  }
  expect(changed).toBeGreaterThan(200)
})
