/** The code system of a `code`, which its JSON does not carry: that of the required value set. https://hl7.org/fhir/STU3/search.html#token */
import { elementOf } from '../fhir/stu3/elements.js'

/** That of true and false. */
export const specialValues = 'http://hl7.org/fhir/special-values'

const base = 'http://hl7.org/fhir/'

/** By type and element; the element of a data type stands under the data type. */
const systems: Readonly<Record<string, string>> = {
  'Address.type': 'address-type',
  'Address.use': 'address-use',
  'AllergyIntolerance.category': 'allergy-intolerance-category',
  'AllergyIntolerance.clinicalStatus': 'allergy-clinical-status',
  'AllergyIntolerance.criticality': 'allergy-intolerance-criticality',
  'AllergyIntolerance.reaction.severity': 'reaction-event-severity',
  'AllergyIntolerance.type': 'allergy-intolerance-type',
  'AllergyIntolerance.verificationStatus': 'allergy-verification-status',
  'Condition.clinicalStatus': 'condition-clinical',
  'Condition.verificationStatus': 'condition-ver-status',
  'ContactPoint.system': 'contact-point-system',
  'ContactPoint.use': 'contact-point-use',
  'Encounter.status': 'encounter-status',
  'HumanName.use': 'name-use',
  'Identifier.use': 'identifier-use',
  // STU3 draws these two codes from the medication administration statuses.
  'Immunization.status': 'medication-admin-status',
  'Location.mode': 'location-mode',
  'Location.status': 'location-status',
  'Medication.status': 'medication-status',
  'MedicationRequest.intent': 'medication-request-intent',
  'MedicationRequest.priority': 'medication-request-priority',
  'MedicationRequest.status': 'medication-request-status',
  'MedicationStatement.status': 'medication-statement-status',
  'MedicationStatement.taken': 'medication-statement-taken',
  'Observation.related.type': 'observation-relationshiptypes',
  'Observation.status': 'observation-status',
  'Patient.gender': 'administrative-gender',
  'Patient.contact.gender': 'administrative-gender',
  'Patient.link.type': 'link-type',
  'Practitioner.gender': 'administrative-gender',
  'Procedure.status': 'event-status',
}

/**
 * The system of the code or boolean at a dotted path of element names (`reaction.severity`, `address.use`); undefined
 * where none is known, and then a token with a system matches nothing.
 */
export function impliedSystem(type: string, elementPath: string): string | undefined {
  const own = systems[`${type}.${elementPath}`]
  if (own !== undefined) return base + own
  let owner = type
  let element: string | undefined
  for (const name of elementPath.split('.')) {
    if (element !== undefined) owner = elementOf(owner, element)?.type ?? ''
    element = name
  }
  if (element === undefined) return undefined
  if (elementOf(owner, element)?.type === 'boolean') return specialValues
  const shared = systems[`${owner}.${element}`]
  return shared === undefined ? undefined : base + shared
}
