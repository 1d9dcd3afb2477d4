/** Number and quantity searches as tests on rows, each unit that a map gives with bounds of its own. https://hl7.org/fhir/STU3/search.html#quantity */
import { ucum } from '../../fhir/systems.js'
import { type UnitScale, unitScale } from '../../fhir/ucum.js'
import {
  type Bounds,
  boundsOf,
  type Comparator,
  type NumberBound,
  onComparator,
  onNumber,
  type SideBound,
} from '../../search/number-bounds.js'
import { inDays, scaled } from '../../search/parameter-types/quantity-test.js'
import type { NumberValue, QuantityValue } from '../../search/search.js'
import type { Clock } from './condition.js'
import { allOf, anyOf, type Inverse, negate, never, undecided } from './inverse.js'
import { childPresent, equals, find, type Leaf, type LeafShape, matchObject } from './invert.js'
import { numberMatches } from './invert-number.js'
import { valueEquals, valuePresent } from './invert-value.js'
import type { ObjectShape, PrimitiveShape, Shape } from './shape.js'

export const numberLeaf =
  (value: NumberValue, clock: Clock): Leaf =>
  shape => {
    if (shape.kind === 'primitive') return numberMatches(shape, onNumber(boundsOf(value.prefix, value.number)))
    return shape.type === 'Duration' ? quantityMatches(shape, inDays(value), clock) : never
  }

export const quantityLeaf =
  (value: QuantityValue, clock: Clock): Leaf =>
  shape => {
    if (shape.kind === 'primitive') return never
    return shape.type === 'Range' ? rangeMatches(shape, value, clock) : quantityMatches(shape, value, clock)
  }

interface ChildTest {
  readonly name: string
  readonly leaf: Leaf
}

/** One way in which a quantity may be the searched one: its unit is such, and its number is tested against these bounds. */
interface Way {
  readonly tests: readonly ChildTest[]
  readonly bounds: Bounds<SideBound>
  /** The unit is known as far as the database can tell it. */
  readonly isExact: boolean
}

function quantityMatches(shape: ObjectShape, value: QuantityValue, clock: Clock): Inverse {
  return anyOf(waysOf(shape, value).map(way => comparedMatches(shape, way, value, clock)))
}

const comparators: readonly Comparator[] = ['<', '<=', '>=', '>']

function comparedMatches(shape: ObjectShape, { tests, bounds, isExact }: Way, { prefix }: QuantityValue, clock: Clock): Inverse {
  if (!isExact) return allOf([matchObject(shape, [...tests, { name: 'value', leaf: anyNumber }], clock), undecided])
  const withNumber = (tested: Bounds<NumberBound>, more: readonly ChildTest[] = []) =>
    matchObject(shape, [...tests, ...more, { name: 'value', leaf: onPrimitive(each => numberMatches(each, tested)) }], clock)
  const plain = allOf([withNumber(onNumber(bounds)), negate(childPresent(shape, 'comparator', clock))])
  const compared = comparators.map(comparator =>
    withNumber(onComparator(prefix, bounds, comparator), [{ name: 'comparator', leaf: equals(comparator) }]),
  )
  return anyOf([plain, ...compared])
}

const onPrimitive =
  (test: (shape: PrimitiveShape) => Inverse): Leaf =>
  (shape: LeafShape) =>
    shape.kind === 'primitive' ? test(shape) : never

const anyNumber: Leaf = onPrimitive(valuePresent)

// ── Units ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function waysOf(shape: ObjectShape, { prefix, number, system, code }: QuantityValue): readonly Way[] {
  const bounds = boundsOf(prefix, number)
  if (code === undefined) return [{ tests: [], bounds, isExact: true }]
  const own: ChildTest = { name: 'code', leaf: equals(code) }
  if (system === undefined)
    return [
      { tests: [own], bounds, isExact: true },
      { tests: [{ name: 'unit', leaf: equals(code) }], bounds, isExact: true },
    ]
  const inSystem: ChildTest = { name: 'system', leaf: equals(system) }
  const exact: Way = { tests: [own, inSystem], bounds, isExact: true }
  if (system !== ucum) return [exact]
  const mapped = mappedCodes(shape)
  const ways = groupByScale(code, [...mapped.codes]).map(
    ({ codes, scale }): Way => ({
      tests: [{ name: 'code', leaf: isOneOf(codes) }, inSystem],
      bounds: scaled(bounds, scale),
      isExact: true,
    }),
  )
  // Of a column that may hold any unit, only the resource tells what the number is in the unit that is asked for.
  return mapped.isOpen ? [...ways, exact, { tests: [{ name: 'code', leaf: anyNumber }, inSystem], bounds, isExact: false }] : ways
}

