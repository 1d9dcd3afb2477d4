/** Literals beside integer columns, as integers: an index on BIGINT serves for nothing else. */
import type { Comparison } from '../../src/spi/index.js'
import { plainDigits } from '../sql/decode.js'
import type { Encode } from '../sql/fragment.js'

const [least, greatest] = [-(2n ** 63n), 2n ** 63n - 1n]

/**
 * The whole number that is compared alike: below 2.5 is below 3. Nothing is equal to a fraction, nor to what is beyond 64 bits (null); in a
 * comparison, the bound of 64 bits stands for what is beyond it.
 */
export const encodeInteger =
  (is: Comparison): Encode =>
  value => {
    if (value === null) return null
    const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(plainDigits(String(value)))
    if (match === null) return null
    const [, sign, whole = '', fraction = ''] = match
    const truncated = BigInt(`${sign === '-' ? '-' : ''}${whole === '' ? '0' : whole}`)
    const isWhole = /^0*$/.test(fraction)
    const floor = isWhole || sign !== '-' ? truncated : truncated - 1n
    const ceiling = isWhole ? truncated : floor + 1n
    switch (is) {
      case 'eq':
        return isWhole && truncated >= least && truncated <= greatest ? String(truncated) : null
      case 'lt':
      case 'ge':
        return String(within(ceiling))
      default:
        return String(within(floor))
    }
  }

const within = (value: bigint): bigint => (value < least ? least : value > greatest ? greatest : value)
