/** Number parameters. https://hl7.org/fhir/STU3/search.html#number */
import { unescapeValue } from '../escaping.js'
import { boundsOf, holdsFor, numberIn, onNumber } from '../number-bounds.js'
import type { ValueTest } from '../route.js'
import type { NumberValue, Prefix } from '../search.js'
import { prefixes, printPrefix, splitPrefix } from './prefix.js'
import { type Problem, problem } from './problem.js'
import { inDays, quantityTest } from './quantity-test.js'

export interface WrittenNumber {
  readonly prefix: Prefix
  readonly number: string
}

/** More digits than any database keeps are no number that could be searched for. */
const shape = /^[+-]?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,2})?$/

export function parsePrefixed(text: string): WrittenNumber | Problem {
  const split = splitPrefix(text)
  if (split === undefined) return problem(`A number takes one of the prefixes ${prefixes.join(', ')}.`)
  // The + of a query that nobody percent-encoded has become a blank; nothing else could stand there.
  const number = split.rest.replace(/^ |(?<=[eE]) (?=\d)/, '+')
  if (!shape.test(number)) return problem('Write a number such as 100, 5.40, -3 or 1e2, with or without a prefix such as ge.')
  return { prefix: split.prefix, number }
}

export function parseNumber(escaped: string): NumberValue | Problem {
  const parsed = parsePrefixed(unescapeValue(escaped))
  return 'kind' in parsed ? parsed : { kind: 'number', ...parsed }
}

export const printNumber = ({ prefix, number }: WrittenNumber): string => printPrefix(prefix) + number

export function numberTest(value: NumberValue, type: string): ValueTest {
  if (type === 'Duration') return quantityTest(inDays(value), type)
  const bounds = onNumber(boundsOf(value.prefix, value.number))
  return node => {
    const number = numberIn(node)
    return number !== undefined && holdsFor(number, bounds)
  }
}
