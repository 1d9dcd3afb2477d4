import { describe, expect, it, test } from 'vitest'
import { elementOf, resourceTypes } from '../../src/fhir/stu3/elements.js'
import { searchParametersFor } from '../../src/search/element-path.js'
import { impliedSystem } from '../../src/search/implied-systems.js'
import { routesOf } from '../../src/search/route.js'

describe('the system of a code comes from its required value set', () => {
  test.each<[type: string, path: string, system: string | undefined]>([
    ['Patient', 'gender', 'http://hl7.org/fhir/administrative-gender'],
    ['Patient', 'contact.gender', 'http://hl7.org/fhir/administrative-gender'],
    ['Patient', 'active', 'http://hl7.org/fhir/special-values'],
    ['Patient', 'deceasedBoolean', 'http://hl7.org/fhir/special-values'],
    ['Patient', 'address.use', 'http://hl7.org/fhir/address-use'],
    ['Patient', 'contact.telecom.system', 'http://hl7.org/fhir/contact-point-system'],
    ['AllergyIntolerance', 'reaction.severity', 'http://hl7.org/fhir/reaction-event-severity'],
    ['Immunization', 'status', 'http://hl7.org/fhir/medication-admin-status'],
    ['Patient', 'birthDate', undefined],
    ['Patient', 'name', undefined],
    ['Patient', 'nothing.of.this', undefined],
    ['Patient', '', undefined],
    ['Nothing', 'gender', undefined],
  ])('%s.%s', (type, path, system) => {
    expect(impliedSystem(type, path)).toBe(system)
  })

  it('and is known for every code and boolean that a parameter leads to', () => {
    const unknown = resourceTypes.flatMap(type =>
      [...searchParametersFor(type).values()].flatMap(parameter =>
        routesOf(type, parameter)
          .filter(route => (route.type === 'code' || route.type === 'boolean') && route.impliedSystem === undefined)
          .map(() => `${type}?${parameter.name}`),
      ),
    )
    expect(unknown).toEqual([])
  })

  it('but not for a concept, which says its own', () => {
    expect(elementOf('Condition', 'category')?.type).toBe('CodeableConcept')
    expect(impliedSystem('Condition', 'category')).toBeUndefined()
  })
})
