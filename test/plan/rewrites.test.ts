/** Rewrites keep the meaning of a predicate: for every row it holds after as it held before (DESIGN, decision 12). */
import { describe, expect, it, test } from 'vitest'
import { resolveLookups } from '../../src/plan/rewrites/resolve-lookups.js'
import { isFalse, isTrue, simplify } from '../../src/plan/rewrites/simplify.js'
import { splitPredicate } from '../../src/plan/split-plan.js'
import {
  areEqual,
  type EntityCapabilities,
  evaluate,
  type Field,
  type FieldType,
  fullCapabilities,
  type Join,
  type Predicate,
  type ReadField,
  type Row,
  type Scalar,
} from '../../src/spi/index.js'
import { type Random, seeded } from '../support/random.js'

const field = (alias: string, name: string, type: FieldType = 'string', trim = false): Field => ({
  alias,
  name,
  type,
  ...(trim && { trim }),
})
const yes: Predicate = { op: 'and', of: [] }
const no: Predicate = { op: 'or', of: [] }

// ── Two lookup tables, one behind the other ─────────────────────────────────────────────────────────────────────────

const own = [field('p', 'CODE', 'string', true), field('p', 'SEX')] as const
const code = [field('c', 'ID'), field('c', 'SYS'), field('c', 'GRP')] as const
const group = [field('g', 'ID'), field('g', 'NAME')] as const
const codeRows: readonly Row[] = [
  ['a', 's1', 'x'],
  ['b', 's2', 'y'],
  ['c', null, null],
  ['d ', 's1', 'z'],
  [null, 's1', 'x'],
]
const groupRows: readonly Row[] = [
  ['x', 'one'],
  ['y', null],
  [null, 'lost'],
]
const joins: readonly Join[] = [
  { entity: 'codes', alias: 'c', on: [[own[0], code[0]]], optional: true },
  { entity: 'groups', alias: 'g', on: [[code[2], group[0]]], optional: true },
]
const tables: Readonly<Record<string, readonly [readonly Field[], readonly Row[]]>> = {
  codes: [code, codeRows],
  groups: [group, groupRows],
}

const dictionary = (join: Join, fields: readonly Field[]) => {
  const [all, rows] = tables[join.entity] ?? [[], []]
  return { fields, rows: rows.map(row => fields.map(each => row[all.findIndex(({ name }) => name === each.name)] ?? null)) }
}

/** A row with what the left joins put beside it. */
function joined(row: Readonly<Record<string, Scalar>>): ReadField {
  let read: ReadField = each => (each.alias === 'p' ? (row[each.name] ?? null) : null)
  for (const join of joins) {
    const [fields, rows] = tables[join.entity] ?? [[], []]
    const outer = read
    const beside =
      (found: Row | undefined): ReadField =>
      each =>
        each.alias === join.alias ? (found?.[fields.findIndex(({ name }) => name === each.name)] ?? null) : outer(each)
    read = beside(rows.find(found => join.on.every(([left, right]) => areEqual(left, right, beside(found)))))
  }
  return read
}

function randomPredicate(random: Random, depth: number): Predicate {
  if (depth > 0 && random.chance(0.7)) {
    const parts = Array.from({ length: random.whole(4) }, () => randomPredicate(random, depth - 1))
    return random.pick<() => Predicate>([
      () => ({ op: 'and', of: parts }),
      () => ({ op: 'or', of: parts }),
      () => ({ op: 'not', of: randomPredicate(random, depth - 1) }),
    ])()
  }
  const one = random.pick([...own, ...code, ...group])
  const value = { type: 'string', value: random.pick(['a', 'b', 's1', 'x', 'one', 'd']) } as const
  return random.pick<() => Predicate>([
    () => ({ op: 'compare', field: one, is: random.pick(['eq', 'lt', 'ge']), to: value }),
    () => ({ op: 'in', field: one, values: random.chance(0.2) ? [] : [value, { type: 'string', value: 'y' }] }),
    () => ({ op: 'isNull', field: one }),
    () => ({ op: 'text', field: one, match: 'startsWith', folding: 'ignoreCase', value: 'S' }),
    () => ({ op: 'compare', field: random.pick([...code]), is: 'eq', to: random.pick([...code]) }),
  ])()
}

const rows = ['a', 'a ', 'b', 'c', 'd', 'd ', 'z', null].flatMap(CODE => ['M', null].map(SEX => joined({ CODE, SEX })))

