/** What belongs to one resource: all that refers to it. https://hl7.org/fhir/STU3/compartmentdefinition.html */
import type { TypeOffer } from './offer.js'
import type { Clause, SearchParameter } from './search.js'

export interface Compartment {
  /** `Patient` in `Patient/17/Observation`. */
  readonly type: string
  readonly id: string
}

const compartmentName = '_compartment'

/** What the address of a search says, not its query. */
export const isCompartmentClause = ({ parameter }: Pick<Clause, 'parameter'>): boolean => parameter.name === compartmentName

/** The parameters by which resources of the offered type refer to such a one, searched for or not. */
export const compartmentParameters = ({ references }: TypeOffer, owner: string): readonly SearchParameter[] =>
  [...references.values()].filter(({ targets }) => targets.includes(owner)).map(({ parameter }) => parameter)

const known = new WeakMap<TypeOffer, Map<string, SearchParameter>>()

/** Holds for what refers to the resource by any of its parameters. */
export function compartmentClause(offer: TypeOffer, { type, id }: Compartment): Clause {
  const ofOffer = known.get(offer) ?? new Map<string, SearchParameter>()
  known.set(offer, ofOffer)
  const parameter = ofOffer.get(type) ?? anyReference(compartmentParameters(offer, type), type)
  ofOffer.set(type, parameter)
  return { expression: `${type}/[id]`, parameter, targetType: type, values: [{ kind: 'reference', type, id }] }
}

/** `subject` and `patient` mean one element: it is looked at once. */
function anyReference(parameters: readonly SearchParameter[], type: string): SearchParameter {
  const paths = new Map(parameters.flatMap(({ paths }) => paths.map(path => [JSON.stringify(path), path] as const)))
  return { name: compartmentName, type: 'reference', expression: '', paths: [...paths.values()], targets: [type] }
}
