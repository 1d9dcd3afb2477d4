/**
 * src/fhir/stu3/elements.facts.ts. A line is one of
 *   primitive NAME…                      the primitive types
 *   NAME = CODE…                         the codes of a required binding
 *   NAME < BASE                          a type, after its base; its elements follow
 *     NAME TYPE MIN..MAX [CHOICE?]       an element; CHOICE? or CHOICE! when it is one type of an optional or required choice
 *     @NAME TYPE MIN..MAX                an XML attribute
 */
import type { PublishedElement, PublishedType, PublishedTypes } from './published.js'

/** What the XSD calls something that is no type of STU3. */
const realNames: Readonly<Record<string, string>> = { ResourceContainer: 'Resource', SampledDataDataType: 'string' }
/** Attributes of the XSD have no type there. */
const attributeTypes: Readonly<Record<string, string>> = { id: 'string 0..1', url: 'uri 1..1' }

export function listElements(types: PublishedTypes, roots: readonly string[]): readonly string[] {
  const reachable = reach(types, roots)
  const primitives = reachable.filter(name => isPrimitive(name, typeOf(types, name))).sort()
  const codes = reachable.filter(name => typeOf(types, name).codes).sort()
  const structures = reachable.filter(name => !primitives.includes(name) && !codes.includes(name)).sort()
  return [
    `primitive ${primitives.join(' ')}`,
    ...codes.map(name => `${name} = ${typeOf(types, name).codes?.join(' ')}`),
    ...basesFirst(structures, types).flatMap(name => listType(name, typeOf(types, name))),
  ]
}

function listType(name: string, type: PublishedType): readonly string[] {
  const attributes = (type.attributes ?? []).map(attribute => `  @${attribute} ${attributeTypes[attribute]}`)
  return [type.base ? `${name} < ${type.base}` : name, ...attributes, ...type.elements.map(listElement)]
}

function listElement({ name, type, min, max, choice, choiceMin }: PublishedElement): string {
  const ofChoice = choice === undefined ? '' : ` ${choice}${choiceMin === 1 ? '!' : '?'}`
  return `  ${name} ${realNames[type] ?? type} ${min}..${max}${ofChoice}`
}

function reach(types: PublishedTypes, roots: readonly string[]): string[] {
  const seen = new Set<string>()
  const wanted = [...roots]
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    const { base, elements, codes } = typeOf(types, name)
    if (codes) continue
    wanted.push(...elements.map(element => realNames[element.type] ?? element.type))
    if (base) wanted.push(base)
  }
  return [...seen]
}

function basesFirst(names: readonly string[], types: PublishedTypes): readonly string[] {
  const ordered = new Set<string>()
  const add = (name: string): void => {
    const { base } = typeOf(types, name)
    if (base) add(base)
    ordered.add(name)
  }
  names.forEach(add)
  return [...ordered]
}

// xhtml is markup in XML and a string in JSON: a primitive for whoever reads a resource.
const isPrimitive = (name: string, type: PublishedType): boolean =>
  name === 'xhtml' || (type.attributes?.includes('value') === true && !type.codes)

function typeOf(types: PublishedTypes, name: string): PublishedType {
  const type = types[name] ?? (name === 'xhtml' ? { base: null, elements: [] } : undefined)
  if (!type) throw new Error(`The published elements name a type ${name} and do not describe it.`)
  return type
}
