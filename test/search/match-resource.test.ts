import { describe, expect, it, test } from 'vitest'
import type { Resource } from '../../src/fhir/resource.js'
import { canJudge, clauseMatcher, matchClause } from '../../src/search/match-resource.js'
import type { Clause } from '../../src/search/search.js'
import { foldText } from '../../src/spi/fold-text.js'
import { matches, parsed, zoneNamed } from './everything-offered.js'

type Cases = readonly (readonly [query: string, expected: boolean])[]

const patient: Resource = {
  resourceType: 'Patient',
  id: 'p-1',
  meta: { lastUpdated: '2024-03-31T01:30:00Z' },
  identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9876543210' }, { value: 'B77|x' }, { system: 'urn:empty' }],
  active: true,
  name: [
    {
      use: 'official',
      text: 'Dr Bernie Kanfeld',
      family: 'Kanfeld',
      given: ['Bernie', 'José María'],
      prefix: ['Dr'],
      suffix: ['FRCP'],
    },
    { use: 'old', family: 'van der Berg' },
  ],
  telecom: [
    { system: 'phone', value: '0113 496 0000', use: 'home' },
    { system: 'email', value: 'bernie@example.org' },
  ],
  gender: 'female',
  birthDate: '1980-02-29',
  deceasedBoolean: false,
  address: [{ use: 'home', line: ['Flat 2', '1 High Street'], city: 'Leeds', district: 'West Yorkshire', postalCode: 'LS1 4AB' }],
  managingOrganization: { extension: [{ url: 'urn:x', valueString: 'unknown' }] },
  generalPractitioner: [{ reference: 'Practitioner/g-7', display: 'Dr Ames' }, { identifier: { value: 'G1' } }],
  link: [{ other: { reference: 'https://other.example/Patient/9' }, type: 'seealso' }],
}

const observation: Resource = {
  resourceType: 'Observation',
  id: 'o-1',
  status: 'final',
  code: {
    coding: [{ system: 'http://loinc.org', code: '2345-7' }, { system: 'http://snomed.info/sct', code: 'A1' }, { code: 'Local' }],
    text: 'Glucose',
  },
  subject: { reference: 'Patient/p-1' },
  effectivePeriod: { start: '2020-05-10', end: '2020-06-15' },
  valueString: 'Über Normal',
  component: [{ code: { text: 'none coded' } }],
}

const check = (resource: Resource, cases: Cases) =>
  test.each(cases)('%s', (query, expected) => expect(matches(resource, query)).toBe(expected))

describe('a token on an Identifier', () => {
  check(patient, [
    ['identifier=9876543210', true],
    ['identifier=https://fhir.nhs.uk/Id/nhs-number|9876543210', true],
    ['identifier=https://fhir.nhs.uk/Id/nhs-number|', true],
    ['identifier=urn:empty|', true],
    ['identifier=https://fhir.nhs.uk/Id/NHS-number|9876543210', false],
    ['identifier=|9876543210', false],
    ['identifier=|B77\\|x', true],
    ['identifier=B77\\|x', true],
    ['identifier=b77\\|x', false],
    ['identifier=987654321', false],
    // System and value of two identifiers are not one identifier.
    ['identifier=https://fhir.nhs.uk/Id/nhs-number|B77\\|x', false],
    ['identifier=x,9876543210', true],
  ])
})

describe('a token on a CodeableConcept', () => {
  check(observation, [
    ['code=2345-7', true],
    ['code=http://snomed.info/sct|A1', true],
    ['code=http://snomed.info/sct|', true],
    ['code=http://snomed.info/sct|a1', false],
    ['code=http://snomed.info/sct|2345-7', false],
    ['code=|Local', true],
    ['code=|A1', false],
    ['code=Glucose', false],
    ['code=A1&code=Local', true],
    ['code=A1&code=B1', false],
    ['code:not=A1', false],
    ['code:not=B1', true],
    ['code:not=B1,A1', false],
    ['component-code=x', false],
    ['component-code:missing=false', true],
    ['combo-code=A1', true],
  ])
})

describe('a token on a code, whose system is implied', () => {
  check(patient, [
    ['gender=female', true],
    ['gender=Female', false],
    ['gender=http://hl7.org/fhir/administrative-gender|female', true],
    ['gender=http://hl7.org/fhir/administrative-gender|', true],
    ['gender=http://hl7.org/fhir/administrative-gender|male', false],
    ['gender=http://hl7.org/fhir/v3/AdministrativeGender|female', false],
    ['gender=|female', false],
    ['gender:not=male', true],
    ['gender:not=female', false],
    ['address-use=home', true],
    ['address-use=http://hl7.org/fhir/address-use|home', true],
  ])
})

