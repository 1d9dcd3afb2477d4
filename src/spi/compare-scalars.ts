/** The order of two values of one field type: the meaning of `compare` and of `orderBy`. */
import { AdapterError } from './adapter-error.js'
import type { FieldType, Scalar } from './contract.js'

/** Below, at or above zero. Neither value is null. */
export function compareScalars(type: FieldType, a: Scalar, b: Scalar): number {
  switch (type) {
    case 'string':
      return compareCodePoints(String(a), String(b))
    case 'integer':
    case 'decimal':
      return typeof a === 'number' && typeof b === 'number' ? a - b : compareDigits(String(a), String(b))
    case 'boolean':
      return Number(a) - Number(b)
    case 'date':
    case 'dateTime':
    case 'instant':
    case 'time':
      return a === b ? 0 : compareUnits(canonicalTime(type, String(a)), canonicalTime(type, String(b)))
    case 'binary':
      return compareBytes(a, b)
    default:
      return type satisfies never
  }
}

/** Some sources store anything anywhere. What is no value of its field's type stands for none. */
export function isOfType(type: FieldType, value: Scalar): boolean {
  switch (type) {
    case 'integer':
    case 'decimal':
      return typeof value === 'number'
        ? Number.isFinite(value)
        : typeof value === 'string' && digits.test(value) && /\d/.test(value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'binary':
      return value instanceof Uint8Array
    case 'string':
    case 'date':
    case 'dateTime':
    case 'instant':
    case 'time':
      return typeof value === 'string'
    default:
      return type satisfies never
  }
}

/** May values of these types be compared? Integers and decimals are both numbers; nothing else mixes. */
export const isComparable = (a: FieldType, b: FieldType): boolean =>
  a === b || ((a === 'integer' || a === 'decimal') && (b === 'integer' || b === 'decimal'))

/** UTF-16 puts U+1F600 (a surrogate pair) below U+FF01; code points, and UTF-8, do not. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index)
    const right = b.charCodeAt(index)
    if (left !== right) return inCodePointOrder(left) - inCodePointOrder(right)
  }
  return a.length - b.length
}

const inCodePointOrder = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800)

const compareUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * A time with seconds, without the zeros that end a fraction and without Z, so that the order of texts is the order of times.
 * A date is its first ten characters; between date and time stands T, whatever was stored.
 */
export function canonicalTime(type: FieldType, text: string): string {
  if (type === 'date') return text.length > 10 ? text.slice(0, 10) : text
  let canonical = text.endsWith('Z') ? text.slice(0, -1) : text
  if (type !== 'time') {
    if (canonical.length === 10) canonical = `${canonical}T00:00:00`
    else if (canonical.charCodeAt(10) === 0x20) canonical = `${canonical.slice(0, 10)}T${canonical.slice(11)}`
  }
  const toMinute = type === 'time' ? 5 : 16
  if (canonical.length === toMinute) return `${canonical}:00`
  if (!canonical.includes('.')) return canonical
  let end = canonical.length
  while (canonical.charCodeAt(end - 1) === 0x30) end--
  return canonical.slice(0, canonical.charCodeAt(end - 1) === 0x2e ? end - 1 : end)
}

const digits = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/

/** Exactly, on the digits: '1.0' equals '1.00', and 2^53 + 1 is not 2^53. */
function compareDigits(a: string, b: string): number {
  if (a === b) return 0
  const left = toNumeral(a)
  const right = toNumeral(b)
  if (left.negative !== right.negative) return left.negative ? -1 : 1
  const order = left.whole.length - right.whole.length || compareUnits(left.whole + left.fraction, right.whole + right.fraction)
  return left.negative ? -order : order
}

interface Numeral {
  readonly negative: boolean
  /** Without leading zeros. */
  readonly whole: string
  /** Without trailing zeros. */
  readonly fraction: string
}

function toNumeral(text: string): Numeral {
  const match = digits.exec(text)
  if (match === null) throw new AdapterError('fault', 'A numeric field holds a value that is no number.')
  const [, sign, wholePart = '', fractionPart = '', exponent] = match
  const shift = exponent === undefined ? 0 : Number(exponent)
  const padded = shift < 0 ? wholePart.padStart(wholePart.length - shift, '0') : wholePart
  const point = padded.length + shift
  const all = (padded + fractionPart).padEnd(point, '0')
  const whole = all.slice(0, point).replace(/^0+/, '')
  const fraction = all.slice(point).replace(/0+$/, '')
  return { negative: sign === '-' && (whole !== '' || fraction !== ''), whole, fraction }
}

function compareBytes(a: Scalar, b: Scalar): number {
  if (!(a instanceof Uint8Array) || !(b instanceof Uint8Array)) {
    throw new AdapterError('fault', 'A binary field holds a value that is no bytes.')
  }
  return Buffer.compare(a, b)
}
