/** Combining inverses keeps what they promise: `may` is a superset, and exact means equal (DESIGN, ruling 1). */
import { describe, expect, it, test } from 'vitest'
import {
  allOf,
  always,
  anyOf,
  type Inverse,
  inexact,
  negate,
  never,
  rows,
  undecided,
  unsupported,
  within,
} from '../../../src/mapping/compile/inverse.js'
import { evaluate, type Predicate } from '../../../src/spi/index.js'
import { seeded } from '../../support/random.js'

/** Eight rows: every combination of three tests. */
const worlds = Array.from({ length: 8 }, (_, bits) => [0, 1, 2].map(place => (bits >> place) & 1))
const field = (place: number) => ({ alias: 't', name: String(place), type: 'integer' }) as const
const bit = (place: number): Predicate => ({ op: 'compare', field: field(place), is: 'eq', to: { type: 'integer', value: 1 } })

interface Promised {
  readonly inverse: Inverse
  /** What the test means, by row. */
  readonly truth: readonly boolean[]
  readonly shown: string
}

const truthOf = (holds: (world: readonly number[]) => boolean) => worlds.map(holds)

/** A test with every kind of inverse that may stand for it. */
const atoms: readonly Promised[] = [
  { inverse: never, truth: truthOf(() => false), shown: 'never' },
  { inverse: always, truth: truthOf(() => true), shown: 'always' },
  ...[0, 1, 2].map(place => ({ inverse: rows(bit(place)), truth: truthOf(world => world[place] === 1), shown: `b${place}` })),
  // Roughly b0, in truth b0 and b1.
  { inverse: inexact(rows(bit(0))), truth: truthOf(world => world[0] === 1 && world[1] === 1), shown: '~b0' },
  { inverse: undecided, truth: truthOf(world => world[2] === 0), shown: '?' },
]

const and = (parts: readonly Promised[]): Promised => ({
  inverse: allOf(parts.map(({ inverse }) => inverse)),
  truth: worlds.map((_, index) => parts.every(({ truth }) => truth[index])),
  shown: `(${parts.map(({ shown }) => shown).join(' & ')})`,
})
const or = (parts: readonly Promised[]): Promised => ({
  inverse: anyOf(parts.map(({ inverse }) => inverse)),
  truth: worlds.map((_, index) => parts.some(({ truth }) => truth[index])),
  shown: `(${parts.map(({ shown }) => shown).join(' | ')})`,
})
const not = (part: Promised): Promised => ({
  inverse: negate(part.inverse),
  truth: part.truth.map(holds => !holds),
  shown: `!${part.shown}`,
})

function brokenPromise({ inverse, truth, shown }: Promised): string | undefined {
  for (const [index, world] of worlds.entries()) {
    const wanted = truth[index]
    const may =
      inverse.kind === 'always' || (inverse.kind === 'rows' && evaluate(inverse.may, ({ name }) => world[Number(name)] ?? null))
    const isExact = inverse.kind !== 'rows' || inverse.exact
    if (wanted && !may) return `${shown} loses row ${world.join('')}`
    if (isExact && !wanted && may) return `${shown} is not exact at row ${world.join('')}`
  }
  return undefined
}

describe('a combination of inverses', () => {
  it('never loses a row and is exact only when it is, for all combinations of two and three', () => {
    const once = [...atoms, ...atoms.map(not)]
    const twice = once.flatMap(a => once.flatMap(b => [and([a, b]), or([a, b]), not(and([a, b])), not(or([a, b]))]))
    const thrice = twice.flatMap(a => atoms.flatMap(b => [and([a, b]), or([b, a]), not(and([b, a])), not(or([a, b]))]))
    expect([...once, ...twice, ...thrice].flatMap(each => brokenPromise(each) ?? [])).toEqual([])
    expect(thrice.length).toBeGreaterThan(20_000)
  })

  it('keeps its promise at any depth', () => {
    const random = seeded(11)
    const grow = (depth: number): Promised => {
      if (depth === 0 || random.chance(0.2)) return random.pick(atoms)
      const parts = Array.from({ length: random.whole(4) }, () => grow(depth - 1))
      return random.pick([() => and(parts), () => or(parts), () => not(grow(depth - 1))])()
    }
    const broken = Array.from({ length: 5000 }, () => brokenPromise(grow(5))).filter(fault => fault !== undefined)
    expect(broken).toEqual([])
  })

  test.each([
    ['the negation of an inexact inverse decides nothing', negate(inexact(rows(bit(0)))), undecided],
    ['the negation of a negation is the test itself', negate(negate(rows(bit(0)))), rows(bit(0))],
    ['what can not be inverted spoils a conjunction', allOf([rows(bit(0)), unsupported('x')]), unsupported('x')],
    ['what can not be inverted spoils a disjunction', anyOf([unsupported('x'), rows(bit(0))]), unsupported('x')],
    ['but not one that is false all the same', allOf([unsupported('x'), never]), never],
    ['nor one that is true all the same', anyOf([unsupported('x'), always]), always],
    ['nothing of nothing is false', anyOf([]), never],
    ['all of nothing is true', allOf([]), always],
  ])('%s', (_, combined, expected) => expect(combined).toEqual(expected))

  it('is as exact within a list as it is on an item', () => {
    const exists = (where: Predicate | undefined): Predicate => ({
      op: 'exists',
      join: { entity: 'l', alias: 'l', on: [], optional: false },
      ...(where && { where }),
    })
    expect(within(inexact(rows(bit(0))), exists)).toEqual({ kind: 'rows', may: exists(bit(0)), exact: false })
    expect(within(always, exists)).toEqual(rows(exists(undefined)))
    expect(within(never, exists)).toEqual(never)
  })
})
