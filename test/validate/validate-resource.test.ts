/** Every rule that an instance is held against, each broken alone in a valid resource. */
import { describe, expect, it } from 'vitest'
import { ExactDecimal } from '../../src/fhir/exact-decimal.js'
import { elementsOf } from '../../src/fhir/stu3/elements.js'
import { nhsNumber, profileUrl } from '../../src/fhir/systems.js'
import { invariants } from '../../src/fhir/validate/invariants.js'
import { structureRules } from '../../src/fhir/validate/rules.js'
import { validateResource } from '../../src/fhir/validate/validate-resource.js'
import { definition, validResources } from './valid-resources.js'

type Change = Readonly<Record<string, unknown>>

/** The rules that are broken, as `path rule`. A change of undefined takes an element away. */
function broken(type: string, change: Change): readonly string[] {
  const resource = { ...validResources[type], ...change }
  return validateResource(resource).map(({ path, rule }) => `${path} ${rule}`)
}

it.each(Object.keys(validResources))('a valid %s breaks no rule', type => {
  expect(validateResource(validResources[type] ?? {})).toEqual([])
})

const number = (value: string) => ({
  system: nhsNumber,
  value,
  extension: [
    {
      url: definition('NHSNumberVerificationStatus'),
      valueCodeableConcept: {
        coding: [{ system: 'https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-NHSNumberVerificationStatus-1', code: '01' }],
      },
    },
  ],
})
const local = { system: 'http://example.org/local', value: '1' }
const official = { use: 'official', family: 'Smith' }
const snomed = (code: string) => ({ system: 'http://snomed.info/sct', code, display: 'An act' })