describe('a token on other primitives and a ContactPoint', () => {
  check(patient, [
    ['active=true', true],
    ['active=false', false],
    ['active=http://hl7.org/fhir/special-values|true', true],
    ['_id=p-1', true],
    ['_id=|p-1', true],
    ['_id=P-1', false],
    ['_id=x,p-1', true],
    ['telecom=0113%20496%200000', true],
    ['phone=0113%20496%200000', true],
    ['phone=bernie@example.org', false],
    ['email=bernie@example.org', true],
    ['email=|bernie@example.org', true],
  ])
})

describe('deceased is one boolean, whichever way it is said', () => {
  const deceased = (elements: object): Resource => ({ resourceType: 'Patient', ...elements })
  test.each<[elements: object, query: string, expected: boolean]>([
    [{}, 'deceased=false', true],
    [{}, 'deceased=true', false],
    [{ deceasedBoolean: false }, 'deceased=false', true],
    [{ deceasedBoolean: false }, 'deceased=true', false],
    [{ deceasedBoolean: true }, 'deceased=true', true],
    [{ deceasedDateTime: '2020' }, 'deceased=true', true],
    [{ deceasedDateTime: '2020' }, 'deceased:not=true', false],
    [{}, 'deceased:missing=true', false],
    [{}, 'deceased:missing=false', true],
  ])('%j?%s', (elements, query, expected) => {
    expect(matches(deceased(elements), query)).toBe(expected)
  })
})

describe('a string', () => {
  check(patient, [
    ['family=kanf', true],
    ['family=KANFELD', true],
    ['family=anfeld', false],
    ['family=der', false],
    ['family=van%20der', true],
    ['given=jose', true],
    ['given=JOSÉ%20maria', true],
    ['given=maria', false],
    ['family:exact=Kanfeld', true],
    ['family:exact=kanfeld', false],
    ['family:exact=Kan', false],
    ['given:exact=Jose%20Maria', false],
    ['family:contains=NFEL', true],
    ['given:contains=mar', true],
    ['given:contains=x', false],
    ['family=smith,van', true],
    ['address=ls1', true],
    ['address=1%20high', true],
    ['address=street', false],
    ['address=home', false],
    ['address:contains=street', true],
    ['address:exact=Leeds', true],
    ['address:exact=leeds', false],
    ['address-city=LEED', true],
    ['address-postalcode=LS1', true],
    ['address-country=E', false],
  ])
  it('is found in a value that is itself a string', () => {
    expect(matches(observation, 'value-string=uber')).toBe(true)
    expect(matches(observation, 'value-string=normal')).toBe(false)
  })
})

describe('name: the whole value starts a part, or every word starts some word of some part', () => {
  check(patient, [
    ['name=bernie%20kanfeld', true],
    ['name=kan+ber', true],
    ['name=berg', true],
    ['name=der+be', true],
    ['name=Dr', true],
    ['name=frcp', true],
    ['name=maria', true],
    ['name=bernie+smith', false],
    ['name=anfeld', false],
    ['name=official', false],
    ['name=kan,smith', true],
    // Words of two names are not one name.
    ['name=kanfeld+berg', false],
    ['name:exact=Kanfeld', true],
    ['name:exact=Dr+Bernie+Kanfeld', true],
    ['name:exact=Bernie+Kanfeld', false],
    ['name:contains=nie+kan', true],
    ['name:contains=kan+nie', false],
  ])
  it('is the plain rule for the name of an organisation', () => {
    const organization = { resourceType: 'Organization', name: 'The Moir Practice', alias: ['Moir Medical'] }
    expect(matches(organization, 'name=the')).toBe(true)
    expect(matches(organization, 'name=moir+med')).toBe(true)
    expect(matches(organization, 'name=practice')).toBe(false)
  })
})

