/** The canonical urls that the code names: profiles, code systems, identifier systems and extensions. The one place for them. */

/** Of every Care Connect profile and extension. */
const careConnectDefinitions = 'https://fhir.hl7.org.uk/STU3/StructureDefinition/'

/** For `meta.profile`, of all fourteen resource types alike. */
export const profileUrl = (resourceType: string): string => `${careConnectDefinitions}CareConnect-${resourceType}-1`

// Code systems. The dm+d has no system of its own: its codes are SNOMED CT.
export const snomed = 'http://snomed.info/sct'
export const loinc = 'http://loinc.org'
export const ucum = 'http://unitsofmeasure.org'

// Identifier systems
export const nhsNumber = 'https://fhir.nhs.uk/Id/nhs-number'
export const odsOrganizationCode = 'https://fhir.nhs.uk/Id/ods-organization-code'
export const odsSiteCode = 'https://fhir.nhs.uk/Id/ods-site-code'
export const sdsUserId = 'https://fhir.nhs.uk/Id/sds-user-id'
export const sdsRoleProfileId = 'https://fhir.nhs.uk/Id/sds-role-profile-id'

// Of a CapabilityStatement
export const expectationExtension = 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-expectation'
export const combinationExtension = 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-search-parameter-combination'

/** Of a resource that is not given whole. https://hl7.org/fhir/STU3/search.html#summary */
export const subsettedTag = { system: 'http://hl7.org/fhir/v3/ObservationValue', code: 'SUBSETTED' } as const
