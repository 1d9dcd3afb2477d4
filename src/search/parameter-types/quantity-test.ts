/** Whether a quantity of a resource is what is searched for, whatever its unit. https://hl7.org/fhir/STU3/search.html#quantity */
import { ucum } from '../../fhir/systems.js'
import { type UnitScale, unitScale } from '../../fhir/ucum.js'
import { add, type Fraction, multiply } from '../../kernel/fraction.js'
import {
  type Bounds,
  boundsOf,
  type Comparator,
  holdsFor,
  holdsForEnd,
  numberIn,
  onComparator,
  onNumber,
  type SideBound,
} from '../number-bounds.js'
import { propertyOf } from '../property-of.js'
import type { ValueTest } from '../route.js'
import type { NumberValue, QuantityValue } from '../search.js'

/** A number alone means the days of a duration: the one length of time that STU3 searches, that of an encounter, is "in days". */
export const inDays = ({ prefix, number }: NumberValue): QuantityValue => ({
  kind: 'quantity',
  prefix,
  number,
  system: ucum,
  code: 'd',
})

export function quantityTest(value: QuantityValue, type: string): ValueTest {
  const bounds = boundsOf(value.prefix, value.number)
  return type === 'Range' ? node => isRangeMatch(node, bounds, value) : node => isQuantityMatch(node, bounds, value)
}

function isQuantityMatch(node: unknown, bounds: Bounds<SideBound>, value: QuantityValue): boolean {
  const found = measured(node, bounds, value)
  if (!found) return false
  const comparator = comparatorIn(node)
  const tested = comparator === undefined ? onNumber(found.bounds) : onComparator(value.prefix, found.bounds, comparator)
  return holdsFor(found.number, tested)
}

const comparators: readonly unknown[] = ['<', '<=', '>=', '>'] satisfies readonly Comparator[]
const isComparator = (value: unknown): value is Comparator => comparators.includes(value)

function comparatorIn(node: unknown): Comparator | undefined {
  const comparator = propertyOf(node, 'comparator')
  return isComparator(comparator) ? comparator : undefined
}

/** Each end by its own unit. A range without ends is none, and one that is measured in something else is not compared. */
function isRangeMatch(node: unknown, bounds: Bounds<SideBound>, value: QuantityValue): boolean {
  const parts = { low: propertyOf(node, 'low'), high: propertyOf(node, 'high') }
  const ends = { low: measured(parts.low, bounds, value), high: measured(parts.high, bounds, value) }
  if ((['low', 'high'] as const).some(side => ends[side] === undefined && hasNumber(parts[side]))) return false
  if (!ends.low && !ends.high) return false
  const holds = (bound: SideBound, at: number): boolean => {
    const end = ends[bound.side]
    return holdsForEnd(end?.number, end?.bounds.bounds[at] ?? bound)
  }
  return bounds.quantifier === 'every' ? bounds.bounds.every(holds) : bounds.bounds.some(holds)
}

const hasNumber = (node: unknown): boolean => numberIn(propertyOf(node, 'value')) !== undefined

interface Measured {
  readonly number: Fraction
  /** In the unit of the quantity. */
  readonly bounds: Bounds<SideBound>
}

/** Undefined when there is no number, or its unit is not the one that is meant and nothing leads to it. */
function measured(node: unknown, bounds: Bounds<SideBound>, { system, code }: QuantityValue): Measured | undefined {
  const number = numberIn(propertyOf(node, 'value'))
  if (number === undefined) return undefined
  if (code === undefined) return { number, bounds }
  const [ownSystem, ownCode] = [propertyOf(node, 'system'), propertyOf(node, 'code')]
  if (system === undefined) return ownCode === code || propertyOf(node, 'unit') === code ? { number, bounds } : undefined
  if (ownSystem !== system || typeof ownCode !== 'string') return undefined
  const scale = scaleWithin(system, code, ownCode)
  return scale && { number, bounds: scaled(bounds, scale) }
}

/** From one code of a system to another: within UCUM by conversion, elsewhere a code is only itself. */
function scaleWithin(system: string, from: string, to: string): UnitScale | undefined {
  return system === ucum || from === to ? unitScale(from, to) : undefined
}

export function scaled<B extends { readonly than: Fraction }>({ quantifier, bounds }: Bounds<B>, scale: UnitScale): Bounds<B> {
  const { slope, shift } = scale
  return { quantifier, bounds: bounds.map(bound => ({ ...bound, than: add(multiply(bound.than, slope), shift) })) }
}
