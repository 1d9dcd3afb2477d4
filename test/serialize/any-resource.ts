/** Arbitrary resources of the types of Care Connect, from the tables of elements: companions, extensions, contained resources, text of any kind. */
import fc from 'fast-check'
import type { Resource } from '../../src/fhir/resource.js'
import { type ElementFact, elementsOf, isPrimitive, resourceTypes } from '../../src/fhir/stu3/elements.js'

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 })
const primitives: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  boolean: fc.boolean(),
  integer: fc.integer(),
  positiveInt: fc.integer({ min: 1 }),
  unsignedInt: fc.nat(),
  decimal: fc.integer({ min: -1000, max: 1000 }).map(value => value / 8),
}

export const anyResource = (): fc.Arbitrary<Resource> => resourceOf(2)

const resourceOf = (depth: number): fc.Arbitrary<Resource> =>
  fc.constantFrom(...resourceTypes).chain(type => membersOf(type, depth).map(members => ({ resourceType: type, ...members })))

/** Some of the elements, in any order. */
function membersOf(type: string, depth: number): fc.Arbitrary<object> {
  const elements = elementsOf(type).filter(({ type }) => type !== 'xhtml' && (depth > 0 || isPrimitive(type)))
  const required = elements.filter(({ isAttribute, isRequired }) => isAttribute && isRequired)
  return fc
    .shuffledSubarray(elements, { maxLength: Math.min(6, elements.length) })
    .map(chosen => [...new Set([...chosen, ...required])])
    .chain(chosen => fc.tuple(...chosen.map(element => memberOf(element, depth))))
    .map(members => Object.assign({}, ...members))
}

function memberOf(element: ElementFact, depth: number): fc.Arbitrary<object> {
  const { name, type, isList, isAttribute } = element
  if (isAttribute) return text.map(value => ({ [name]: value }))
  if (!isPrimitive(type)) {
    const item = type === 'Resource' ? resourceOf(depth - 1) : membersOf(type, depth - 1)
    return isList
      ? fc.array(item, { minLength: 1, maxLength: 2 }).map(items => ({ [name]: items }))
      : item.map(value => ({ [name]: value }))
  }
  const value = primitives[type] ?? text
  const companion = fc.option(fc.record({ id: text, extension: fc.constant([{ url: 'u', valueCode: 'c' }]) }))
  if (!isList) return fc.tuple(value, companion).map(([own, other]) => ({ [name]: own, ...(other && { [`_${name}`]: other }) }))
  const pairs = fc.array(fc.tuple(fc.option(value), companion), { minLength: 1, maxLength: 3 })
  return pairs.map(items => ({ [`_${name}`]: items.map(([, other]) => other), [name]: items.map(([own]) => own) }))
}
