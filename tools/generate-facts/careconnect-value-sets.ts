/**
 * src/fhir/careconnect/value-sets.facts.ts: those that can be listed and that a profile or an extension is bound to. A line is one of
 *   URL                  a value set
 *     SYSTEM             a code system; its codes in the value set follow
 *       CODE [DISPLAY]
 */
import { keptExtensions } from './careconnect-extensions.js'
import type { PublishedProfiles, PublishedValueSet } from './published.js'

export function listValueSets(published: PublishedProfiles): readonly string[] {
  return boundUrls(published).flatMap(url => {
    const valueSet = published.valueSets[url]
    return valueSet?.enumerable ? [url, ...listCodes(valueSet)] : []
  })
}

function listCodes({ codes = [] }: PublishedValueSet): readonly string[] {
  let system = ''
  return codes.flatMap(concept => {
    const line = `    ${concept.code}${concept.display ? ` ${concept.display.replace(/\s+/g, ' ').trim()}` : ''}`
    if (concept.system === system) return [line]
    system = concept.system
    return [`  ${system}`, line]
  })
}

function boundUrls(published: PublishedProfiles): readonly string[] {
  const rules = Object.values(published.profiles).flatMap(profile => profile.elements)
  const values = keptExtensions(published).flatMap(([, { shape }]) => [
    shape.value,
    ...Object.values(shape.nested ?? {}).map(part => part.value),
  ])
  const bindings = [...rules, ...values].map(bound => bound?.binding?.valueSet)
  return [...new Set(bindings.filter(url => typeof url === 'string'))].sort()
}