describe('of structure', () => {
  it.each<[says: string, type: string, change: Change, broken: readonly string[]]>([
    ['an element that STU3 requires', 'Observation', { status: undefined }, ['Observation.status required']],
    [
      'an element that the profile requires',
      'AllergyIntolerance',
      { assertedDate: undefined },
      ['AllergyIntolerance.assertedDate required'],
    ],
    [
      'a slice that the profile requires',
      'Patient',
      { name: [{ use: 'usual', family: 'Smith' }] },
      ['Patient.name:official required'],
    ],
    ['a part of a slice', 'Patient', { name: [{ use: 'official' }] }, ['Patient.name:official.family required']],
    ['a choice that is required', 'Medication', { ingredient: [{ isActive: true }] }, ['Medication.ingredient.item required']],
    [
      'an extension that the profile requires',
      'Patient',
      { identifier: [{ system: nhsNumber, value: '1' }] },
      ['Patient.identifier:nhsNumber.extension:nhsNumberVerificationStatus required'],
    ],
    ['an id', 'Patient', { id: undefined }, ['Patient.id required']],
    [
      'no element that the profile forbids',
      'Patient',
      { communication: [{ language: { text: 'Welsh' } }] },
      ['Patient.communication forbidden'],
    ],
    [
      'no more items of a slice than it takes',
      'Patient',
      { identifier: [number('1'), number('2')] },
      ['Patient.identifier:nhsNumber too-many'],
    ],
    [
      'no more items of a list than the profile says',
      'Encounter',
      { type: [{ coding: [snomed('1'), snomed('2')] }] },
      ['Encounter.type.coding too-many', 'Encounter.type.coding:snomedCT too-many'],
    ],
    [
      'no more of an extension than it takes',
      'Patient',
      { extension: [cadaver(true), cadaver(false)] },
      ['Patient.extension:patient-cadavericDonor too-many'],
    ],
    ['no two types of one choice', 'Observation', { valueString: 'high', valueBoolean: true }, ['Observation choice']],
    ['no element that STU3 does not know', 'Patient', { birthdate: '1980' }, ['Patient.birthdate unknown']],
    ['no resource that STU3 does not know', 'Patient', { resourceType: 'Person' }, ['Person unknown']],
    [
      'no object that says nothing',
      'Patient',
      { maritalStatus: {} },
      ['Patient.maritalStatus empty', 'Patient.maritalStatus.coding required', 'Patient.maritalStatus binding'],
    ],
    ['no list that says nothing', 'Patient', { telecom: [] }, ['Patient.telecom empty']],
    ['a list where a list belongs', 'Patient', { name: official }, ['Patient.name type']],
    ['a number where a number belongs', 'Patient', { multipleBirthInteger: '2' }, ['Patient.multipleBirthInteger type']],
    [
      'what the profile fixes',
      'Medication',
      { form: { coding: [{ ...snomed('1'), system: 'http://x.org' }] } },
      ['Medication.form.coding.system fixed'],
    ],
    ['a code that STU3 binds', 'Patient', { gender: 'M' }, ['Patient.gender binding']],
    [
      'a concept that the profile binds',
      'Patient',
      { maritalStatus: { coding: [{ system: 'http://x.org', code: 'M', display: 'M' }] } },
      ['Patient.maritalStatus binding'],
    ],
    [
      'items of a slice before the rest',
      'Patient',
      { name: [{ use: 'usual', text: 'Meg' }, official] },
      ['Patient.name:official slice-order'],
    ],
    [
      'a value of the type of its extension',
      'Patient',
      { extension: [{ url: donor, valueString: 'yes' }] },
      ['Patient.extension:patient-cadavericDonor extension'],
    ],
    [
      'the parts of its extension',
      'Patient',
      { extension: [{ url: definition('DeathNotificationStatus'), extension: [] }] },
      ['Patient.extension:deathNotificationStatus.deathNotificationStatus required'],
    ],
    [
      'a value or extensions, of an extension that is not known',
      'Patient',
      { extension: [{ url: 'http://example.org/x' }] },
      ['Patient.extension extension'],
    ],
    [
      'a reference to a type that the profile allows',
      'Observation',
      { subject: { reference: 'Practitioner/1' } },
      ['Observation.subject reference-type'],
    ],
    [
      'the profile that it claims',
      'Patient',
      { meta: { profile: ['http://hl7.org/fhir/StructureDefinition/Patient'] } },
      ['Patient.meta.profile profile'],
    ],
  ])('needs %s', (_, type, change, expected) => {
    expect(broken(type, change)).toEqual(expected)
  })

  it.each<[type: string, change: Change]>([
    ['Patient', { identifier: [number('1'), local] }],
    ['Patient', { birthDate: undefined, _birthDate: { extension: [absent] } }],
    ['Patient', { managingOrganization: { reference: 'https://example.org/STU3/Organization/1' } }],
    ['Patient', { name: [{ ...official, given: ['Ann', null], _given: [null, { extension: [absent] }] }] }],
    ['Patient', { extension: [{ url: 'http://example.org/x', valueString: 'anything' }] }],
    ['Observation', { code: { extension: [absent] } }],
    ['Observation', { valueQuantity: { value: new ExactDecimal('1.50') } }],
  ])('allows in %s %j', (type, change) => {
    expect(broken(type, change)).toEqual([])
  })
})

const donor = 'http://hl7.org/fhir/StructureDefinition/patient-cadavericDonor'
function cadaver(valueBoolean: boolean) {
  return { url: 'http://hl7.org/fhir/StructureDefinition/patient-cadavericDonor', valueBoolean }
}
const absent = { url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }

describe('of primitives', () => {
  it.each<[type: string, element: string, right: readonly unknown[], wrong: readonly unknown[]]>([
    [
      'Patient',
      'birthDate',
      ['1980', '1980-02', '2020-02-29'],
      ['', '0000', '19800101', '1980-13', '2021-02-29', '1980-1-1', '1980-01-01T00:00:00Z'],
    ],
    [
      'Patient',
      'deceasedDateTime',
      ['1980', '1980-01-01', '1980-01-01T10:00:00Z', '1980-01-01T10:00:00.25+14:00'],
      ['1980-01-01T10:00Z', '1980-01-01T10:00:00', '1980-01-01T24:00:00Z', '1980-01-01 10:00:00Z', '2021-02-29T10:00:00Z'],
    ],
    ['Patient', 'multipleBirthInteger', [0, -1, 2_147_483_647], [1.5, 2_147_483_648]],
    ['Patient', 'implicitRules', ['http://example.org', 'urn:uuid:x'], ['', 'a b', 'a\n']],
    ['Patient', 'language', ['en', 'en gb'], [' en', 'en ', 'en  gb']],
    ['Patient', 'id', ['a-1.B', 'x'.repeat(64)], ['a b', 'a_b', 'x'.repeat(65)]],
  ])('%s.%s', (type, element, right, wrong) => {
    for (const value of right) expect([value, broken(type, { [element]: value })]).toEqual([value, []])
    for (const value of wrong) expect([value, broken(type, { [element]: value })]).toEqual([value, [`${type}.${element} format`]])
  })

  it.each<[type: string, change: Change, broken: string]>([
    ['Observation', { effectiveDateTime: undefined, issued: '2020-01-01' }, 'Observation.issued format'],
    ['Observation', { valueTime: '25:00:00' }, 'Observation.valueTime format'],
    ['Observation', { valueQuantity: { value: '1.5' } }, 'Observation.valueQuantity.value type'],
    ['Observation', { valueAttachment: { contentType: 'x', data: 'a*b=' } }, 'Observation.valueAttachment.data format'],
    ['Patient', { active: 'true' }, 'Patient.active type'],
    ['Patient', { telecom: [{ system: 'phone', value: '1', rank: 0 }] }, 'Patient.telecom.rank format'],
    ['Patient', { text: { status: 'generated', div: 'plain' } }, 'Patient.text.div format'],
  ])('%s %j', (type, change, expected) => {
    expect(broken(type, change)).toEqual([expected])
  })
})

/** For each invariant what breaks it, and what comes close and does not. */
const cases: Readonly<
  Record<string, { readonly type: string; readonly breaks: readonly Change[]; readonly keeps: readonly Change[] }>
