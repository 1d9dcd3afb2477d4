/** The references of a resource that a search parameter means: what `_include` follows. https://hl7.org/fhir/STU3/search.html#include */
import type { Resource } from '../fhir/resource.js'
import { propertyOf } from './property-of.js'
import { routesOf, someValue } from './route.js'
import type { SearchParameter } from './search.js'

export interface LocalReference {
  readonly type: string
  readonly id: string
}

/** In the order of the resource. Those to another server, to what is contained, and by identifier alone are not among them. */
export function referencesIn(resource: Resource, parameter: SearchParameter): readonly LocalReference[] {
  const found: LocalReference[] = []
  for (const { steps } of routesOf(resource.resourceType, parameter))
    someValue(resource, steps, node => {
      const reference = localReference(propertyOf(node, 'reference'))
      if (reference) found.push(reference)
      // Not this one alone: all of them are wanted.
      return false
    })
  return found
}

const local = /^([A-Z][A-Za-z]*)\/([A-Za-z0-9.-]{1,64})$/

function localReference(text: unknown): LocalReference | undefined {
  const [, type, id] = (typeof text === 'string' && local.exec(text)) || []
  return type === undefined || id === undefined ? undefined : { type, id }
}
