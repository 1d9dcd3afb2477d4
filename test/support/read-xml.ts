/** XML of FHIR back to the JSON that says the same, by the tables of elements: written apart from the writer. https://hl7.org/fhir/STU3/json.html */
import { DOMParser, type Element, onErrorStopParsing, XMLSerializer } from '@xmldom/xmldom'
import { type ElementFact, elementOf, isPrimitive } from '../../src/fhir/stu3/elements.js'

const fhir = 'http://hl7.org/fhir'

/** Decimals as their digits in a `Decimal`, as numbers would lose them. Throws for what is not well-formed or not of STU3. */
export function readXml(text: string): unknown {
  const root = new DOMParser({ onError: onErrorStopParsing }).parseFromString(text, 'text/xml').documentElement
  if (root === null) throw new Error('There is no element.')
  return readResource(root)
}

function readResource(element: Element): object {
  if (element.namespaceURI !== fhir) throw new Error(`${element.nodeName} is not of FHIR`)
  return { resourceType: element.localName, ...readElements(element, element.localName ?? '') }
}

function readElements(element: Element, type: string): object {
  const result: Record<string, unknown> = {}
  for (const { name, value } of Array.from(element.attributes)) {
    if (name === 'xmlns' || (name === 'value' && isPrimitive(type))) continue
    if (elementOf(type, name)?.isAttribute !== true) throw new Error(`${type} has no attribute ${name}`)
    result[name] = value
  }
  for (const child of childrenOf(element)) {
    const fact = elementOf(type, child.localName ?? '')
    if (fact === undefined || fact.isAttribute) throw new Error(`${type} has no element ${child.localName}`)
    addElement(result, fact, child)
  }
  return result
}

function addElement(result: Record<string, unknown>, fact: ElementFact, element: Element): void {
  const { name, type, isList } = fact
  if (!isPrimitive(type)) {
    add(result, name, readComplex(fact, element), isList)
    return
  }
  const value = type === 'xhtml' ? new XMLSerializer().serializeToString(element) : primitiveOf(type, element)
  const companion = type === 'xhtml' ? {} : readElements(withoutValue(element), 'Element')
  const hasCompanion = Object.keys(companion).length > 0
  if (!isList) {
    if (value !== undefined) result[name] = value
    if (hasCompanion) result[`_${name}`] = companion
    return
  }
  const values = listOf(result, name)
  values.push(value ?? null)
  const companions = listOf(result, `_${name}`)
  companions.push(hasCompanion ? companion : null)
}

function readComplex({ type }: ElementFact, element: Element): object {
  if (type !== 'Resource') return readElements(element, type)
  const [resource, ...others] = childrenOf(element)
  if (resource === undefined || others.length > 0) throw new Error(`${element.nodeName} holds one resource`)
  return readResource(resource)
}

function primitiveOf(type: string, element: Element): unknown {
  const value = element.getAttribute('value')
  if (value === null) return undefined
  if (type === 'boolean') return value === 'true'
  if (type === 'integer' || type === 'positiveInt' || type === 'unsignedInt') return Number(value)
  return type === 'decimal' ? { decimal: value } : value
}

function withoutValue(element: Element): Element {
  element.removeAttribute('value')
  return element
}

function childrenOf(element: Element): readonly Element[] {
  const children: Element[] = []
  for (const node of Array.from(element.childNodes)) {
    if (node.nodeType === node.ELEMENT_NODE) children.push(node as Element)
    else if (node.nodeValue?.trim() !== '') throw new Error(`${element.nodeName} holds text`)
  }
  return children
}

function add(result: Record<string, unknown>, name: string, value: unknown, isList: boolean): void {
  if (isList) listOf(result, name).push(value)
  else if (name in result) throw new Error(`${name} stands twice`)
  else result[name] = value
}

function listOf(result: Record<string, unknown>, name: string): unknown[] {
  const known = result[name]
  if (Array.isArray(known)) return known
  const fresh: unknown[] = []
  result[name] = fresh
  return fresh
}

/** JSON in the form that readXml gives: decimals as digits, lists of primitives with a companion list, nothing that is null or undefined. */
export function asRead(value: unknown, type: string): unknown {
  const members = value as Members
  if (type === 'Resource') return { resourceType: members.resourceType, ...membersAsRead(members, String(members.resourceType)) }
  return membersAsRead(members, type)
}

type Members = Readonly<Record<string, unknown>>

function membersAsRead(members: Members, type: string): object {
  const names = new Set(Object.keys(members).map(key => key.replace(/^_/, '')))
  return Object.assign({}, ...[...names].map(name => memberAsRead(members, name, elementOf(type, name))))
}

function memberAsRead(members: Members, name: string, fact: ElementFact | undefined): object {
  const own = members[name] ?? undefined
  const companion = members[`_${name}`] ?? undefined
  if (fact === undefined || (own === undefined && companion === undefined)) return {}
  const { type, isList } = fact
  if (!isPrimitive(type)) return { [name]: isList ? asList(own).map(item => asRead(item, type)) : asRead(own, type) }
  if (isList) return listAsRead(name, type, asList(own), asList(companion))
  return {
    ...(own !== undefined && { [name]: primitiveAsRead(own, type) }),
    ...(companion !== undefined && { [`_${name}`]: asRead(companion, 'Element') }),
  }
}

/** A place at which neither list has anything is not in XML at all. */
function listAsRead(name: string, type: string, values: readonly unknown[], companions: readonly unknown[]): object {
  const pairs = Array.from({ length: Math.max(values.length, companions.length) }, (_, at) => ({
    value: values[at] ?? null,
    companion: companions[at] ?? null,
  })).filter(({ value, companion }) => value !== null || companion !== null)
  if (pairs.length === 0) return {}
  return {
    [name]: pairs.map(({ value }) => (value === null ? null : primitiveAsRead(value, type))),
    [`_${name}`]: pairs.map(({ companion }) => (companion === null ? null : asRead(companion, 'Element'))),
  }
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

function primitiveAsRead(value: unknown, type: string): unknown {
  if (type !== 'decimal') return value
  return { decimal: typeof value === 'object' && value !== null && 'text' in value ? value.text : String(value) }
}
