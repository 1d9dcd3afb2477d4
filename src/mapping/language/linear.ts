/** Linear expressions in x (MAPPING: the fact `scale`): `(x - 32) * 5 / 9`, worked out exactly, in fractions. */
import { add, decimalsOf, divide, type Fraction, fraction, fractionOf, multiply, subtract } from '../../kernel/fraction.js'

/** slope * x + shift. The slope is not zero. */
export interface Linear {
  readonly slope: Fraction
  readonly shift: Fraction
}

export interface LinearFault {
  readonly offset: number
  readonly message: string
}

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

/** Whether the digits of every x, which is a decimal, come to an end. */
export function endsAlways({ slope, shift }: Linear): boolean {
  return decimalsOf(slope) !== undefined && decimalsOf(shift) !== undefined
}
