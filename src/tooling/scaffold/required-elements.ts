/** A comment for each element that the profile requires and that nothing is suggested for. */
import { ruleOf } from '../../fhir/careconnect/profiles.js'
import { valueSetCodes } from '../../fhir/careconnect/value-sets.js'
import { elementsOf } from '../../fhir/stu3/elements.js'
import { requiredOf } from '../../mapping/compile/resolve-required.js'

export function requiredTodos(type: string, mapped: ReadonlySet<string>): readonly string[] {
  const seen = new Set<string>()
  return requiredOf(type, type, '').flatMap(({ name, slice }) => {
    const element = slice === undefined ? name : `${name}[${slice}]`
    const isThere = [...mapped].some(each => each === element || (slice === undefined && nameOf(each, type) === name))
    if (isThere || seen.has(element)) return []
    seen.add(element)
    return [`  # TODO ${element}: the profile requires it. ${adviceFor(type, name, slice)}`]
  })
}

/** Of `effectiveDateTime` the choice, of a slice its list. */
function nameOf(mapped: string, type: string): string {
  const plain = mapped.replace(/\[.*/, '')
  return elementsOf(type).find(({ name }) => name === plain)?.choice ?? plain
}

const codesShown = 8

function adviceFor(type: string, name: string, slice: string | undefined): string {
  const facts = elementsOf(type).filter(fact => fact.name === name || fact.choice === name)
  const [fact] = facts
  if (!fact) return 'Map a column to it.'
  if (fact.choice === name) return `One of ${facts.map(each => each.name).join(', ')}.`
  const codes = fact.codes ?? boundCodes(type, name)
  if (codes) {
    const shown = codes.slice(0, codesShown).join(', ')
    return `One of ${shown}${codes.length > codesShown ? ', …' : ''}: a constant, or a column with codes:.`
  }
  const targets = ruleOf(type, name)?.targets
  if (fact.type === 'Reference') return `A reference${targets ? ` to ${targets.join(' or ')}` : ''}: { ref: TYPE, key: COLUMN }.`
  if (fact.type === 'CodeableConcept')
    return 'A code: { coding: [{ system: SYSTEM, code: COLUMN, display: COLUMN }], text: COLUMN }.'
  return elementsOf(fact.type).length > 0
    ? `An object: ${partsOf(type, slice === undefined ? name : `${name}:${slice}`, fact.type)}.`
    : `A ${fact.type}.`
}

function boundCodes(type: string, name: string): readonly string[] | undefined {
  const binding = ruleOf(type, name)?.binding
  return binding?.strength === 'required' ? valueSetCodes(binding.valueSet)?.map(({ code }) => code) : undefined
}

function partsOf(resourceType: string, path: string, type: string): string {
  const required = requiredOf(type, resourceType, path).map(part => part.name)
  return required.length > 0 ? `at least ${required.join(', ')}` : 'its parts from columns'
}
