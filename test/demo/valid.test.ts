/** Everything that the demos serve is valid: by STU3, by its Care Connect profile and by the invariants of both. */
import { afterAll, beforeAll, expect, it, test } from 'vitest'
import { coreApiOf } from '../../src/fhir/careconnect/core-api.js'
import { validateResource } from '../../src/fhir/validate/validate-resource.js'
import { nhsNumberOf } from '../../src/tooling/demo/nhs-numbers.js'
import { type BothDemos, openBothDemos } from '../support/both-demos.js'
import { openDemo } from '../support/demo-facade.js'
import { type Facade, findAll, requestOptions } from '../support/open-facade.js'

const types = [
  ...['AllergyIntolerance', 'Condition', 'Encounter', 'Immunization', 'Location', 'Medication', 'MedicationRequest'],
  ...['MedicationStatement', 'Observation', 'Organization', 'Patient', 'Practitioner', 'PractitionerRole', 'Procedure'],
]

let facade: Facade
let both: BothDemos
beforeAll(async () => {
  both = await openBothDemos()
  facade = await openDemo('sqlite')
})
afterAll(async () => {
  await facade.close()
  await both.close()
})

it('serves all fourteen types', () => {
  expect([...facade.engine.offers.keys()].sort()).toEqual([...types].sort())
})

test.each(types)('every %s of both demos is valid', async type => {
  const resources = await findAll(both.engine, `${type}?_count=1000`)
  expect(resources.length).toBeGreaterThan(5)
  const faults = resources.flatMap(resource => validateResource(resource).map(({ message }) => `${resource.id}: ${message}`))
  expect(faults).toEqual([])
})

/** What each parameter that the Core API asks for is asked with; each finds something. */
const asked: Readonly<Record<string, string>> = {
  'AllergyIntolerance.clinical-status': 'active',
  'AllergyIntolerance.code': '373270004',
  'AllergyIntolerance.patient': '46',
  'AllergyIntolerance.verification-status': 'confirmed',
  'Condition.category': 'problem-list-item',
  'Condition.clinical-status': 'active',
  'Condition.code': '44054006',
  'Condition.patient': '6',
  'Encounter.date': '2022-01-10',
  'Encounter.patient': '33',
  'Encounter.status': 'finished',
  'Encounter.type': '11429006',
  'Immunization.notgiven': 'false',
  'Immunization.patient': '47',
  'Immunization.status': 'completed',
  'Immunization.vaccination-procedure-code': 'http://snomed.info/sct|86198006',
  'Location.address': '1 Fernbank',
  'Location.address-city': 'northbeck',
  'Location.address-postalcode': 'QX1 2AB',
  'Location.identifier': 'Z99001',
  'Location.name': 'fernbank',
  'MedicationRequest.patient': '44',
  'MedicationRequest.status': 'active',
  'MedicationStatement.patient': '44',
  'MedicationStatement.status': 'active',
  'Observation.code': '85354-9',
  'Observation.date': 'ge2023',
  'Observation.patient': '56',
  'Organization.address': '1 Fernbank',
  'Organization.address-city': 'northbeck',
  'Organization.address-postalcode': 'QX1 2AB',
  'Organization.identifier': 'Z99001',
  'Organization.name': 'fernbank',
  'Patient.birthdate': '1953-07-22',
  'Patient.family': 'smith',
  'Patient.gender': 'female',
  'Patient.given': 'margaret',
  'Patient.identifier': 'https://fhir.nhs.uk/Id/nhs-number|9990000026',
  'Patient.name': 'margaret smith',
  'Practitioner.identifier': '999000000101',
  'Practitioner.name': 'okafor',
  'PractitionerRole.organization': 'Z99001',
  'PractitionerRole.practitioner': '101',
  'Procedure.date': '2019-04-09',
  'Procedure.patient': '41',
}

const searchesOf = (type: string): readonly string[] => {
  const { parameters, combinations } = coreApiOf(type) ?? { parameters: new Map<string, string>(), combinations: [] }
  const all = [...[...parameters.keys()].map(name => [name]), ...combinations.map(together => together.parameters)]
  return all.map(names => names.map(name => `${name}=${encodeURIComponent(asked[`${type}.${name}`] ?? '')}`).join('&'))
}

test.each(types.flatMap(type => searchesOf(type).map(query => [type, query] as const)))(
  '%s?%s, which the Core API asks for, finds something',
  async (type, query) => {
    const { resources } = await facade.engine.search(type, query, requestOptions())
    expect(resources.length).toBeGreaterThan(0)
  },
)

test.each(types.filter(type => coreApiOf(type)?.parameters.has('patient')))(
  '%s finds by the NHS number of a patient what it finds by the patient',
  async type => {
    const patient = asked[`${type}.patient`]
    const byId = await findAll(facade.engine, `${type}?patient=${patient}&_count=1000`)
    const identifier = `https://fhir.nhs.uk/Id/nhs-number|${nhsNumberOf(Number(patient))}`
    expect(byId.length).toBeGreaterThan(0)
    expect(await findAll(facade.engine, `${type}?patient.identifier=${identifier}&_count=1000`)).toEqual(byId)
  },
)
