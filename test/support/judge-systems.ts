/** The systems of codes, which their JSON does not carry, by the path that a search parameter takes: from the required bindings of STU3. */
const base = 'http://hl7.org/fhir/'

const byPath: Readonly<Record<string, string>> = {
  'Patient.gender': 'administrative-gender',
  'Practitioner.gender': 'administrative-gender',
  'Patient.address.use': 'address-use',
  'Practitioner.address.use': 'address-use',
  'Organization.address.use': 'address-use',
  'Location.address.use': 'address-use',
  'Location.status': 'location-status',
  'Observation.status': 'observation-status',
  'Observation.related.type': 'observation-relationshiptypes',
  'Encounter.status': 'encounter-status',
  'Procedure.status': 'event-status',
  'Immunization.status': 'medication-admin-status',
  'Medication.status': 'medication-status',
  'MedicationRequest.intent': 'medication-request-intent',
  'MedicationRequest.status': 'medication-request-status',
  'MedicationStatement.status': 'medication-statement-status',
  'Condition.clinicalStatus': 'condition-clinical',
  'AllergyIntolerance.clinicalStatus': 'allergy-clinical-status',
  'AllergyIntolerance.category': 'allergy-intolerance-category',
  'AllergyIntolerance.criticality': 'allergy-intolerance-criticality',
  'AllergyIntolerance.reaction.severity': 'reaction-event-severity',
  'AllergyIntolerance.type': 'allergy-intolerance-type',
  'AllergyIntolerance.verificationStatus': 'allergy-verification-status',
}

/** `path`: one alternative of the parameter's expression. */
export function systemOfCode(path: string, type: string): string | undefined {
  if (type === 'boolean') return `${base}special-values`
  const name = byPath[path]
  return name === undefined ? undefined : base + name
}