describe('deciding lookup tables first', () => {
  it('holds for the same rows as the joins do, whatever stands under and, or and not', () => {
    const random = seeded(8)
    for (let run = 0; run < 4000; run++) {
      const predicate = randomPredicate(random, 4)
      const resolved = simplify(resolveLookups(simplify(predicate), joins, dictionary))
      for (const row of rows) expect(evaluate(resolved, row), JSON.stringify(predicate)).toBe(evaluate(predicate, row))
    }
  })

  const compare = (one: Field, value: string): Predicate => ({
    op: 'compare',
    field: one,
    is: 'eq',
    to: { type: 'string', value },
  })

  it('turns a code into the keys that mean it, system and code together', () => {
    const wanted: Predicate = { op: 'and', of: [compare(code[1], 's1'), compare(code[2], 'x'), compare(own[1], 'M')] }
    expect(simplify(resolveLookups(wanted, joins, dictionary))).toEqual({
      op: 'and',
      of: [compare(own[1], 'M'), compare(own[0], 'a')],
    })
  })

  it('asks nothing of the source when no key means it', () => {
    expect(isFalse(simplify(resolveLookups(compare(code[1], 'nowhere'), joins, dictionary)))).toBe(true)
  })

  it('leaves a test to the source when the table is large, or too many keys mean it', () => {
    const wanted = compare(code[1], 's1')
    expect(resolveLookups(wanted, joins, () => undefined)).toEqual(wanted)
    const many = Array.from({ length: 201 }, (_, index): Row => [String(index), 's1'])
    expect(resolveLookups(wanted, joins, (_, fields) => ({ fields, rows: many }))).toEqual(wanted)
  })

  it('turns round what holds for a row without a match', () => {
    const resolved = simplify(resolveLookups({ op: 'not', of: compare(code[1], 's1') }, joins, dictionary))
    expect(resolved).toMatchObject({ op: 'not', of: { op: 'compare', field: own[0], is: 'eq', to: { value: 'a' } } })
  })

  it('reaches into subqueries, by their own joins', () => {
    const exists = (where: Predicate): Predicate => ({
      op: 'exists',
      join: { entity: 'events', alias: 'p', on: [], optional: false },
      joins,
      where,
    })
    expect(simplify(resolveLookups(exists(compare(code[1], 's2')), [], dictionary))).toEqual(exists(compare(own[0], 'b')))
    expect(isFalse(simplify(resolveLookups(exists(compare(code[1], 'nowhere')), [], dictionary)))).toBe(true)
  })
})

describe('taking constants out', () => {
  it('keeps the truth and leaves none inside', () => {
    const random = seeded(9)
    for (let run = 0; run < 4000; run++) {
      const predicate = randomPredicate(random, 5)
      const simple = simplify(predicate)
      for (const row of rows) expect(evaluate(simple, row)).toBe(evaluate(predicate, row))
      const hasConstant = (part: Predicate): boolean =>
        isTrue(part) ||
        isFalse(part) ||
        ((part.op === 'and' || part.op === 'or') && part.of.some(hasConstant)) ||
        (part.op === 'not' && hasConstant(part.of))
      expect(isTrue(simple) || isFalse(simple) || !hasConstant(simple)).toBe(true)
    }
  })

  test.each<[string, Predicate, Predicate]>([
    ['not true is false', { op: 'not', of: yes }, no],
    ['a list of nothing is false', { op: 'in', field: own[0], values: [] }, no],
    ['one part stands alone', { op: 'or', of: [no, { op: 'isNull', field: own[0] }] }, { op: 'isNull', field: own[0] }],
  ])('%s', (_, predicate, expected) => expect(simplify(predicate)).toEqual(expected))
})

describe('dividing a predicate between a source and us', () => {
  const weak = (narrowed: Partial<EntityCapabilities>) => () => ({ ...fullCapabilities, ...narrowed })
  const entities = new Map([['p', 'patients']])
  const eq: Predicate = { op: 'compare', field: own[0], is: 'eq', to: { type: 'string', value: 'a' } }
  const isNull: Predicate = { op: 'isNull', field: own[1] }
  const exists: Predicate = { op: 'exists', join: { entity: 'events', alias: 'e', on: [], optional: false }, where: eq }
  const many: Predicate = {
    op: 'in',
    field: own[0],
    values: Array.from({ length: 30 }, (_, index) => ({ type: 'string', value: String(index) }) as const),
  }

  test.each<[string, Predicate, Partial<EntityCapabilities>, object]>([
    [
      'what it can do is pushed',
      { op: 'and', of: [eq, isNull] },
      {},
      { pushed: { op: 'and', of: [eq, isNull] }, needsResource: false },
    ],
    [
      'a filter it lacks is ours',
      { op: 'and', of: [eq, isNull] },
      { filters: { '*': ['eq'] } },
      { pushed: eq, rowResidual: isNull },
    ],
    [
      'a filter it lacks on one field',
      { op: 'and', of: [eq, isNull] },
      { filters: { SEX: [], '*': ['eq'] } },
      { pushed: eq, rowResidual: isNull },
    ],
    [
      'or, where it has none',
      { op: 'or', of: [eq, isNull] },
      { logic: [] },
      { pushed: undefined, rowResidual: { op: 'or', of: [eq, isNull] } },
    ],
    ['not, where it has none', { op: 'not', of: eq }, { logic: [] }, { pushed: undefined, rowResidual: { op: 'not', of: eq } }],
    ['a list that is too long', many, { maxInList: 29 }, { pushed: undefined, rowResidual: many }],
    ['more parameters than it takes', { op: 'and', of: [eq, many] }, { maxParameters: 80 }, { pushed: eq, rowResidual: many }],
    [
      'a subquery is for the resource to decide',
      { op: 'and', of: [eq, exists] },
      { logic: [] },
      { pushed: eq, rowResidual: undefined, needsResource: true },
    ],
    [
      'and so is what a subquery stands in',
      { op: 'not', of: exists },
      { logic: ['exists'] },
      { pushed: undefined, rowResidual: undefined, needsResource: true },
    ],
  ])('%s', (_, predicate, narrowed, expected) =>
    expect(splitPredicate(predicate, entities, weak(narrowed))).toMatchObject(expected),
  )
})
