/** Tokens by value sets and hierarchies: `:in`, `:not-in`, `:below` and `:above`. https://hl7.org/fhir/STU3/search.html#token */
import { type Answer, isUnanswerable } from '../../fhir/terminology/code-set.js'
import type { Terminology } from '../../fhir/terminology/terminology.js'
import { escapeValue, unescapeValue } from '../escaping.js'
import { propertyOf } from '../property-of.js'
import type { ValueTest } from '../route.js'
import type { CodesValue, Modifier } from '../search.js'
import { type Problem, problem } from './problem.js'
import { parseToken, printToken } from './token.js'

export type CodesModifier = Extract<Modifier, 'in' | 'not-in' | 'below' | 'above'>

export const isCodesModifier = (modifier: Modifier | undefined): modifier is CodesModifier =>
  modifier === 'in' || modifier === 'not-in' || modifier === 'below' || modifier === 'above'

/** What a value set or a code with a hierarchy comes to is told once, here; after it there are codes alone. */
export function parseCodes(escaped: string, modifier: CodesModifier, terminology: Terminology): CodesValue | Problem {
  if (modifier === 'in' || modifier === 'not-in') {
    const reference = unescapeValue(escaped)
    return codesValue(terminology.codesIn(reference), escapeValue(reference))
  }
  const token = parseToken(escaped)
  if (token.kind === 'problem') return token
  if (typeof token.system !== 'string' || token.code === undefined)
    return problem(`:${modifier} takes [system]|[code]: a code lies above or below others within its code system.`)
  return codesValue(terminology[modifier](token.system, token.code), printToken(token))
}

const codesValue = (answer: Answer, written: string): CodesValue | Problem =>
  isUnanswerable(answer) ? problem(answer.reason) : { kind: 'codes', written, codes: answer }

/** Both the system and the code have to be those of the set. `impliedSystem` is that of a code, which does not carry its own. */
export function codesTest({ codes }: CodesValue, type: string, impliedSystem: string | undefined): ValueTest {
  const holds = (system: unknown, code: unknown): boolean =>
    typeof system === 'string' && typeof code === 'string' && codes.get(system)?.has(code) === true
  const isIn: ValueTest = coding => holds(propertyOf(coding, 'system'), propertyOf(coding, 'code'))
  switch (type) {
    case 'CodeableConcept':
      return node => {
        const coding = propertyOf(node, 'coding')
        return Array.isArray(coding) && coding.some(isIn)
      }
    case 'Coding':
      return isIn
    case 'Identifier':
    case 'ContactPoint':
      return () => false
    default:
      return node => holds(impliedSystem, typeof node === 'boolean' ? String(node) : node)
  }
}
