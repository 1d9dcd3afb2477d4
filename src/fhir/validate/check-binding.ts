/** The test of a required binding whose codes can be listed. https://hl7.org/fhir/STU3/terminologies.html#required */
import type { Binding } from '../careconnect/constraints.js'
import { type Concept, valueSetCodes } from '../careconnect/value-sets.js'
import type { ValueTest } from './finding.js'
import { isInstance } from './instance.js'

/** Undefined when nothing can be said of a value: the codes can not be listed, or are advice. */
export function bindingTest(
  binding: Binding | undefined,
  codes: readonly string[] | undefined,
  type: string,
): ValueTest | undefined {
  const listed = binding?.strength === 'required' ? valueSetCodes(binding.valueSet) : undefined
  const holds = listed ? conceptTest(listed, type) : codes && plainTest(codes)
  return holds && { rule: 'binding', holds }
}

function plainTest(codes: readonly string[]): (value: unknown) => boolean {
  const allowed = new Set<unknown>(codes)
  return value => allowed.has(value)
}

/** Of several codings one is enough; a text alone is none. */
function conceptTest(listed: readonly Concept[], type: string): (value: unknown) => boolean {
  if (type !== 'CodeableConcept' && type !== 'Coding') return plainTest(listed.map(({ code }) => code))
  const allowed = new Map<unknown, Set<unknown>>()
  for (const { system, code } of listed) allowed.set(system, (allowed.get(system) ?? new Set()).add(code))
  const isAllowed = (coding: unknown): boolean => isInstance(coding) && allowed.get(coding.system)?.has(coding.code) === true
  if (type === 'Coding') return isAllowed
  return value => isInstance(value) && (Array.isArray(value.coding) ? value.coding.some(isAllowed) : isAllowed(value.coding))
}
