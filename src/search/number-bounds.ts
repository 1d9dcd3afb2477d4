/** What a number that is searched for asks of a number, a range or a value with a comparator. https://hl7.org/fhir/STU3/search.html#number and #prefix */
import { plainDecimal } from '../fhir/exact-decimal.js'
import { add, compareFractions, type Fraction, fraction, fractionOf, subtract } from '../kernel/fraction.js'
import type { Prefix } from './search.js'

export type Order = 'lt' | 'le' | 'gt' | 'ge'

/** A test on the least or on the greatest number that an element may mean. */
export interface SideBound {
  readonly side: 'low' | 'high'
  readonly is: Order
  readonly than: Fraction
}
/** A test on one number. */
export type NumberBound = Omit<SideBound, 'side'>

/** All of the bounds, or some of them: none at all is true of every value, or of no value. */
export interface Bounds<B> {
  readonly quantifier: 'every' | 'some'
  readonly bounds: readonly B[]
}

export type Comparator = '<' | '<=' | '>=' | '>'

/** With how many digits it is written counts: 2.0 means what rounds to it, from 1.95 up to but not including 2.05, and 1e2 from 50 to 150. */
interface WrittenNumber {
  readonly value: Fraction
  /** Half a unit of the last digit. */
  readonly half: Fraction
}

function readWritten(text: string): WrittenNumber {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e')
  const shift = Number(exponent)
  const scale = shift < 0 ? fraction(1n, 10n ** BigInt(-shift)) : fraction(10n ** BigInt(shift))
  const digits = fractionOf(mantissa) ?? fraction(0n)
  const decimals = mantissa.split('.')[1]?.length ?? 0
  const half = fraction(1n, 2n * 10n ** BigInt(decimals))
  const times = ({ top, over }: Fraction): Fraction => fraction(top * scale.top, over * scale.over)
  return { value: times(digits), half: times(half) }
}

/**
 * `eq`, `ne` and `ap` look at the digits that are written; to the others the number is exact. `gt`, `lt`, `ge` and `le` ask whether
 * anything of the element lies on that side. `ap` allows a tenth of the number, or its last digit where that is more.
 */
export function boundsOf(prefix: Prefix, number: string): Bounds<SideBound> {
  const { value, half } = readWritten(number)
  const every = (...bounds: readonly SideBound[]): Bounds<SideBound> => ({ quantifier: 'every', bounds })
  const low = (is: Order, than = value): SideBound => ({ side: 'low', is, than })
  const high = (is: Order, than = value): SideBound => ({ side: 'high', is, than })
  switch (prefix) {
    case 'eq':
      return every(low('ge', subtract(value, half)), high('lt', add(value, half)))
    case 'ne':
      return { quantifier: 'some', bounds: [low('lt', subtract(value, half)), high('ge', add(value, half))] }
    case 'gt':
    case 'ge':
      return every(high(prefix))
    case 'lt':
    case 'le':
      return every(low(prefix))
    case 'sa':
      return every(low('gt'))
    case 'eb':
      return every(high('lt'))
    case 'ap': {
      const around = nearness(value, half)
      return every(low('le', add(value, around)), high('ge', subtract(value, around)))
    }
    default:
      return prefix satisfies never
  }
}

function nearness(value: Fraction, half: Fraction): Fraction {
  const tenth = fraction(value.top < 0n ? -value.top : value.top, value.over * 10n)
  return compareFractions(tenth, half) < 0 ? half : tenth
}

/** On a single number, which is its own least and greatest. */
export const onNumber = ({ quantifier, bounds }: Bounds<SideBound>): Bounds<NumberBound> => ({
  quantifier,
  bounds: bounds.map(({ is, than }) => ({ is, than })),
})

/**
 * On the number of `>130`, which is the interval above it (DESIGN, ruling 10): `gt` and `ge` match, for missing a high result
 * is the unsafe side, and `lt` and `le` do not. `<` is the same the other way round.
 */
export function onComparator(
  prefix: Prefix,
  { quantifier, bounds }: Bounds<SideBound>,
  comparator: Comparator,
): Bounds<NumberBound> {
  const isAbove = comparator.startsWith('>')
  const against: readonly Prefix[] = isAbove ? ['lt', 'le'] : ['gt', 'ge']
  if (against.includes(prefix)) return nothing
  const isOpen = !comparator.endsWith('=')
  const left: NumberBound[] = []
  for (const { side, is, than } of bounds) {
    if (side === (isAbove ? 'low' : 'high')) left.push({ is: isOpen ? opened(is, isAbove) : is, than })
    // The other end is without limit.
    else if (is.startsWith('g') === isAbove) {
      if (quantifier === 'some') return anything
    } else if (quantifier === 'every') return nothing
  }
  return { quantifier, bounds: left }
}

const anything: Bounds<never> = { quantifier: 'every', bounds: [] }
const nothing: Bounds<never> = { quantifier: 'some', bounds: [] }

/** The least number above v is more than x exactly when v is at least x. */
function opened(is: Order, isAbove: boolean): Order {
  if (isAbove) return is === 'gt' ? 'ge' : is === 'le' ? 'lt' : is
  return is === 'lt' ? 'le' : is === 'ge' ? 'gt' : is
}

export function holdsFor(value: Fraction, { quantifier, bounds }: Bounds<NumberBound>): boolean {
  const holds = (bound: NumberBound): boolean => isBeyond(value, bound)
  return quantifier === 'every' ? bounds.every(holds) : bounds.some(holds)
}

/** One bound of a range: an end that is undefined has no limit. */
export const holdsForEnd = (end: Fraction | undefined, bound: SideBound): boolean =>
  end === undefined ? bound.is.startsWith('l') === (bound.side === 'low') : isBeyond(end, bound)

function isBeyond(value: Fraction, { is, than }: NumberBound): boolean {
  const order = compareFractions(value, than)
  switch (is) {
    case 'lt':
      return order < 0
    case 'le':
      return order <= 0
    case 'gt':
      return order > 0
    case 'ge':
      return order >= 0
    default:
      return is satisfies never
  }
}

/** The number that stands in a resource; undefined when it is none. */
export function numberIn(node: unknown): Fraction | undefined {
  return typeof node === 'number' || typeof node === 'object' ? fractionOf(plainDecimal(String(decimalText(node)))) : undefined
}

/** An ExactDecimal has its digits as text. */
const decimalText = (node: unknown): unknown => (typeof node === 'object' && node !== null && 'text' in node ? node.text : node)
