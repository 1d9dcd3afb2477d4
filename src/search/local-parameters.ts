/** Search parameters of the Care Connect Core API that STU3 does not define, and other names under which they are known. */
import type { ParameterType } from './search.js'

interface LocalParameter {
  readonly name: string
  readonly type: ParameterType
  readonly expression: string
  readonly targets: readonly string[]
  /** Canonical url, for the CapabilityStatement. */
  readonly definition: string
  /** Accepted too, and answered as if `name` had been written. */
  readonly alias: string
}

// The guide names an element that does not exist; the fact is an extension. Its CapabilityStatement uses the alias.
const byType: ReadonlyMap<string, readonly LocalParameter[]> = new Map([
  [
    'Immunization',
    [
      {
        name: 'vaccination-procedure-code',
        type: 'token',
        expression:
          "Immunization.extension.where(url='https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-VaccinationProcedure-1').value.ofType(CodeableConcept)",
        targets: [],
        definition: 'https://fhir.hl7.org.uk/STU3/SearchParameter/CareConnect-vaccination-procedure-code',
        alias: 'CareConnect-vaccination-procedure-code',
      },
    ],
  ],
])

export function localParametersOf(type: string): readonly LocalParameter[] {
  return byType.get(type) ?? []
}

/** The name of the parameter that is meant by `name`. */
export function canonicalName(type: string, name: string): string {
  return byType.get(type)?.find(parameter => parameter.alias === name)?.name ?? name
}
