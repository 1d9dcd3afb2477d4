/** Linear expressions in x (MAPPING: the fact `scale`): `(x - 32) * 5 / 9`, worked out exactly, in fractions. */

/** `over` is above zero, and the two have no common divisor. */
export interface Fraction {
  readonly top: bigint
  readonly over: bigint
}

/** slope * x + shift. The slope is not zero. */
export interface Linear {
  readonly slope: Fraction
  readonly shift: Fraction
}

export interface LinearFault {
  readonly offset: number
  readonly message: string
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
const isZero = ({ top }: Fraction): boolean => top === 0n

const zero = fraction(0n)

/** Polynomials of the first degree, while they are read. */
type Term = Linear

const isConstant = ({ slope }: Term): boolean => isZero(slope)

export function parseLinear(text: string): Linear | LinearFault {
  const tokens = [...text.matchAll(/\s*(\d+(?:\.\d+)?|x|[-+*/()]|\S)/g)].map(match => ({
    text: match[1] ?? '',
    offset: match.index + match[0].length - (match[1] ?? '').length,
  }))
  const reader: Reader = { tokens, next: 0, end: text.length }
  const term = readSum(reader)
  if ('message' in term) return term
  const rest = reader.tokens[reader.next]
  if (rest) return { offset: rest.offset, message: `${rest.text} is not expected here` }
  return isConstant(term) ? { offset: 0, message: 'The x cancels out: every value would become the same' } : term
}

interface Reader {
  readonly tokens: readonly { readonly text: string; readonly offset: number }[]
  next: number
  readonly end: number
}

function readSum(reader: Reader): Term | LinearFault {
  let left = readProduct(reader)
  for (let sign = take(reader, '+', '-'); sign && !('message' in left); sign = take(reader, '+', '-')) {
    const right = readProduct(reader)
    if ('message' in right) return right
    const combine = sign.text === '+' ? add : subtract
    left = { slope: combine(left.slope, right.slope), shift: combine(left.shift, right.shift) }
  }
  return left
}

function readProduct(reader: Reader): Term | LinearFault {
  let left = readFactor(reader)
  for (let sign = take(reader, '*', '/'); sign && !('message' in left); sign = take(reader, '*', '/')) {
    const right = readFactor(reader)
    if ('message' in right) return right
    const combined: Term | LinearFault = sign.text === '*' ? times(left, right, sign.offset) : over(left, right, sign.offset)
    if ('message' in combined) return combined
    left = combined
  }
  return left
}

function times(left: Term, right: Term, offset: number): Term | LinearFault {
  if (!isConstant(left) && !isConstant(right)) return { offset, message: 'This is x times x: a scale is linear in x' }
  const [by, of] = isConstant(left) ? [left.shift, right] : [right.shift, left]
  return { slope: multiply(of.slope, by), shift: multiply(of.shift, by) }
}

function over(left: Term, right: Term, offset: number): Term | LinearFault {
  if (!isConstant(right)) return { offset, message: 'This divides by x: a scale is linear in x' }
  if (isZero(right.shift)) return { offset, message: 'This divides by zero' }
  return { slope: divide(left.slope, right.shift), shift: divide(left.shift, right.shift) }
}

function readFactor(reader: Reader): Term | LinearFault {
  const token = reader.tokens[reader.next++]
  if (token === undefined) return { offset: reader.end, message: 'Something is missing at the end' }
  if (token.text === 'x') return { slope: fraction(1n), shift: zero }
  if (/^\d/.test(token.text)) return { slope: zero, shift: fractionOf(token.text) ?? zero }
  if (token.text === '-') {
    const factor = readFactor(reader)
    return 'message' in factor ? factor : { slope: subtract(zero, factor.slope), shift: subtract(zero, factor.shift) }
  }
  if (token.text !== '(')
    return { offset: token.offset, message: `${token.text} is not expected here: a scale has x, numbers, + - * / and ( )` }
  const sum = readSum(reader)
  if ('message' in sum) return sum
  return take(reader, ')') ? sum : { offset: token.offset, message: 'This ( is not closed' }
}

function take(reader: Reader, ...texts: readonly string[]) {
  const token = reader.tokens[reader.next]
  if (token === undefined || !texts.includes(token.text)) return undefined
  reader.next++
  return token
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

/** Whether the digits of every x, which is a decimal, come to an end. */
export function endsAlways({ slope, shift }: Linear): boolean {
  return decimalsOf(slope) !== undefined && decimalsOf(shift) !== undefined
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
