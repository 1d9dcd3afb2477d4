/** `:text` of tokens: the text that goes with a code or an identifier, searched as a string is. https://hl7.org/fhir/STU3/search.html#token */
import { propertyOf } from '../property-of.js'
import type { ValueTest } from '../route.js'
import type { StringValue } from '../search.js'
import type { Fold } from './string.js'

/** Where each type has such texts: names from the element on. */
export const textsOfTokens: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
  ['CodeableConcept', [['text'], ['coding', 'display']]],
  ['Coding', [['display']]],
  ['Identifier', [['type', 'text']]],
])

/** Some text begins so, whatever its case and accents. */
export function tokenTextTest({ text }: StringValue, type: string, fold: Fold): ValueTest {
  const folded = fold(text)
  const paths = textsOfTokens.get(type) ?? []
  return node => paths.some(path => textsAt(node, path).some(found => fold(found).startsWith(folded)))
}

function textsAt(node: unknown, [name, ...rest]: readonly string[]): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(item => textsAt(item, name === undefined ? [] : [name, ...rest]))
  if (name !== undefined) return textsAt(propertyOf(node, name), rest)
  return typeof node === 'string' ? [node] : []
}
