/**
 * A resource as XML, its elements in the order of the schema, decimals digit for digit. https://hl7.org/fhir/STU3/xml.html
 *
 * The members of an object are written as they stand as long as they stand in order, which those of mapped resources do: walking
 * the few members that are there is far less work than asking for every element that might be.
 */
import { ExactDecimal, plainDecimal } from '../fhir/exact-decimal.js'
import type { Resource } from '../fhir/resource.js'
import { FacadeError } from '../kernel/errors.js'
import { escapeAttribute } from './characters.js'
import { writeNarrative } from './narrative.js'
import { type Layout, layoutOf, type Slot } from './xml-layout.js'

const declaration = '<?xml version="1.0" encoding="UTF-8"?>'
const namespace = ' xmlns="http://hl7.org/fhir"'

/** Throws internal.fault for an element that STU3 does not have. */
export const toXml = (resource: Resource): string => declaration + writeResource(resource, namespace, '')

/** For `_pretty=true`: two blanks an indent. */
export const toPrettyXml = (resource: Resource): string => declaration + writeResource(resource, namespace, '\n')

/** An object of JSON. */
type Members = Readonly<Record<string, unknown>>

/** Everywhere below, `lineBreak` is what stands before a tag of this depth: a line break and an indent, or nothing at all. */
const deeper = (lineBreak: string): string => (lineBreak === '' ? '' : `${lineBreak}  `)

function writeResource(resource: Members, attributes: string, lineBreak: string): string {
  const type = String(resource.resourceType)
  const layout = layoutOf(type)
  if (layout.size === 0) throw unknownElement()
  return writeMembers(resource, layout, `<${type}${attributes}`, `</${type}>`, lineBreak)
}

/** The element whose tag begins with `start`, which may have attributes already. */
function writeMembers(members: Members, layout: Layout, start: string, end: string, lineBreak: string): string {
  const inner = deeper(lineBreak)
  let attributes = ''
  let body = ''
  let last = -1
  for (const name in members) {
    const value = members[name]
    if (value === undefined || value === null) continue
    const slot = layout.get(name)
    if (slot === undefined) {
      if (name === 'resourceType') continue
      if (name.startsWith('_')) return writeMembers(inOrder(members, layout), layout, start, end, lineBreak)
      throw unknownElement()
    }
    if (slot.kind === 'attribute') attributes += ` ${name}="${escapeAttribute(String(value))}"`
    else {
      if (slot.place < last) return writeMembers(inOrder(members, layout), layout, start, end, lineBreak)
      last = slot.place
      body += value instanceof WithCompanion ? value.write(slot, inner) : writeElement(slot, value, undefined, inner)
    }
  }
  return body === '' ? `${lineBreak}${start}${attributes}/>` : `${lineBreak}${start}${attributes}>${body}${lineBreak}${end}`
}

/** The same members in the order of the schema, each primitive together with its `_` companion. */
function inOrder(members: Members, layout: Layout): Members {
  const ordered: Record<string, unknown> = {}
  for (const name of layout.keys()) {
    const companion = members[`_${name}`]
    if (companion !== undefined && companion !== null) ordered[name] = new WithCompanion(members[name], companion)
    else if (members[name] !== undefined) ordered[name] = members[name]
  }
  const isKnown = (name: string): boolean =>
    name === 'resourceType' || layout.has(name) || (name.startsWith('_') && layout.get(name.slice(1))?.kind === 'primitive')
  if (!Object.keys(members).every(isKnown)) throw unknownElement()
  return ordered
}

/** A primitive with its id and extensions, which JSON has apart: `birthDate` and `_birthDate`. */
class WithCompanion {
  readonly #value: unknown
  readonly #companion: unknown

  constructor(value: unknown, companion: unknown) {
    this.#value = value
    this.#companion = companion
  }

  write(slot: Slot, lineBreak: string): string {
    return writeElement(slot, this.#value, this.#companion, lineBreak)
  }
}

/** Of lists, the items one after the other, each with the companion of its place. */
function writeElement(slot: Slot, value: unknown, companion: unknown, lineBreak: string): string {
  if (!Array.isArray(value) && !Array.isArray(companion)) return writeOne(slot, value, companion, lineBreak)
  const values: readonly unknown[] = Array.isArray(value) ? value : []
  const companions: readonly unknown[] = Array.isArray(companion) ? companion : []
  const length = Math.max(values.length, companions.length)
  let text = ''
  for (let at = 0; at < length; at++) text += writeOne(slot, values[at], companions[at], lineBreak)
  return text
}

function writeOne(slot: Slot, value: unknown, companion: unknown, lineBreak: string): string {
  const isNothing = value === undefined || value === null
  if (isMembers(companion)) {
    const start = isNothing ? slot.start : `${slot.startValue}${primitiveText(value)}"`
    return writeMembers(companion, layoutOf('Element'), start, slot.end, lineBreak)
  }
  if (isNothing) return ''
  if (slot.kind === 'primitive') return `${lineBreak}${slot.startValue}${primitiveText(value)}"/>`
  if (slot.kind === 'narrative') return lineBreak + writeNarrative(String(value))
  if (!isMembers(value)) throw unknownElement()
  if (slot.kind === 'object') return writeMembers(value, slot.layout(), slot.start, slot.end, lineBreak)
  return `${lineBreak}${slot.start}>${writeResource(value, '', deeper(lineBreak))}${lineBreak}${slot.end}`
}

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null

function primitiveText(value: unknown): string {
  if (typeof value === 'string') return escapeAttribute(value)
  if (value instanceof ExactDecimal) return value.text
  if (typeof value === 'number') return plainDecimal(String(value))
  if (typeof value === 'boolean') return String(value)
  throw unknownElement()
}

/** What is served was held against STU3 when the mappings were compiled. */
const unknownElement = (): FacadeError =>
  new FacadeError('internal.fault', { text: 'A resource has an element that STU3 does not have, or not in this form.' })
