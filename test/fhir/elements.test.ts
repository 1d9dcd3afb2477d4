/** The types of STU3 as tables. https://hl7.org/fhir/STU3/resourcelist.html */
import { describe, expect, it, test } from 'vitest'
import { elementOf, elementsOf, isKnownType, isPrimitive, resourceTypes } from '../../src/fhir/stu3/elements.js'

const names = (type: string): readonly string[] => elementsOf(type).map(element => element.name)

test('a resource begins with what all resources have, in the order of XML', () => {
  expect(names('Patient').slice(0, 12)).toEqual([
    'id',
    'meta',
    'implicitRules',
    'language',
    'text',
    'contained',
    'extension',
    'modifierExtension',
    'identifier',
    'active',
    'name',
    'telecom',
  ])
  expect(names('Bundle')).toEqual([
    'id',
    'meta',
    'implicitRules',
    'language',
    'identifier',
    'type',
    'total',
    'link',
    'entry',
    'signature',
  ])
})

test('a nested element begins with its id and extensions', () => {
  expect(names('Patient.Contact')).toEqual([
    'id',
    'extension',
    'modifierExtension',
    'relationship',
    'name',
    'telecom',
    'address',
    'gender',
    'organization',
    'period',
  ])
})

describe('an element has a type, a cardinality and, if it is coded, its codes', () => {
  it.each([
    ['Patient', 'birthDate', { name: 'birthDate', type: 'date', isList: false, isRequired: false }],
    ['Patient', 'contact', { name: 'contact', type: 'Patient.Contact', isList: true, isRequired: false }],
    ['Patient', 'contained', { name: 'contained', type: 'Resource', isList: true, isRequired: false }],
    [
      'Patient',
      'gender',
      { name: 'gender', type: 'code', isList: false, isRequired: false, codes: ['male', 'female', 'other', 'unknown'] },
    ],
    [
      'Patient',
      'deceasedBoolean',
      { name: 'deceasedBoolean', type: 'boolean', isList: false, isRequired: false, choice: 'deceased', choiceIsRequired: false },
    ],
    [
      'MedicationRequest',
      'medicationReference',
      {
        name: 'medicationReference',
        type: 'Reference',
        isList: false,
        isRequired: false,
        choice: 'medication',
        choiceIsRequired: true,
      },
    ],
    ['Observation', 'status', expect.objectContaining({ type: 'code', isRequired: true })],
    ['Observation', 'valueSampledData', expect.objectContaining({ type: 'SampledData', choice: 'value' })],
    ['SampledData', 'data', expect.objectContaining({ type: 'string' })],
    ['Age', 'value', expect.objectContaining({ type: 'decimal' })],
    ['Element', 'id', { name: 'id', type: 'string', isList: false, isRequired: false, isAttribute: true }],
    ['Extension', 'url', { name: 'url', type: 'uri', isList: false, isRequired: true, isAttribute: true }],
    ['Narrative', 'div', expect.objectContaining({ type: 'xhtml' })],
  ])('%s.%s', (type, name, fact) => {
    expect(elementOf(type, name)).toEqual(fact)
  })
})

test('every element has a type that is known, so a resource can be walked to its leaves', () => {
  const seen = new Set<string>()
  const wanted = [...resourceTypes, 'Bundle', 'OperationOutcome', 'CapabilityStatement']
  for (let type = wanted.pop(); type !== undefined; type = wanted.pop()) {
    if (seen.has(type)) continue
    seen.add(type)
    expect(isKnownType(type), type).toBe(true)
    expect(elementsOf(type).length > 0, type).toBe(!isPrimitive(type))
    wanted.push(...elementsOf(type).map(element => element.type))
  }
  expect(seen.size).toBeGreaterThan(100)
})

test('names that mean something to JavaScript are no types and no elements', () => {
  expect(isKnownType('constructor')).toBe(false)
  expect(elementsOf('toString')).toEqual([])
  expect(elementOf('Patient', '__proto__')).toBeUndefined()
})

test('the fourteen resource types are sorted and known', () => {
  expect(resourceTypes).toHaveLength(14)
  expect([...resourceTypes].sort()).toEqual(resourceTypes)
})
