/** Short names of code systems that every map may use without declaring them; a source document's `systems` stand before them. */
import {
  loinc,
  nhsNumber,
  odsOrganizationCode,
  odsSiteCode,
  sdsRoleProfileId,
  sdsUserId,
  snomed,
  ucum,
} from '../../fhir/systems.js'

export const knownSystems: Readonly<Record<string, string>> = {
  snomed,
  loinc,
  ucum,
  'nhs-number': nhsNumber,
  'ods-organization-code': odsOrganizationCode,
  'ods-site-code': odsSiteCode,
  'sds-user-id': sdsUserId,
  'sds-role-profile-id': sdsRoleProfileId,
  'observation-category': 'http://hl7.org/fhir/observation-category',
  'organization-type': 'http://hl7.org/fhir/organization-type',
  'v3-Confidentiality': 'http://hl7.org/fhir/v3/Confidentiality',
  'v3-NullFlavor': 'http://hl7.org/fhir/v3/NullFlavor',
}
