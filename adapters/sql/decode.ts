/** Times as servers write and read them: with a blank between date and time, and no Z. */
import { canonicalTime, type FieldType, type Scalar, trimTrailing } from '../../src/spi/index.js'
import type { Decode } from './dialect.js'
import type { Encode } from './fragment.js'

/** As a literal of SQL: `2020-03-29 01:30:00.5`. */
export const encodeTime =
  (type: FieldType): Encode =>
  value =>
    value === null ? null : canonicalTime(type, String(value)).replace('T', ' ')

/** Servers give `2020-03-29 01:30:00.500000`, with `+00` where the session's zone is UTC and the type has one. */
export function decodeTime(type: FieldType): Decode {
  switch (type) {
    case 'date':
      return value => String(value).slice(0, 10)
    case 'dateTime':
      return value => dateTime(String(value))
    case 'instant':
      return value => `${dateTime(String(value).replace(/[+-]00(:00)?$/, ''))}Z`
    default:
      return value => withoutZeros(String(value))
  }
}

const dateTime = (text: string): string =>
  text.length === 10
    ? `${text}T00:00:00`
    : withoutZeros(text.charCodeAt(10) === 0x20 ? `${text.slice(0, 10)}T${text.slice(11)}` : text)

/** DATETIME(6) says six digits of whatever was written. */
const withoutZeros = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)

export const decodeTrimmed: Decode = value => trimTrailing(String(value))
export const decodeText: Decode = value => String(value)

/** An integer as a number as long as that is exact. */
export function decodeInteger(value: unknown): Scalar {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}

/** `fixed`: the type says how many digits there are behind the point, so that those which are zero say nothing of the value. */
export function decodeDecimal(value: unknown, fixed: boolean): Scalar {
  const text = plainDigits(String(value))
  return fixed && text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

/** Without exponent: `1.5e-7` is `0.00000015`. */
export function plainDigits(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d+)$/.exec(text)
  if (match === null) return text
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const digits = whole + fraction
  const point = whole.length + Number(exponent)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  if (point >= digits.length) return sign + digits.padEnd(point, '0')
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}

/** A flag beside a column of numbers. */
export const encodeFlag: Encode = value => (value === null ? null : Number(value))
