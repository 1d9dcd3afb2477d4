/** The check of a required binding whose codes can be listed. https://hl7.org/fhir/STU3/terminologies.html#required */
import type { Binding } from '../careconnect/constraints.js'
import { type Concept, valueSetCodes } from '../careconnect/value-sets.js'
import type { Check } from './finding.js'
import { isInstance } from './instance.js'
import { itemsOf } from './instance-values.js'

/** Undefined when nothing can be said of a value: the codes can not be listed, or are advice. */
export function bindingCheck(
  binding: Binding | undefined,
  codes: readonly string[] | undefined,
  type: string,
  shown: string,
): Check | undefined {
  const listed = binding?.strength === 'required' ? valueSetCodes(binding.valueSet) : undefined
  const isAllowed = listed ? conceptTest(listed, type) : codes && plainTest(codes)
  return (
    isAllowed &&
    ((value, found) => {
      if (!isAllowed(value)) found.add(shown, 'binding')
    })
  )
}

function plainTest(codes: readonly string[]): (value: unknown) => boolean {
  const allowed = new Set<unknown>(codes)
  return value => allowed.has(value)
}

/** Of several codings one is enough; a text alone is none. */
function conceptTest(listed: readonly Concept[], type: string): (value: unknown) => boolean {
  if (type !== 'CodeableConcept' && type !== 'Coding') return plainTest(listed.map(({ code }) => code))
  const allowed = new Set(listed.map(({ system, code }) => `${system}|${code}`))
  const isAllowed = (coding: unknown): boolean => isInstance(coding) && allowed.has(`${coding.system}|${coding.code}`)
  return type === 'Coding' ? isAllowed : value => isInstance(value) && itemsOf(value.coding).some(isAllowed)
}
