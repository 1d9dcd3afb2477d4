/** Scaled and rounded numbers, worked out in fractions: bounds go through the inverse of the scale, half a step wider if rounded. */
import {
  add,
  decimalsOf,
  divide,
  type Fraction,
  floorUnits,
  fraction,
  fractionOf,
  multiply,
  roundUnits,
  subtract,
  writeUnits,
} from '../../kernel/fraction.js'
import type { Comparison } from '../../spi/index.js'
import type { Linear } from '../language/linear.js'
import { type ColumnBinding, columnName, type Meaning } from './column.js'
import { columnCompare, columnEquals, columnPresent } from './column-inverse.js'
import { allOf, type Inverse, inexact, never, undecided, unsupported } from './inverse.js'

export const identity: Linear = { slope: fraction(1n), shift: fraction(0n) }

/** `base` holds integers or decimals. Without `round` the decimals of every value come to an end. */
export function deriveNumber(base: ColumnBinding, scale: Linear, round: number | undefined, column: string): ColumnBinding {
  const name = columnName({ ...base, field: { ...base.field, name: column } })
  const scaled = { base, scale, round }
  return {
    ...base,
    meaning: 'decimal',
    derived: {
      fact: 'scale',
      column,
      from: [base],
      mustRead: true,
      read: value => scaledText(value, scale, round),
      present: () => columnPresent(base),
      equals: text => equals(scaled, text),
      compare: (is, text) => compare(scaled, is, text),
      text: () => unsupported(`${name} holds numbers, which have no text search.`),
    },
  }
}

/** With `round` all its decimals are written; else those that there are. */
function scaledText(value: Meaning | undefined, { slope, shift }: Linear, round: number | undefined): string | undefined {
  const stored = value === undefined ? undefined : fractionOf(String(value))
  if (!stored) return undefined
  const result = add(multiply(slope, stored), shift)
  const decimals = round ?? decimalsOf(result) ?? 0
  return writeUnits(roundUnits(result, decimals), decimals)
}

interface Scaled {
  readonly base: ColumnBinding
  readonly scale: Linear
  readonly round: number | undefined
}

function equals(scaled: Scaled, text: string): Inverse {
  const wanted = fractionOf(text)
  if (!wanted) return never
  const { base, round } = scaled
  if (round === undefined) {
    const stored = unscale(scaled.scale, wanted)
    const decimals = decimalsOf(stored)
    return decimals === undefined ? never : columnEquals(base, storedText(base, stored, decimals) ?? '')
  }
  if (!isMultiple(wanted, round)) return never
  return allOf([compare(scaled, 'ge', text), compare(scaled, 'le', text)])
}

/** Integers have no decimals, and no stored one is a fraction. */
function storedText({ meaning }: ColumnBinding, stored: Fraction, decimals: number): string | undefined {
  if (meaning === 'integer' && decimals > 0) return undefined
  return writeUnits(floorUnits(stored, decimals), decimals)
}

function compare({ base, scale, round }: Scaled, is: Exclude<Comparison, 'eq'>, text: string): Inverse {
  const wanted = fractionOf(text)
  if (!wanted) return never
  if (round === undefined) return bound(base, scale, is, wanted)
  // Rounded values are whole steps, so each test is one of "from this step on" or "below this step".
  const step = fraction(1n, 10n ** BigInt(round))
  const above = is === 'ge' || is === 'lt' ? ceilUnits(wanted, round) : floorUnits(wanted, round) + 1n
  const middle = subtract(multiply(fraction(above), step), divide(step, fraction(2n)))
  // A half is rounded away from zero: below zero the middle itself belongs to the step below it.
  const isBelow = is === 'lt' || is === 'le'
  const includesMiddle = middle.top > 0n
  return bound(base, scale, isBelow ? (includesMiddle ? 'lt' : 'le') : includesMiddle ? 'ge' : 'gt', middle)
}

const ceilUnits = (value: Fraction, decimals: number): bigint => -floorUnits(subtract(fraction(0n), value), decimals)

const isMultiple = (value: Fraction, decimals: number): boolean => floorUnits(value, decimals) === ceilUnits(value, decimals)

const unscale = ({ slope, shift }: Linear, value: Fraction): Fraction => divide(subtract(value, shift), slope)

const turned = { lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' } as const

/** A number that a column means against any other. */
export const columnCompareNumber = (column: ColumnBinding, is: Exclude<Comparison, 'eq'>, wanted: Fraction): Inverse =>
  bound(column, identity, is, wanted)

/** More decimals than any column keeps. */
const manyDecimals = 20
/** So many a binary fraction tells apart: with more, two numbers may be one in a column of such. */
const sureDigits = 15
/** Beyond 64 bits there is no whole number in any column. */
const mostInteger = 2n ** 63n
/** With as many decimals a number has 38 digits, and more no database takes. */
const mostDecimal = 10n ** 18n

/** The scaled value against a bound, as the stored value against the bound before scaling. */
function bound(base: ColumnBinding, scale: Linear, is: Exclude<Comparison, 'eq'>, wanted: Fraction): Inverse {
  const stored = unscale(scale, wanted)
  const direction = scale.slope.top > 0n ? is : turned[is]
  const isUpper = direction === 'lt' || direction === 'le'
  const decimals = decimalsOf(stored)
  if (base.meaning === 'integer') {
    const whole = direction === 'ge' || direction === 'lt' ? ceilUnits(stored, 0) : floorUnits(stored, 0)
    if (whole >= mostInteger || whole < -mostInteger) return isUpper === whole > 0n ? columnPresent(base) : never
    return columnCompare(base, direction, String(whole))
  }
  if (decimals !== undefined && decimals <= manyDecimals && digitsOf(floorUnits(stored, decimals)) <= sureDigits)
    return columnCompare(base, direction, writeUnits(floorUnits(stored, decimals), decimals))
  if (stored.top / stored.over >= mostDecimal || stored.top / stored.over <= -mostDecimal)
    return allOf([columnPresent(base), undecided])
  const outward = isUpper ? ceilUnits(stored, manyDecimals) : floorUnits(stored, manyDecimals)
  return allOf([inexact(columnCompare(base, isUpper ? 'le' : 'ge', writeUnits(outward, manyDecimals))), undecided])
}

const digitsOf = (units: bigint): number => String(units).replace(/^-?/, '').length
