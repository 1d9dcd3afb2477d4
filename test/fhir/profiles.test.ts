/** The Care Connect profiles as tables. */
import { describe, expect, it, test } from 'vitest'
import { extensionOf, extensionsAt } from '../../src/fhir/careconnect/extensions.js'
import { profileErrata } from '../../src/fhir/careconnect/profile-errata.js'
import { profileOf, ruleOf } from '../../src/fhir/careconnect/profiles.js'
import { slicesOf } from '../../src/fhir/careconnect/slices.js'
import { displayOf, valueSetCodes } from '../../src/fhir/careconnect/value-sets.js'
import { elementOf, elementsOf, isKnownType, resourceTypes } from '../../src/fhir/stu3/elements.js'
import { profileUrl, snomed } from '../../src/fhir/systems.js'

const valueSet = (name: string): string => `https://fhir.hl7.org.uk/STU3/ValueSet/CareConnect-${name}-1`
const definition = (name: string): string => `https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-${name}-1`

test('each resource type of Care Connect has a profile, under the url of the 1.x set', () => {
  for (const type of resourceTypes) expect(profileOf(type)).toMatchObject({ type, url: profileUrl(type) })
  expect(profileOf('Bundle')).toBeUndefined()
  expect(profileOf('Patient')?.version).toBe('1.3.0')
})

describe('a rule says what the profile demands of an element', () => {
  it.each([
    ['Patient', 'identifier:nhsNumber', { min: 0, max: 1 }],
    ['Patient', 'identifier:nhsNumber.system', { min: 1, max: 1, fixed: 'https://fhir.nhs.uk/Id/nhs-number' }],
    ['Patient', 'name:official', { min: 1, max: 1 }],
    [
      'Patient',
      'name:official.use',
      { min: 1, max: 1, fixed: 'official', binding: { strength: 'required', valueSet: valueSet('NameUse') } },
    ],
    ['Patient', 'extension:ethnicCategory', { min: 0, max: 1, extensionUrl: definition('EthnicCategory') }],
    ['Patient', 'gender', { min: 0, max: 1, binding: { strength: 'required', valueSet: valueSet('AdministrativeGender') } }],
    ['Patient', 'communication', { min: 0, max: 0 }],
    [
      'Patient',
      'generalPractitioner',
      { min: 0, max: Number.POSITIVE_INFINITY, types: ['Reference'], targets: ['Organization', 'Practitioner'] },
    ],
    ['Patient', 'identifier', { min: 0, max: Number.POSITIVE_INFINITY, slicedBy: 'system' }],
    ['PractitionerRole', 'code', { slicedBy: 'coding.system' }],
    ['PractitionerRole', 'code:sdsJobRoleName.coding', { min: 1, max: 1 }],
    ['Condition', 'verificationStatus', { min: 0, max: 0 }],
    ['Observation', 'code.coding:snomedCT.version', { min: 0, max: 0 }],
    ['Encounter', 'type.coding', { min: 0, max: 1, slicedBy: 'system' }],
    ['AllergyIntolerance', 'code.coding:snomedCT.system', { min: 1, max: 1, fixed: snomed }],
    ['MedicationRequest', 'dispenseRequest.expectedSupplyDuration.system', { min: 1, fixed: 'http://unitsofmeasure.org' }],
    ['Observation', 'related.target', { targets: ['QuestionnaireResponse', 'Sequence', 'Observation'] }],
  ])('%s.%s', (type, path, rule) => {
    expect(ruleOf(type, path)).toMatchObject({ path, ...rule })
  })
})

test('what only repeats STU3 is no rule', () => {
  expect(ruleOf('Observation', 'status')).toBeUndefined()
  expect(ruleOf('Patient', 'text.status')).toBeUndefined()
  expect(ruleOf('Basic', 'code')).toBeUndefined()
})

