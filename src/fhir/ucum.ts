/** Conversion between units of UCUM. https://ucum.org/ucum */
import { UcumLhcUtils } from '@lhncbc/ucum-lhc'
import { divide, type Fraction, fraction, fractionOf, subtract } from '../kernel/fraction.js'
import { plainDecimal } from './exact-decimal.js'

/** A number in the one unit, times `slope` plus `shift`, is the same in the other. The slope is above zero. */
export interface UnitScale {
  readonly slope: Fraction
  readonly shift: Fraction
}

const same: UnitScale = { slope: fraction(1n), shift: fraction(0n) }

const known = new Map<string, UnitScale | undefined>()
/** Units that are asked for come from outside. */
const mostKnown = 5000
const longestCode = 64

/** The library looks codes up in plain objects, where `constructor` is found and is no unit, and prints what it then can not read. */
const trips = ['()', ...Object.getOwnPropertyNames(Object.prototype)]
/** UCUM is written in visible ASCII. */
const mayBeUnit = (code: string): boolean =>
  code.length <= longestCode && /^[!-~]+$/.test(code) && !trips.some(name => code.includes(name))

/**
 * Undefined where a number can not be turned into the other unit: other dimensions (mg/dL and mmol/L need a molar mass), arbitrary units,
 * logarithms, and codes that are not of UCUM. A unit is always itself.
 */
export function unitScale(from: string, to: string): UnitScale | undefined {
  if (from === to) return same
  const key = `${from} ${to}`
  if (known.has(key)) return known.get(key)
  if (known.size >= mostKnown) known.clear()
  const scale = mayBeUnit(from) && mayBeUnit(to) ? findScale(from, to) : undefined
  known.set(key, scale)
  return scale
}

/** The library counts in binary fractions; the true factor is the shorter one of the two directions (1 d is 1440 min, 1 min is 0.00069… d). */
function findScale(from: string, to: string): UnitScale | undefined {
  const forth = measured(from, to)
  const back = measured(to, from)
  if (!forth || !back) return undefined
  return forth.length <= back.length
    ? forth
    : { slope: divide(same.slope, back.slope), shift: divide(negative(back.shift), back.slope) }
}

const negative = (value: Fraction): Fraction => subtract(same.shift, value)

interface Measured extends UnitScale {
  /** Digits that it takes to write them. */
  readonly length: number
}

function measured(from: string, to: string): Measured | undefined {
  const [none, one, thousand] = [converted(0, from, to), converted(1, from, to), converted(1000, from, to)]
  if (none === undefined || one === undefined || thousand === undefined) return undefined
  const slope = none === 0 ? one : (thousand - none) / 1000
  const isLine = slope > 0 && Math.abs(none + slope - one) <= 1e-9 * Math.max(Math.abs(one), slope)
  if (!isLine || Math.abs(none + 1000 * slope - thousand) > 1e-9 * Math.abs(1000 * slope)) return undefined
  const [slopeText, shiftText] = [rounded(slope), rounded(none)]
  const [slopeFraction, shiftFraction] = [fractionOf(slopeText), fractionOf(shiftText)]
  if (!slopeFraction || !shiftFraction || slopeFraction.top === 0n) return undefined
  return { slope: slopeFraction, shift: shiftFraction, length: slopeText.length + shiftText.length }
}

/** To twelve digits: as many as a binary fraction keeps right through a few multiplications. */
const rounded = (value: number): string => plainDecimal(String(Number(value.toPrecision(12))))

function converted(value: number, from: string, to: string): number | undefined {
  const { status, toVal } = UcumLhcUtils.getInstance().convertUnitTo(from, value, to)
  return status === 'succeeded' && typeof toVal === 'number' && Number.isFinite(toVal) ? toVal : undefined
}
