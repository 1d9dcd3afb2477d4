/** Token searches as tests on rows. https://hl7.org/fhir/STU3/search.html#token */
import type { TokenValue } from '../../search/search.js'
import type { Clock } from './condition.js'
import { allOf, type Inverse, negate, never } from './inverse.js'
import { childPresent, equals, find, type Leaf, type LeafShape, matchObject } from './invert.js'
import { valueEquals, valuePresent } from './invert-value.js'
import type { ObjectShape } from './shape.js'

/** `implied` is the code system of an element of type code, whose JSON names none. */
export const tokenLeaf =
  (token: TokenValue, implied: string | undefined, clock: Clock): Leaf =>
  shape =>
    shape.kind === 'primitive' ? primitiveMatches(shape, token, implied) : objectMatches(shape, token, clock)

function primitiveMatches(
  shape: Extract<LeafShape, { kind: 'primitive' }>,
  { system, code }: TokenValue,
  implied: string | undefined,
): Inverse {
  if (typeof system === 'string' && system !== implied) return never
  if (system === null && implied !== undefined) return never
  return code === undefined ? valuePresent(shape) : valueEquals(shape, code)
}

function objectMatches(shape: ObjectShape, token: TokenValue, clock: Clock): Inverse {
  switch (shape.type) {
    case 'CodeableConcept':
      return find(shape, [{ kind: 'element', name: 'coding' }], coding => tokenLeaf(token, undefined, clock)(coding), clock)
    case 'Coding':
      return systemAndCode(shape, 'code', token, clock)
    case 'Identifier':
      return systemAndCode(shape, 'value', token, clock)
    case 'ContactPoint':
      // Its system says phone or email and is no namespace of codes.
      return typeof token.system === 'string'
        ? never
        : systemAndCode(shape, 'value', token.code === undefined ? { kind: 'token' } : { kind: 'token', code: token.code }, clock)
    default:
      return never
  }
}

/** System and code of one and the same item. */
function systemAndCode(shape: ObjectShape, codeElement: string, { system, code }: TokenValue, clock: Clock): Inverse {
  const tests = []
  if (typeof system === 'string') tests.push({ name: 'system', leaf: equals(system) })
  tests.push({
    name: codeElement,
    leaf: code === undefined ? (leaf: LeafShape) => (leaf.kind === 'primitive' ? valuePresent(leaf) : never) : equals(code),
  })
  const matched = matchObject(shape, tests, clock)
  return system === null ? allOf([matched, negate(childPresent(shape, 'system', clock))]) : matched
}