describe('a choice that is cut down to one type', () => {
  it.each(['MedicationRequest', 'MedicationStatement'])('leaves %s a reference to a Medication, and nothing else', type => {
    for (const path of ['medicationReference', 'medicationReference:medicationReference']) {
      expect(ruleOf(type, path)).toMatchObject({ min: 1, max: 1, types: ['Reference'], targets: ['Medication'] })
    }
    expect(ruleOf(type, 'medicationCodeableConcept')).toMatchObject({ min: 0, max: 0 })
  })

  it('or to fewer targets says so of each of its types', () => {
    expect(ruleOf('Condition', 'note.authorReference')).toMatchObject({
      min: 0,
      targets: ['RelatedPerson', 'Practitioner', 'Patient'],
    })
    expect(ruleOf('Condition', 'note.authorString')).toEqual({ path: 'note.authorString', min: 0, max: 1, types: ['string'] })
    expect(ruleOf('Medication', 'ingredient.item[x]')).toMatchObject({ min: 1, types: ['CodeableConcept', 'Reference'] })
  })
})

test('a part of a slice that has no rule of its own follows the rule for all items', () => {
  expect(ruleOf('Condition', 'category:any.coding.system')).toMatchObject({ path: 'category.coding.system', min: 1 })
  expect(ruleOf('Immunization', 'vaccinationProtocol:first.targetDisease.coding:snomedCT.code')).toMatchObject({ min: 1 })
  expect(ruleOf('Patient', 'name:nickname')).toBeUndefined()
})

test('every rule but those of extensions is of an element that STU3 has', () => {
  for (const type of resourceTypes) {
    for (const path of profileOf(type)?.rules.keys() ?? []) {
      let parent = type
      for (const name of path.replace(/:[^.]+/g, '').split('.')) {
        const [element] = name.endsWith('[x]')
          ? elementsOf(parent).filter(choice => `${choice.choice}[x]` === name)
          : [name === 'extension' ? { type: 'Extension' } : elementOf(parent, name)]
        expect(element, `${type}.${path}`).toBeDefined()
        parent = element?.type ?? ''
      }
    }
  }
})

describe('the slices of a list say how an item is known and what it must hold', () => {
  const coding = { fixed: { system: snomed }, required: ['system', 'code', 'display'] }
  const roleSystem = 'https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-SDSJobRoleName-1'
  it.each([
    [
      'Patient',
      'identifier',
      [
        {
          name: 'nhsNumber',
          min: 0,
          max: 1,
          fixed: { system: 'https://fhir.nhs.uk/Id/nhs-number' },
          required: ['system', 'value'],
        },
      ],
    ],
    ['Patient', 'name', [{ name: 'official', min: 1, max: 1, fixed: { use: 'official' }, required: ['use', 'family'] }]],
    [
      'Practitioner',
      'identifier',
      [
        {
          name: 'sdsUserID',
          min: 0,
          max: 1,
          fixed: { system: 'https://fhir.nhs.uk/Id/sds-user-id' },
          required: ['system', 'value'],
        },
        {
          name: 'sdsRoleProfileID',
          min: 0,
          max: Number.POSITIVE_INFINITY,
          fixed: { system: 'https://fhir.nhs.uk/Id/sds-role-profile-id' },
          required: ['system', 'value'],
        },
      ],
    ],
    [
      'PractitionerRole',
      'code',
      [
        {
          name: 'sdsJobRoleName',
          min: 0,
          max: 1,
          fixed: { 'coding.system': roleSystem },
          required: ['coding', 'coding.system', 'coding.code', 'coding.display'],
        },
      ],
    ],
    ['Condition', 'code.coding', [{ name: 'snomedCT', min: 0, max: 1, ...coding }]],
    ['AllergyIntolerance', 'code.coding', [{ name: 'snomedCT', min: 0, max: 1, ...coding }]],
    ['Encounter', 'type.coding', [{ name: 'snomedCT', min: 0, max: 1, ...coding }]],
    ['Patient', 'telecom', []],
    ['Patient', 'extension', []],
    ['MedicationRequest', 'medicationReference', []],
  ])('%s.%s', (type, path, slices) => {
    expect(slicesOf(type, path)).toEqual(slices)
  })

  it('and every slice fixes the value at the path that tells slices apart', () => {
    for (const type of resourceTypes) {
      for (const { path, slicedBy } of profileOf(type)?.rules.values() ?? []) {
        if (slicedBy === undefined) continue
        const slices = slicesOf(type, path)
        expect(slices.length, `${type}.${path}`).toBeGreaterThan(0)
        for (const slice of slices) expect(slice.fixed[slicedBy], `${type}.${path}:${slice.name}`).toBeDefined()
      }
    }
  })
})