> = {
  'per-1': {
    type: 'Encounter',
    breaks: [
      { period: { start: '2020-02-02', end: '2020-02-01' } },
      { period: { start: '2020-07-01T10:00:00+01:00', end: '2020-07-01T08:59:59Z' } },
      { period: { start: '2020-03', end: '2020-02-28' } },
    ],
    keeps: [
      { period: { start: '2020-02-02', end: '2020-02-02' } },
      { period: { start: '2020-07-01T10:00:00+01:00', end: '2020-07-01T09:00:00Z' } },
      { period: { start: '2020-02-02T10:00:00Z', end: '2020-02' } },
      { period: { end: '2020-02-02' } },
    ],
  },
  'qty-3': {
    type: 'Observation',
    breaks: [{ valueQuantity: { value: 1, code: 'mg' } }],
    keeps: [{ valueQuantity: { value: 1, unit: 'mg' } }],
  },
  'cpt-2': { type: 'Practitioner', breaks: [{ telecom: [{ value: '1' }] }], keeps: [{ telecom: [{ use: 'home' }] }] },
  'att-1': { type: 'Patient', breaks: [{ photo: [{ data: 'aaaa' }] }], keeps: [{ photo: [{ url: 'http://x.org' }] }] },
  'rng-2': {
    type: 'Observation',
    breaks: [{ valueRange: { low: { value: 2 }, high: { value: 1 } } }],
    keeps: [
      { valueRange: { low: { value: new ExactDecimal('1.0') }, high: { value: 1 } } },
      { valueRange: { low: { value: 2 } } },
    ],
  },
  'rat-1': {
    type: 'Observation',
    breaks: [{ valueRatio: { numerator: { value: 1 } } }],
    keeps: [{ valueRatio: { numerator: { value: 1 }, denominator: { value: 2 } } }],
  },
  'drt-1': {
    type: 'Encounter',
    breaks: [{ length: { value: 1, system: 'http://x.org', code: 'h' } }],
    keeps: [{ length: { value: 1, unit: 'hours' } }],
  },
  'age-1': {
    type: 'Condition',
    breaks: [{ onsetAge: { value: 40 } }, { onsetAge: { value: 0, system: 'http://unitsofmeasure.org', code: 'a' } }],
    keeps: [{ onsetAge: { value: 40, system: 'http://unitsofmeasure.org', code: 'a' } }],
  },
  ...timing({
    'tim-1': [{ duration: 1 }, { duration: 1, durationUnit: 'h' }],
    'tim-2': [{ period: 1 }, { period: 1, periodUnit: 'd' }],
    'tim-4': [
      { duration: -1, durationUnit: 'h' },
      { duration: 0, durationUnit: 'h' },
    ],
    'tim-5': [
      { period: -1, periodUnit: 'h' },
      { period: 0, periodUnit: 'h' },
    ],
    'tim-6': [{ periodMax: 2 }, { period: 1, periodMax: 2, periodUnit: 'h' }],
    'tim-7': [{ durationMax: 2 }, { duration: 1, durationMax: 2, durationUnit: 'h' }],
    'tim-8': [{ countMax: 2 }, { count: 1, countMax: 2 }],
    'tim-9': [
      { offset: 5, when: ['C'] },
      { offset: 5, when: ['AC'] },
    ],
    'tim-10': [{ timeOfDay: ['10:00:00'], when: ['AC'] }, { timeOfDay: ['10:00:00'] }],
  }),
  'ait-1': { type: 'AllergyIntolerance', breaks: [{ clinicalStatus: undefined }], keeps: [{}] },
  'ait-2': {
    type: 'AllergyIntolerance',
    breaks: [{ verificationStatus: 'entered-in-error' }],
    keeps: [{}],
  },
  'con-1': { type: 'Condition', breaks: [{ stage: { id: 'a' } }], keeps: [{ stage: { summary: { text: 'late' } } }] },
  'con-2': { type: 'Condition', breaks: [{ evidence: [{ id: 'a' }] }], keeps: [{ evidence: [{ code: [{ text: 'a cough' }] }] }] },
  'con-3': { type: 'Condition', breaks: [{ clinicalStatus: undefined }], keeps: [{ clinicalStatus: 'active' }] },
  'con-4': {
    type: 'Condition',
    breaks: [
      { clinicalStatus: 'active', abatementDateTime: '2020' },
      { clinicalStatus: 'recurrence', abatementBoolean: true },
    ],
    keeps: [
      { clinicalStatus: 'resolved', abatementDateTime: '2020' },
      { clinicalStatus: 'active', abatementBoolean: false },
    ],
  },
  'imm-1': {
    type: 'Immunization',
    breaks: [
      { notGiven: true, reaction: [{ date: '2020' }] },
      { notGiven: true, explanation: { reason: [{ text: 'travel' }] } },
    ],
    keeps: [{ notGiven: true, explanation: { reasonNotGiven: [{ text: 'refused' }] } }],
  },
  'imm-2': {
    type: 'Immunization',
    breaks: [{ notGiven: false, explanation: { reasonNotGiven: [{ text: 'refused' }] } }],
    keeps: [{ notGiven: false, explanation: { reason: [{ text: 'travel' }] } }],
  },
  'mps-1': {
    type: 'MedicationRequest',
    breaks: [{ requester: { agent: { reference: 'Patient/1' }, onBehalfOf: { reference: 'Organization/1' } } }],
    keeps: [{ requester: { agent: { reference: 'Practitioner/1' }, onBehalfOf: { reference: 'Organization/1' } } }],
  },
  'mst-1': {
    type: 'MedicationStatement',
    breaks: [{ taken: 'y', reasonNotTaken: [{ text: 'sick' }] }],
    keeps: [{ taken: 'n', reasonNotTaken: [{ text: 'sick' }] }],
  },
  'obs-3': {
    type: 'Observation',
    breaks: [{ referenceRange: [{ type: { text: 'usual' } }] }],
    keeps: [{ referenceRange: [{ text: 'up to 5' }] }],
  },
  'obs-6': {
    type: 'Observation',
    breaks: [{ valueString: 'x', dataAbsentReason: { text: 'asked' } }],
    keeps: [{ dataAbsentReason: { text: 'asked' } }],
  },
  'obs-7': {
    type: 'Observation',
    breaks: [{ code: { text: 'a' }, valueString: 'x', component: [{ code: { text: 'a' }, valueString: 'y' }] }],
    keeps: [{ code: { text: 'a' }, component: [{ code: { text: 'a' }, valueString: 'y' }] }],
  },
  'org-1': { type: 'Organization', breaks: [{ name: undefined }], keeps: [{ name: undefined, identifier: [local] }] },
  'org-2': {
    type: 'Organization',
    breaks: [{ address: [{ use: 'home', text: 'a' }] }],
    keeps: [{ address: [{ use: 'work', text: 'a' }] }],
  },
  'org-3': {
    type: 'Organization',
    breaks: [{ telecom: [{ use: 'home', system: 'phone', value: '1' }] }],
    keeps: [{ telecom: [{ use: 'work', system: 'phone', value: '1' }] }],
  },
  'pat-1': {
    type: 'Patient',
    breaks: [],
    keeps: [{ contact: [{ name: { use: 'usual', text: 'Ann' } }] }],
  },
  'pro-1': {
    type: 'Procedure',
    breaks: [{ notDoneReason: { text: 'refused' } }],
    keeps: [{ notDone: true, notDoneReason: { text: 'refused' } }],
  },
}

