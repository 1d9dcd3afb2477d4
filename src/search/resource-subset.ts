/** A resource cut down to what `_summary` or `_elements` asks for, and marked as incomplete. https://hl7.org/fhir/STU3/search.html#summary */
import type { Resource } from '../fhir/resource.js'
import { type ElementFact, elementsOf } from '../fhir/stu3/elements.js'
import { isMandatory, summaryOf } from '../fhir/stu3/summary.js'
import { subsettedTag } from '../fhir/systems.js'
import type { AnswerOptions } from './answer-options.js'

/**
 * Names of the elements of a resource, each type of a choice by its own, that are given; undefined when all are. Those that STU3 or the
 * profile requires are always among them, and so are id and meta.
 */
export function keptElements(type: string, { summary, elements }: AnswerOptions): ReadonlySet<string> | undefined {
  const asked = elements
    ? new Set(elements)
    : summary === 'true'
      ? summaryOf(type)
      : summary === 'text'
        ? new Set(['text'])
        : undefined
  const facts = elementsOf(type)
  if (asked) return new Set(facts.filter(fact => isKept(fact, asked, type, fact.name)).map(({ name }) => name))
  if (summary !== 'data') return undefined
  return new Set(facts.flatMap(({ name }) => (name === 'text' ? [] : [name])))
}

/** The same resource when nothing is left out. */
export function subsetOf(resource: Resource, options: AnswerOptions): Resource {
  const kept = keptElements(resource.resourceType, options)
  if (!kept) return resource
  if (options.summary === 'data' && resource.text === undefined) return resource
  const { resourceType } = resource
  const subset: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(resource)) {
    if (name === 'resourceType' || kept.has(name.replace(/^_/, '')))
      subset[name] = options.summary === 'true' ? summarised(value, name, resourceType, resourceType) : value
  }
  const { meta } = resource
  return { ...withMetaInPlace(subset), resourceType, meta: { ...meta, tag: [...(meta?.tag ?? []), subsettedTag] } }
}

/** A resource begins with its type, id and meta. */
function withMetaInPlace({ resourceType, id, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return { resourceType, ...(id !== undefined && { id }), meta: undefined, ...rest }
}

/** Of a nested element what belongs to the summary; a data type as a whole. */
function summarised(value: unknown, name: string, owner: string, resourceType: string): unknown {
  const nested = elementsOf(owner).find(element => element.name === name)?.type
  const asked = nested === undefined ? undefined : summaryOf(nested)
  if (!asked || nested === undefined || !Array.isArray(value))
    return asked && nested ? itemOf(value, nested, asked, resourceType) : value
  return value.map((item: unknown) => itemOf(item, nested, asked, resourceType))
}

function itemOf(item: unknown, type: string, asked: ReadonlySet<string>, resourceType: string): unknown {
  if (typeof item !== 'object' || item === null) return item
  const place = placeOf(type)
  const kept = new Set(
    elementsOf(type)
      .filter(fact => isKept(fact, asked, resourceType, `${place}.${fact.name}`))
      .map(({ name }) => name),
  )
  const parts = Object.entries(item).filter(([name]) => kept.has(name.replace(/^_/, '')))
  return Object.fromEntries(parts.map(([name, value]) => [name, summarised(value, name, type, resourceType)]))
}

/** `Patient.Link` stands at `link`. */
const placeOf = (type: string): string =>
  type
    .split('.')
    .slice(1)
    .map(step => `${step.slice(0, 1).toLowerCase()}${step.slice(1)}`)
    .join('.')

function isKept(fact: ElementFact, asked: ReadonlySet<string>, resourceType: string, path: string): boolean {
  const { name, choice } = fact
  if (name === 'id' || (name === 'meta' && path === 'meta')) return true
  return asked.has(name) || (choice !== undefined && asked.has(choice)) || isMandatory(fact, resourceType, path)
}