describe('the extensions at an element', () => {
  it('hold a value of a type, with its binding', () => {
    expect(extensionsAt('Patient', '').find(slice => slice.name === 'ethnicCategory')).toEqual({
      name: 'ethnicCategory',
      url: definition('EthnicCategory'),
      min: 0,
      max: 1,
      value: {
        types: ['CodeableConcept'],
        binding: { strength: 'required', valueSet: valueSet('EthnicCategory') },
        isRequired: true,
      },
    })
  })

  it('or have parts, each with how often it comes', () => {
    const communication = extensionsAt('Practitioner', '')[0]
    expect(communication).toMatchObject({ name: 'nhsCommunication', min: 0, max: Number.POSITIVE_INFINITY })
    expect(communication?.value).toBeUndefined()
    expect([...(communication?.parts ?? [])].map(([name, { min, max }]) => [name, min, max])).toEqual([
      ['language', 1, 1],
      ['preferred', 0, 1],
      ['modeOfCommunication', 0, Number.POSITIVE_INFINITY],
      ['communicationProficiency', 0, 1],
      ['interpreterRequired', 0, 1],
    ])
  })

  it.each([
    ['Patient', 'identifier:nhsNumber', ['nhsNumberVerificationStatus']],
    ['Patient', 'identifier', []],
    ['Patient', 'birthDate', ['patient-birthTime']],
    ['Encounter', 'hospitalization', ['admissionMethod', 'dischargeMethod']],
    ['Condition', 'code.coding:snomedCT', ['snomedCTDescriptionID']],
    ['MedicationRequest', 'dispenseRequest.quantity', ['quantityText']],
    ['Medication', 'code.coding', ['snomedCTDescriptionID']],
    ['Medication', 'code.coding:any', ['snomedCTDescriptionID']],
    ['Observation', '', ['reason']],
    ['Bundle', '', []],
  ])('of %s %j are %j', (type, path, names) => {
    expect(extensionsAt(type, path).map(slice => slice.name)).toEqual(names)
  })

  it('are all published, and hold types of STU3', () => {
    for (const type of resourceTypes) {
      for (const { path, extensionUrl } of profileOf(type)?.rules.values() ?? []) {
        if (extensionUrl === undefined) continue
        const { value, parts = new Map() } = extensionOf(extensionUrl) ?? {}
        const values = [...(value ? [value] : []), ...parts.values()]
        expect(values.length, `${type}.${path}`).toBeGreaterThan(0)
        for (const name of values.flatMap(({ types }) => types)) expect(isKnownType(name), name).toBe(true)
      }
    }
  })
})

describe('a value set that can be listed has its codes', () => {
  it.each([
    ['NHSNumberVerificationStatus', 8],
    ['EthnicCategory', 68],
    ['HumanLanguage', 189],
    ['SDSJobRoleName', 392],
    ['MaritalStatus', 11],
    ['AllergyVerificationStatus', 2],
  ])('%s: %i', (name, count) => {
    expect(valueSetCodes(valueSet(name))).toHaveLength(count)
  })

  it('each with its system and display, or its code where none is published', () => {
    expect(valueSetCodes(valueSet('MaritalStatus'))?.map(({ system, code }) => `${system}|${code}`)).toContain(
      'http://hl7.org/fhir/v3/NullFlavor|UNK',
    )
    expect(valueSetCodes(valueSet('MedicationChangeStatus'))?.[0]).toEqual({
      system: 'https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-MedicationChangeStatus-1',
      code: 'Continued',
      display: 'Continued',
    })
  })

  it('and one that SNOMED CT defines by an expression has none', () => {
    expect(valueSetCodes(valueSet('ConditionCode'))).toBeUndefined()
    expect(valueSetCodes('http://hl7.org/fhir/ValueSet/observation-status')).toBeUndefined()
  })
})

test('a code has the display of its system', () => {
  expect(displayOf('https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-NHSNumberVerificationStatus-1', '01')).toBe(
    'Number present and verified',
  )
  expect(displayOf('https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-SDSJobRoleName-1', 'R0260')).toBe(
    'General Medical Practitioner',
  )
  expect(displayOf('http://hl7.org/fhir/administrative-gender', 'male')).toBe('Male')
  expect(displayOf(snomed, '38341003')).toBeUndefined()
})

test('an erratum is of a rule that the profile has, and changes it', () => {
  for (const { type, path, ours } of profileErrata) expect(ruleOf(type, path)).toMatchObject({ path, ...ours })
})