const isOneOf = (codes: readonly string[]): Leaf => onPrimitive(shape => anyOf(codes.map(code => valueEquals(shape, code))))

interface SameScale {
  readonly codes: readonly string[]
  readonly scale: UnitScale
}

/** Units that the searched one can be turned into; mmol/L and mmol/l are one test. */
function groupByScale(from: string, codes: readonly string[]): readonly SameScale[] {
  const groups = new Map<string, SameScale>()
  for (const code of codes) {
    const scale = unitScale(from, code)
    if (!scale) continue
    const key = [scale.slope, scale.shift].map(({ top, over }) => `${top}/${over}`).join(' ')
    groups.set(key, { codes: [...(groups.get(key)?.codes ?? []), code], scale })
  }
  return [...groups.values()]
}

/** Every code that the map can give, as far as it is written there. */
function mappedCodes(shape: ObjectShape): { readonly codes: ReadonlySet<string>; readonly isOpen: boolean } {
  const codes = new Set<string>()
  let isOpen = false
  const collect = (each: Shape): void => {
    if (each.kind === 'first') each.of.forEach(collect)
    else if (each.kind === 'when') collect(each.value)
    else if (each.kind !== 'primitive') isOpen = true
    else if (each.value.kind === 'constant') codes.add(each.value.text)
    else if (each.value.kind === 'coded') {
      const { codes: given, part } = each.value
      for (const code of [...given.pairs.values(), given.whenNull, given.otherwise]) {
        const text = code?.[part]
        if (text !== undefined) codes.add(text)
      }
    } else isOpen = true
  }
  for (const { name, items } of shape.elements) if (name === 'code') for (const item of items) collect(item.shape)
  return { codes, isOpen }
}

// ── Ranges ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** An end that is not there has no limit; one that is measured in something else is not compared. */
function rangeMatches(shape: ObjectShape, value: QuantityValue, clock: Clock): Inverse {
  const { quantifier, bounds } = boundsOf(value.prefix, value.number)
  const present = { low: childPresent(shape, 'low', clock), high: childPresent(shape, 'high', clock) }
  const kept = matchObject(shape, [], clock)
  const endPasses = (side: 'low' | 'high', test: (end: LeafShape, way: Way) => Inverse): Inverse =>
    find(
      shape,
      [{ kind: 'element', name: side }],
      end => (end.kind === 'object' ? anyOf(waysOf(end, value).map(way => test(end, way))) : never),
      clock,
    )
  const measured = (side: 'low' | 'high') =>
    endPasses(side, (end, way) => numberOf(end, way, { quantifier: 'every', bounds: [] }, clock))
  const holds = ({ side, is }: SideBound, at: number): Inverse => {
    const passes = endPasses(side, (end, way) => {
      const own = way.bounds.bounds[at]
      return own === undefined ? never : numberOf(end, way, { quantifier: 'every', bounds: [own] }, clock)
    })
    return is.startsWith('l') === (side === 'low') ? anyOf([negate(present[side]), passes]) : passes
  }
  const tests = bounds.map(holds)
  const comparable = (['low', 'high'] as const).map(side => anyOf([negate(present[side]), measured(side)]))
  return allOf([kept, anyOf([present.low, present.high]), ...comparable, ...(quantifier === 'every' ? tests : [anyOf(tests)])])
}

function numberOf(end: LeafShape, { tests, isExact }: Way, tested: Bounds<NumberBound>, clock: Clock): Inverse {
  if (end.kind !== 'object') return never
  const leaf = isExact ? onPrimitive(shape => numberMatches(shape, tested)) : anyNumber
  const matched = matchObject(end, [...tests, { name: 'value', leaf }], clock)
  return isExact ? matched : allOf([matched, undecided])
}
