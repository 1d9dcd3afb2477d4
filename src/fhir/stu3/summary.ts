/** Which elements a summary keeps (those that STU3 marks so) and which nothing leaves out. https://hl7.org/fhir/STU3/search.html#summary */
import { extensionsAt } from '../careconnect/extensions.js'
import { ruleOf } from '../careconnect/profiles.js'
import { slicesOf } from '../careconnect/slices.js'
import { readBlocks } from '../facts-text.js'
import { type ElementFact, elementsOf } from './elements.js'
import { facts } from './summary.facts.js'

// The lines are described in tools/generate-facts/stu3-summary.ts.
const summaries: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  readBlocks(facts).map(({ head }) => {
    const [type = '', ...names] = head.split(' ')
    return [type, new Set(names)] as const
  }),
)

/**
 * Of a resource type or a nested one (`Patient.Link`): the names that its summary keeps, a choice by its stem. Undefined for a data type,
 * which is in a summary as a whole or not at all.
 */
export const summaryOf = (type: string): ReadonlySet<string> | undefined => summaries.get(type)

/** Whether STU3 or the profile requires the element at the path (`name`, `link.type`) or a slice of it, or it changes what the others mean. */
export function isMandatory({ name, isRequired, choiceIsRequired }: ElementFact, resourceType: string, path: string): boolean {
  if (name === 'modifierExtension' || name === 'implicitRules') return true
  if (name === 'extension') {
    const owner = path === name ? '' : path.slice(0, -name.length - 1)
    return extensionsAt(resourceType, owner).some(({ min }) => min > 0)
  }
  if (isRequired || choiceIsRequired === true || (ruleOf(resourceType, path)?.min ?? 0) > 0) return true
  return slicesOf(resourceType, path).some(({ min }) => min > 0)
}

/** Names that `_elements` takes: those of the elements, and the stems of choices. */
export const elementNames = (type: string): readonly string[] => [
  ...new Set(elementsOf(type).flatMap(({ name, choice }) => (choice === undefined ? [name] : [name, choice]))),
]
