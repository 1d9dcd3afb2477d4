/** What the Care Connect Core API asks of a server. */
import { describe, expect, it, test } from 'vitest'
import { coreApiOf } from '../../src/fhir/careconnect/core-api.js'
import { resourceTypes } from '../../src/fhir/stu3/elements.js'
import { searchParametersOf } from '../../src/fhir/stu3/search-parameters.js'

test('each type has read and search, which only Medication may leave out', () => {
  for (const type of resourceTypes) {
    const expectation = type === 'Medication' ? 'SHOULD' : 'SHALL'
    expect(coreApiOf(type)?.interactions, type).toEqual({ read: expectation, 'search-type': expectation })
  }
  expect(coreApiOf('Bundle')).toBeUndefined()
})

describe('a type has parameters that it must or should have', () => {
  it.each([
    ['Patient', 'SHALL', ['identifier', 'birthdate', 'family', 'given', 'gender', 'name']],
    ['Patient', 'SHOULD', []],
    ['Location', 'SHOULD', ['address', 'address-city', 'address-postalcode']],
    ['Encounter', 'SHALL', ['patient', 'status']],
    ['Immunization', 'SHOULD', ['vaccination-procedure-code']],
    ['MedicationRequest', 'SHALL', ['patient', 'status']],
    ['Medication', 'SHALL', []],
  ])('%s %s %j', (type, expectation, names) => {
    expect([...(coreApiOf(type)?.parameters ?? [])].filter(([, level]) => level === expectation).map(([name]) => name)).toEqual(
      names,
    )
  })
})

test('every parameter is one of STU3, the vaccination procedure apart, and a combination is of parameters that are asked for', () => {
  for (const type of resourceTypes) {
    const { parameters, combinations } = coreApiOf(type) ?? { parameters: new Map(), combinations: [] }
    for (const name of parameters.keys()) {
      if (name !== 'vaccination-procedure-code') expect(searchParametersOf(type).has(name), `${type}.${name}`).toBe(true)
    }
    for (const combination of combinations) {
      for (const name of combination.parameters) expect(parameters.has(name), `${type}.${name}`).toBe(true)
    }
  }
})

test('parameters that must work together are named with their level', () => {
  expect(coreApiOf('Encounter')?.combinations).toEqual([
    { parameters: ['patient', 'status'], expectation: 'SHALL' },
    { parameters: ['patient', 'date'], expectation: 'SHOULD' },
    { parameters: ['patient', 'type'], expectation: 'SHOULD' },
    { parameters: ['patient', 'type', 'date'], expectation: 'SHOULD' },
  ])
})

test('the drug of a prescription should come along when asked for', () => {
  expect(coreApiOf('MedicationRequest')?.includes).toEqual([{ include: 'MedicationRequest:medication', expectation: 'SHOULD' }])
  expect(coreApiOf('Patient')?.includes).toEqual([])
})
