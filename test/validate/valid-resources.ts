/** A small valid resource of each type. */
import { profileUrl } from '../../src/fhir/systems.js'

export const definition = (name: string): string =>
  `https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-${name}-1`

const patient = { reference: 'Patient/1' }
const contents: Readonly<Record<string, object>> = {
  AllergyIntolerance: { clinicalStatus: 'active', verificationStatus: 'confirmed', patient, assertedDate: '2020' },
  Condition: { clinicalStatus: 'active', code: { text: 'a cough' }, subject: patient },
  Encounter: { status: 'finished', subject: patient },
  Immunization: { status: 'completed', notGiven: false, vaccineCode: { text: 'measles' }, patient, primarySource: true },
  Location: { name: 'Surgery' },
  Medication: { code: { text: 'a drug' } },
  MedicationRequest: { intent: 'order', medicationReference: { reference: 'Medication/1' }, subject: patient },
  MedicationStatement: { status: 'active', medicationReference: { reference: 'Medication/1' }, subject: patient, taken: 'unk' },
  Observation: { status: 'final', code: { text: 'weight' }, subject: patient },
  Organization: { name: 'Surgery' },
  Patient: { name: [{ use: 'official', family: 'Smith' }] },
  Practitioner: { name: [{ family: 'Smith' }] },
  PractitionerRole: { practitioner: { reference: 'Practitioner/1' } },
  Procedure: { status: 'completed', code: { text: 'an act' }, subject: patient },
}

export interface ValidResource {
  readonly resourceType: string
  readonly meta: { readonly profile: readonly string[] }
}

export const validResources: Readonly<Record<string, ValidResource>> = Object.fromEntries(
  Object.entries(contents).map(([resourceType, content]) => [
    resourceType,
    { resourceType, id: '1', meta: { profile: [profileUrl(resourceType)] }, ...content },
  ]),
)