describe('a reference', () => {
  check(observation, [
    ['patient=p-1', true],
    ['patient=Patient/p-1', true],
    ['patient=Group/p-1', false],
    ['patient=https://facade.example.nhs.uk/STU3/Patient/p-1', true],
    ['patient=https://other.example/Patient/p-1', false],
    ['patient=P-1', false],
    ['patient=x,p-1', true],
    ['subject:Patient=p-1', true],
    ['subject:Group=p-1', false],
  ])
  check(patient, [
    ['general-practitioner=g-7', true],
    ['general-practitioner=G1', false],
    ['link=9', false],
    ['link=https://other.example/Patient/9', true],
    ['organization=1', false],
  ])
  it('by id alone is of a type that the parameter allows', () => {
    const condition = { resourceType: 'Condition', context: { reference: 'EpisodeOfCare/7' } }
    expect(matches(condition, 'context=7')).toBe(true)
    expect(matches(condition, 'encounter=7')).toBe(false)
  })
})

describe(':missing', () => {
  check(patient, [
    ['birthdate:missing=false', true],
    ['birthdate:missing=true', false],
    ['organization:missing=true', true],
    ['organization:missing=false', false],
    ['general-practitioner:missing=false', true],
    ['address-country:missing=true', true],
    ['language:missing=true', true],
    ['active:missing=true', false],
    ['_lastUpdated:missing=false', true],
  ])
  test.each<[why: string, elements: object]>([
    ['absent', {}],
    ['only extended', { _birthDate: { extension: [{ url: 'urn:x', valueString: 'asked' }] } }],
    ['null', { birthDate: null }],
  ])('a date that is %s is missing', (_, elements) => {
    expect(matches({ resourceType: 'Patient', ...elements }, 'birthdate:missing=true')).toBe(true)
  })
  test.each<[given: unknown, missing: boolean]>([
    [[], true],
    [[null], true],
    [['Ann', null], false],
  ])('given names %j', (given, missing) => {
    expect(matches({ resourceType: 'Patient', name: [{ family: 'X', given }] }, 'given:missing=true')).toBe(missing)
  })
  it('holds for a code that has text only', () => {
    expect(matches({ resourceType: 'Observation', code: { text: 'x' } }, 'code:missing=true')).toBe(false)
  })
  it('holds for a coding that has an extension only', () => {
    const code = { coding: [{ extension: [{ url: 'urn:x', valueCode: 'unknown' }] }] }
    expect(matches({ resourceType: 'Observation', code }, 'code:missing=true')).toBe(true)
  })
})

describe('a resource without a value', () => {
  const empty: Resource = { resourceType: 'Observation' }
  check(empty, [
    ['code=A1', false],
    ['code:not=A1', true],
    ['date=ne2020', false],
    ['date=ap2020', false],
    ['patient=1', false],
    ['value-string:contains=a', false],
    ['code:missing=true', true],
  ])
})

describe('what one resource can not decide', () => {
  const clause = (query: string): Clause => {
    const [first] = parsed('Observation', query).clauses
    if (first === undefined) throw new Error('no clause')
    return first
  }
  it('is a chain', () => {
    expect(canJudge(clause('patient.identifier=1'))).toBe(false)
    expect(canJudge(clause('patient=1'))).toBe(true)
  })
  it('is left undecided, unless another clause fails', () => {
    expect(matches(observation, 'patient.identifier=1&status=final')).toBeUndefined()
    expect(matches(observation, 'patient.identifier=1&status=amended')).toBe(false)
  })
  it('does not stop a clause from being judged on its own', () => {
    const context = { zone: zoneNamed('Europe/London'), fold: (text: string) => foldText(text, 'ignoreCaseAndAccents') }
    const status = clause('status=final')
    if (!canJudge(status)) throw new Error('can be judged')
    expect(matchClause(observation, status, context)).toBe(true)
    expect([observation, { resourceType: 'Observation' }].filter(clauseMatcher('Observation', status, context))).toEqual([
      observation,
    ])
  })
})

describe('the Care Connect vaccination procedure', () => {
  const immunization: Resource = {
    resourceType: 'Immunization',
    extension: [
      {
        url: 'https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-VaccinationProcedure-1',
        valueCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code: 'V1' }] },
      },
      { url: 'urn:other', valueCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code: 'V2' }] } },
    ],
    status: 'completed',
    notGiven: false,
  }
  check(immunization, [
    ['vaccination-procedure-code=http://snomed.info/sct|V1', true],
    ['CareConnect-vaccination-procedure-code=V1', true],
    ['vaccination-procedure-code=V2', false],
    ['vaccination-procedure-code:missing=false', true],
    ['notgiven=false', true],
    ['notgiven=true', false],
    ['status=http://hl7.org/fhir/medication-admin-status|completed', true],
  ])
})
