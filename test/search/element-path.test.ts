import { describe, expect, it, test } from 'vitest'
import { resourceTypes } from '../../src/fhir/stu3/elements.js'
import { searchParametersOf } from '../../src/fhir/stu3/search-parameters.js'
import { parseElementPaths, searchParameter, searchParametersFor } from '../../src/search/element-path.js'
import { routesOf } from '../../src/search/route.js'
import type { PathStep } from '../../src/search/search.js'

const element = (name: string): PathStep => ({ kind: 'element', name })

describe('an expression is read into paths', () => {
  test.each<[expression: string, type: string, paths: readonly (readonly PathStep[])[]]>([
    ['Patient.birthDate', 'Patient', [[element('birthDate')]]],
    ['Patient.name.family', 'Patient', [[element('name'), element('family')]]],
    ['Resource.id', 'Patient', [[element('id')]]],
    ['Organization.name | Organization.alias', 'Organization', [[element('name')], [element('alias')]]],
    [
      "Patient.telecom.where(system='phone')",
      'Patient',
      [[element('telecom'), { kind: 'where', element: 'system', equals: 'phone' }]],
    ],
    [
      "Immunization.extension.where(url = 'https://a.example/b|c').value.as(Coding)",
      'Immunization',
      [
        [
          element('extension'),
          { kind: 'where', element: 'url', equals: 'https://a.example/b|c' },
          element('value'),
          { kind: 'as', type: 'Coding' },
        ],
      ],
    ],
    ['Observation.value.ofType(Quantity)', 'Observation', [[element('value'), { kind: 'as', type: 'Quantity' }]]],
    [
      'Patient.deceased.where($this != false).exists()',
      'Patient',
      [[element('deceased'), { kind: 'not-false' }, { kind: 'exists' }]],
    ],
  ])('%s', (expression, type, paths) => {
    expect(parseElementPaths(expression, type)).toEqual(paths)
  })

  test.each([
    ['', 'Patient'],
    ['Patient', 'Patient'],
    ['Patient.', 'Patient'],
    ['Patient.name', 'Practitioner'],
    ['Patient.name |', 'Patient'],
    ['Patient.name, Patient.alias', 'Patient'],
    ['Patient.name.first()', 'Patient'],
    ['Condition.abatement.is(Age)', 'Condition'],
    ['Patient.deceased.exists().not()', 'Patient'],
    ['Patient.deceased.exists().name', 'Patient'],
    ["Patient.telecom.where(system='phone' and use='home')", 'Patient'],
    ['(Patient.name)', 'Patient'],
  ])('%j is outside the subset for %s', (expression, type) => {
    expect(parseElementPaths(expression, type)).toBeUndefined()
  })
})

describe('the parameters of STU3', () => {
  const searchable = new Set(['token', 'string', 'date', 'reference'])
  const parameters = resourceTypes.flatMap(type =>
    [...searchParametersOf(type).values()].filter(fact => searchable.has(fact.type)).map(fact => [type, fact.name] as const),
  )

  test.each(parameters)('%s?%s leads to at least one element', (type, name) => {
    const parameter = searchParameter(type, name)
    if (parameter === undefined) throw new Error('outside the subset')
    expect(routesOf(type, parameter).length).toBeGreaterThan(0)
  })

  it('are the same objects each time', () => {
    expect(searchParameter('Patient', 'name')).toBe(searchParametersFor('Patient').get('name'))
  })

  it('include the one that Care Connect adds', () => {
    const parameter = searchParameter('Immunization', 'vaccination-procedure-code')
    if (parameter === undefined) throw new Error('missing')
    expect(routesOf('Immunization', parameter).map(route => route.type)).toEqual(['CodeableConcept'])
  })

  test.each([
    ['Patient', 'toString'],
    ['constructor', 'name'],
    ['__proto__', '__proto__'],
  ])('%s?%s is none', (type, name) => {
    expect(searchParameter(type, name)).toBeUndefined()
  })
})
