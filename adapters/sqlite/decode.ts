/** From what better-sqlite3 gives to the contract's values. */
import type { Field, Scalar } from '../../src/spi/index.js'
import { trimTrailing } from '../../src/spi/index.js'
import { plainDigits } from '../sql/decode.js'
import type { Decode } from '../sql/dialect.js'
import { hasTextAffinity } from './declared-types.js'

/** Undefined: the value is right as it comes. */
export function decoderOf({ type, trim, nativeType }: Field): Decode | undefined {
  switch (type) {
    case 'string':
      if (trim === true) return value => trimTrailing(typeof value === 'string' ? value : String(value))
      return nativeType !== undefined && hasTextAffinity(nativeType)
        ? undefined
        : value => (typeof value === 'string' ? value : String(value))
    case 'integer':
      return decodeInteger
    case 'decimal':
      return decodeDecimal
    case 'boolean':
      return value => (value === 1 || value === 1n ? true : value === 0 || value === 0n ? false : (value as Scalar))
    case 'date':
      return value => (typeof value === 'string' && value.length > 10 ? value.slice(0, 10) : asText(value))
    case 'dateTime':
    case 'instant':
      return decodeDateTime
    case 'time':
      return asText
    case 'binary':
      return undefined
    default:
      return type satisfies never
  }
}

const asText: Decode = value => (typeof value === 'string' ? value : String(value))

function decodeInteger(value: unknown): Scalar {
  if (typeof value !== 'bigint') return value as Scalar
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}

/** A double becomes the shortest digits that mean it, without exponent. */
const decodeDecimal: Decode = value => plainDigits(String(value))

/** `2020-03-29 01:30:00` and `2020-03-29T01:30:00` are the same; a date alone is its midnight. */
function decodeDateTime(value: unknown): Scalar {
  if (typeof value !== 'string') return String(value)
  if (value.charCodeAt(10) === 0x20) return `${value.slice(0, 10)}T${value.slice(11)}`
  return value.length === 10 ? `${value}T00:00:00` : value
}
