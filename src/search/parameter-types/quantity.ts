/** Quantity parameters: `[prefix][number]|[system]|[code]`. https://hl7.org/fhir/STU3/search.html#quantity */
import { escapeValue, splitUnescaped, unescapeValue } from '../escaping.js'
import type { QuantityValue } from '../search.js'
import { parsePrefixed, printNumber } from './number.js'
import { type Problem, problem } from './problem.js'

export function parseQuantity(escaped: string): QuantityValue | Problem {
  const [number = '', system, code, ...more] = splitUnescaped(escaped, '|').map(unescapeValue)
  const parsed = parsePrefixed(number)
  if ('kind' in parsed) return parsed
  // `5.4||` is what some clients write for a number in any unit.
  if (system === undefined || (system === '' && code === '' && more.length === 0)) return { kind: 'quantity', ...parsed }
  if (code === undefined || code === '' || more.length > 0)
    return problem('Write [number], [number]|[system]|[code] or, in a unit of any system, [number]||[code].')
  return { kind: 'quantity', ...parsed, ...(system !== '' && { system }), code }
}

export function printQuantity(value: QuantityValue): string {
  const { system = '', code } = value
  return code === undefined ? printNumber(value) : `${printNumber(value)}|${escapeValue(system)}|${escapeValue(code)}`
}
