/** Token parameters: a code, perhaps with its system. https://hl7.org/fhir/STU3/search.html#token */
import { escapeValue, splitUnescaped, unescapeValue } from '../escaping.js'
import { propertyOf } from '../property-of.js'
import type { ValueTest } from '../route.js'
import type { TokenValue } from '../search.js'
import { type Problem, problem } from './problem.js'

/** `escaped` is one value between commas, its backslashes still there. */
export function parseToken(escaped: string): TokenValue | Problem {
  const [first = '', second, ...more] = splitUnescaped(escaped, '|').map(unescapeValue)
  if (more.length > 0) return problem(`Write [system]|[code] with one |; a | inside a system or a code is written \\|.`)
  if (second === undefined) return { kind: 'token', code: first }
  if (first === '' && second === '') return problem('Write a code, a system or both around the |.')
  if (first === '') return { kind: 'token', system: null, code: second }
  return second === '' ? { kind: 'token', system: first } : { kind: 'token', system: first, code: second }
}

export function printToken({ system, code }: TokenValue): string {
  const printedCode = code === undefined ? '' : escapeValue(code)
  return system === undefined ? printedCode : `${system === null ? '' : escapeValue(system)}|${printedCode}`
}

/** Codes and systems compare by code point: case counts. `impliedSystem` is that of a code, which does not carry its own. */
export function tokenTest(value: TokenValue, type: string, impliedSystem: string | undefined): ValueTest {
  switch (type) {
    case 'CodeableConcept':
      return node => {
        const coding = propertyOf(node, 'coding')
        return Array.isArray(coding) && coding.some(item => systemAndCodeMatch(value, item, 'code'))
      }
    case 'Coding':
      return node => systemAndCodeMatch(value, node, 'code')
    case 'Identifier':
      return node => systemAndCodeMatch(value, node, 'value')
    case 'ContactPoint':
      return node => partsMatch(value, undefined, propertyOf(node, 'value'))
    default:
      return node => partsMatch(value, impliedSystem, typeof node === 'boolean' ? String(node) : node)
  }
}

const systemAndCodeMatch = (value: TokenValue, node: unknown, code: 'code' | 'value'): boolean =>
  partsMatch(value, propertyOf(node, 'system'), propertyOf(node, code))

function partsMatch(value: TokenValue, system: unknown, code: unknown): boolean {
  if (value.code !== undefined && value.code !== code) return false
  if (value.system === undefined) return true
  return value.system === null ? system === undefined : value.system === system
}
