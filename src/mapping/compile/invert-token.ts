/** Token searches as tests on rows. https://hl7.org/fhir/STU3/search.html#token */
import type { CodeSet } from '../../fhir/terminology/code-set.js'
import { textsOfTokens } from '../../search/parameter-types/token-text.js'
import type { TokenValue } from '../../search/search.js'
import type { Clock } from './condition.js'
import { allOf, anyOf, type Inverse, negate, never } from './inverse.js'
import { childPresent, equals, find, type Leaf, type LeafShape, matchObject } from './invert.js'
import { valueEquals, valueIn, valuePresent, valueText } from './invert-value.js'
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

// ── Many codes at once ──────────────────────────────────────────────────────────────────────────────────────────────

/** One of the codes, with its system. What has no code system has none of them. */
export const codesLeaf =
  (codes: CodeSet, implied: string | undefined, clock: Clock): Leaf =>
  shape => {
    if (shape.kind === 'primitive') {
      const own = implied === undefined ? undefined : codes.get(implied)
      return own ? valueIn(shape, own) : never
    }
    if (shape.type === 'CodeableConcept')
      return find(shape, [{ kind: 'element', name: 'coding' }], coding => codesLeaf(codes, undefined, clock)(coding), clock)
    return shape.type === 'Coding' ? anyOf([...codes].map(of => codeOfSystem(shape, of, clock))) : never
  }

function codeOfSystem(
  coding: ObjectShape,
  [system, codes]: readonly [system: string, codes: ReadonlySet<string>],
  clock: Clock,
): Inverse {
  const isOne: Leaf = leaf => (leaf.kind === 'primitive' ? valueIn(leaf, codes) : never)
  return matchObject(
    coding,
    [
      { name: 'system', leaf: equals(system) },
      { name: 'code', leaf: isOne },
    ],
    clock,
  )
}

// ── Text ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Some text that goes with the code begins so. */
export const tokenTextLeaf =
  (text: string, clock: Clock): Leaf =>
  shape => {
    if (shape.kind === 'primitive') return never
    const begins: Leaf = leaf => (leaf.kind === 'primitive' ? valueText(leaf, 'startsWith', 'ignoreCaseAndAccents', text) : never)
    const paths = textsOfTokens.get(shape.type) ?? []
    return anyOf(
      paths.map(path =>
        find(
          shape,
          path.map(name => ({ kind: 'element', name })),
          begins,
          clock,
        ),
      ),
    )
  }
