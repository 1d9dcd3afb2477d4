/** Exact numbers: fractions of whole numbers, and the decimals that are written of them. */

/** `over` is above zero, and the two have no common divisor. */
export interface Fraction {
  readonly top: bigint
  readonly over: bigint
}

export function fraction(top: bigint, over = 1n): Fraction {
  let [a, b] = [top < 0n ? -top : top, over < 0n ? -over : over]
  while (b !== 0n) [a, b] = [b, a % b]
  const divisor = over < 0n ? -(a === 0n ? 1n : a) : a === 0n ? 1n : a
  return { top: top / divisor, over: over / divisor }
}

export const add = (a: Fraction, b: Fraction): Fraction => fraction(a.top * b.over + b.top * a.over, a.over * b.over)
export const subtract = (a: Fraction, b: Fraction): Fraction => fraction(a.top * b.over - b.top * a.over, a.over * b.over)
export const multiply = (a: Fraction, b: Fraction): Fraction => fraction(a.top * b.top, a.over * b.over)
export const divide = (a: Fraction, b: Fraction): Fraction => fraction(a.top * b.over, a.over * b.top)

/** Below zero when a is less than b, above when it is greater. */
export function compareFractions(a: Fraction, b: Fraction): number {
  const [left, right] = [a.top * b.over, b.top * a.over]
  return left < right ? -1 : left > right ? 1 : 0
}

// ── Decimals ────────────────────────────────────────────────────────────────────────────────────────────────────────

const decimal = /^([+-]?)(\d+)(?:\.(\d*))?$/

/** Undefined when the text is no decimal. */
export function fractionOf(text: string): Fraction | undefined {
  const match = decimal.exec(text)
  if (!match) return undefined
  const [, sign, whole = '', part = ''] = match
  const size = BigInt(whole + part)
  return fraction(sign === '-' ? -size : size, 10n ** BigInt(part.length))
}

/** How many decimals a fraction has; undefined when they have no end. */
export function decimalsOf({ over: whole }: Fraction): number | undefined {
  let rest = whole
  let [twos, fives] = [0, 0]
  for (; rest % 2n === 0n; twos++) rest /= 2n
  for (; rest % 5n === 0n; fives++) rest /= 5n
  return rest === 1n ? Math.max(twos, fives) : undefined
}

/** The greatest whole number of units of 10^-decimals that is not above the fraction. */
export function floorUnits({ top, over: whole }: Fraction, decimals: number): bigint {
  const scaled = top * 10n ** BigInt(decimals)
  const down = scaled / whole
  return scaled < 0n && down * whole !== scaled ? down - 1n : down
}

/** In units of 10^-decimals, a half away from zero. */
export function roundUnits(value: Fraction, decimals: number): bigint {
  const size = value.top < 0n ? fraction(-value.top, value.over) : value
  const rounded = floorUnits(add(size, fraction(1n, 2n * 10n ** BigInt(decimals))), decimals)
  return value.top < 0n ? -rounded : rounded
}

/** 15 units of two decimals are 0.15; all decimals are written. */
export function writeUnits(units: bigint, decimals: number): string {
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, '0')
  const point = digits.length - decimals
  const text = decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`
  return units < 0n ? `-${text}` : text
}
