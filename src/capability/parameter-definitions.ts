/** Canonical urls of the search parameters whose definition is certain. https://hl7.org/fhir/STU3/searchparameter-registry.html */
import { localParametersOf } from '../search/local-parameters.js'

const base = 'http://hl7.org/fhir/SearchParameter/'

// STU3 defines one parameter for several types where the same name means the same. The url then names the group.
const groups: readonly { readonly prefix: string; readonly types: string; readonly names: string }[] = [
  { prefix: 'clinical', types: 'AllergyIntolerance Condition Observation Procedure', names: 'code' },
  { prefix: 'clinical', types: 'AllergyIntolerance Condition Encounter Immunization Observation Procedure', names: 'patient' },
  { prefix: 'clinical', types: 'AllergyIntolerance Encounter Immunization Observation Procedure', names: 'date' },
  {
    prefix: 'individual',
    types: 'Patient Practitioner',
    names:
      'address address-city address-country address-postalcode address-state address-use email family gender given phone telecom',
  },
  { prefix: 'individual', types: 'Patient', names: 'birthdate' },
]

/** Parameters that a type has to itself. */
const own: Readonly<Record<string, string>> = {
  AllergyIntolerance: 'category clinical-status criticality verification-status',
  Condition: 'category clinical-status severity verification-status',
  Encounter: 'class status',
  Immunization: 'notgiven status vaccine-code',
  Location: 'address address-city address-country address-postalcode address-state address-use identifier name status',
  Observation:
    'category code-value-concept code-value-date code-value-quantity code-value-string combo-code combo-code-value-concept combo-code-value-quantity combo-value-concept combo-value-quantity component-code component-code-value-concept component-code-value-quantity component-value-concept component-value-quantity related related-target related-type status value-concept value-date value-quantity value-string',
  Organization: 'active address address-city address-country address-postalcode address-state address-use identifier name',
  Patient: 'active death-date deceased general-practitioner identifier name organization',
  Practitioner: 'active identifier name',
  PractitionerRole: 'active organization practitioner',
  Procedure: 'category status',
}

const definitions = readDefinitions()

/** Undefined where we are not certain: no url is better than a wrong one. */
export const definitionOf = (type: string, name: string): string | undefined =>
  definitions.get(`Resource?${name}`) ?? definitions.get(`${type}?${name}`) ?? localDefinition(type, name)

const localDefinition = (type: string, name: string): string | undefined =>
  localParametersOf(type).find(parameter => parameter.name === name)?.definition

function readDefinitions(): ReadonlyMap<string, string> {
  const urls = new Map([
    ['Resource?_id', `${base}Resource-id`],
    ['Resource?_lastUpdated', `${base}Resource-lastUpdated`],
  ])
  for (const { prefix, types, names } of groups) {
    for (const type of types.split(' '))
      for (const name of names.split(' ')) urls.set(`${type}?${name}`, `${base}${prefix}-${name}`)
  }
  for (const [type, names] of Object.entries(own)) {
    for (const name of names.split(' ')) urls.set(`${type}?${name}`, `${base}${type}-${name}`)
  }
  return urls
}
