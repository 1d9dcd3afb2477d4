/** The types of STU3 that Care Connect reaches, and their elements. https://hl7.org/fhir/STU3/resourcelist.html, datatypes.html */
import { readBlocks, readCardinality } from '../facts-text.js'
import { facts } from './elements.facts.js'

export interface ElementFact {
  /** As in JSON: a choice is one element for each of its types, `valueQuantity`. */
  readonly name: string
  /** `code` for a coded element; a nested element has a type of its own, `Patient.Contact`; a contained resource is a `Resource`. */
  readonly type: string
  readonly isList: boolean
  /** Never true of one type of a choice: see `choiceIsRequired`. */
  readonly isRequired: boolean
  /** `value` for `valueQuantity`. */
  readonly choice?: string
  /** At least one type of the choice must be there. */
  readonly choiceIsRequired?: boolean
  /** All the codes there are: a required binding. */
  readonly codes?: readonly string[]
  /** An attribute in XML: the id of an element and the url of an extension. */
  readonly isAttribute?: boolean
}

/** The resource types of Care Connect. */
export const resourceTypes: readonly string[] = [
  'AllergyIntolerance',
  'Condition',
  'Encounter',
  'Immunization',
  'Location',
  'Medication',
  'MedicationRequest',
  'MedicationStatement',
  'Observation',
  'Organization',
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Procedure',
]

interface TypeFact {
  readonly elements: readonly ElementFact[]
  readonly byName: ReadonlyMap<string, ElementFact>
}

const none: readonly ElementFact[] = []
const { types, primitives } = readTypes()

/** In the order of XML, inherited ones first; empty for a primitive and for a type that is not known. */
export const elementsOf = (type: string): readonly ElementFact[] => types.get(type)?.elements ?? none

export const elementOf = (type: string, name: string): ElementFact | undefined => types.get(type)?.byName.get(name)

export const isPrimitive = (type: string): boolean => primitives.has(type)

export const isKnownType = (type: string): boolean => types.has(type) || primitives.has(type)

// The lines are described in tools/generate-facts/stu3-elements.ts.
function readTypes(): { readonly types: ReadonlyMap<string, TypeFact>; readonly primitives: ReadonlySet<string> } {
  const types = new Map<string, TypeFact>()
  const primitives = new Set<string>()
  const codes = new Map<string, readonly string[]>()
  for (const { head, lines } of readBlocks(facts)) {
    const [name = '', relation, ...rest] = head.split(' ')
    if (name === 'primitive') for (const primitive of head.split(' ').slice(1)) primitives.add(primitive)
    else if (relation === '=') codes.set(name, rest)
    else {
      const inherited = (relation === '<' ? types.get(rest[0] ?? '')?.elements : undefined) ?? none
      const elements = [...inherited, ...lines.map(line => readElement(line, codes))]
      types.set(name, { elements, byName: new Map(elements.map(element => [element.name, element])) })
    }
  }
  return { types, primitives }
}

function readElement(line: string, codes: ReadonlyMap<string, readonly string[]>): ElementFact {
  const [written = '', type = '', cardinality = '', choice] = line.split(' ')
  const { min, max } = readCardinality(cardinality)
  const name = written.replace('@', '')
  const coded = codes.get(type)
  return {
    name,
    type: coded ? 'code' : type,
    isList: max > 1,
    isRequired: min > 0,
    ...(choice && { choice: choice.slice(0, -1), choiceIsRequired: choice.endsWith('!') }),
    ...(coded && { codes: coded }),
    ...(name !== written && { isAttribute: true }),
  }
}