function timing(repeats: Readonly<Record<string, readonly [breaks: Change, keeps: Change]>>) {
  const at = (repeat: Change): Change => ({ dosageInstruction: [{ timing: { repeat } }] })
  return Object.fromEntries(
    Object.entries(repeats).map(([id, [breaks, keeps]]) => [
      id,
      { type: 'MedicationRequest', breaks: [at(breaks)], keeps: [at(keeps)] },
    ]),
  )
}

describe('of invariants', () => {
  it('has a case for each', () => {
    expect(Object.keys(cases).sort()).toEqual([...new Set(invariants.map(({ id }) => id))].sort())
  })

  it.each(Object.entries(cases))('%s', (id, { type, breaks, keeps }) => {
    const rulesOf = (change: Change) => validateResource({ ...validResources[type], ...change }).map(({ rule }) => rule)
    for (const change of breaks) expect([change, rulesOf(change)]).toEqual([change, expect.arrayContaining([id])])
    for (const change of keeps) expect([change, rulesOf(change)]).toEqual([change, []])
  })
})

it('tells no value', () => {
  const resource = { resourceType: 'Patient', gender: 'secret', name: [{ use: 'secret', secret: 1 }], birthDate: 'secret' }
  const messages = validateResource(resource).map(({ message }) => message)
  expect(messages).toContain('Patient.birthDate is not written as its type asks for.')
  expect(messages.filter(message => message.includes('secret'))).toEqual(['Patient.name.secret is no element of its type.'])
})

it('has a text for each rule', () => {
  for (const text of [...Object.values(structureRules), ...invariants.map(each => each.text)])
    expect(text).toMatch(/^[a-z][^.]+$/)
})

it('names the profile of its type as the one to claim', () => {
  expect(profileUrl('Patient')).toBe(validResources.Patient?.meta.profile[0])
})

it.each(invariants)(
  '$id of $type is about elements that its type has, or it would never be asked',
  ({ type, about, settledBy = [] }) => {
    const known = elementsOf(type).flatMap(({ name, choice }) => [name, choice])
    for (const name of [...about, ...settledBy]) expect(known).toContain(name)
  },
)
