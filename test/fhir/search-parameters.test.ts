/** The search parameters of STU3 and the table of their errata (ruling 12 of the design), judged by fhirpath.js. */
import fhirpath from 'fhirpath'
import model from 'fhirpath/fhir-context/stu3'
import { describe, expect, it, test } from 'vitest'
import { resourceTypes } from '../../src/fhir/stu3/elements.js'
import { searchParameterErrata } from '../../src/fhir/stu3/search-parameter-errata.js'
import { type SearchParameterFact, searchParametersOf } from '../../src/fhir/stu3/search-parameters.js'
import { sampleResources } from './sample-resource.js'

const evaluate = (resource: object, expression: string): unknown => fhirpath.evaluate(resource, expression, {}, model)

function parameterOf(type: string, name: string): SearchParameterFact {
  const parameter = searchParametersOf(type).get(name)
  if (!parameter) throw new Error(`${type} has no search parameter ${name}.`)
  return parameter
}

test('every type has its own parameters and those of all resources', () => {
  const counts = Object.fromEntries(resourceTypes.map(type => [type, searchParametersOf(type).size - 5]))
  expect(counts).toEqual({
    AllergyIntolerance: 16,
    Condition: 23,
    Encounter: 21,
    Immunization: 15,
    Location: 16,
    Medication: 10,
    MedicationRequest: 14,
    MedicationStatement: 11,
    Observation: 38,
    Organization: 13,
    Patient: 25,
    Practitioner: 17,
    PractitionerRole: 13,
    Procedure: 14,
  })
  for (const type of resourceTypes) {
    for (const name of ['_id', '_lastUpdated', '_profile', '_security', '_tag'])
      expect(searchParametersOf(type).has(name)).toBe(true)
  }
  expect(searchParametersOf('Basic').size).toBe(0)
})

describe('a parameter has a type, an expression from the resource, and targets if it is a reference', () => {
  it.each([
    [
      'Patient',
      { name: 'birthdate', type: 'date', expression: 'Patient.birthDate', published: 'Patient.birthDate', targets: [] },
    ],
    ['Patient', { name: '_id', type: 'token', expression: 'Patient.id', published: 'Resource.id', targets: [] }],
    [
      'Patient',
      {
        name: 'general-practitioner',
        type: 'reference',
        expression: 'Patient.generalPractitioner',
        published: 'Patient.generalPractitioner',
        targets: ['Practitioner', 'Organization'],
      },
    ],
    [
      'Location',
      {
        name: 'name',
        type: 'string',
        expression: 'Location.name | Location.alias',
        published: 'Location.name | Location.alias',
        targets: [],
      },
    ],
    [
      'Patient',
      {
        name: 'phone',
        type: 'token',
        expression: "Patient.telecom.where(system='phone')",
        published: "Patient.telecom.where(system='phone')",
        targets: [],
      },
    ],
  ])('%s %j', (type, fact) => {
    expect(parameterOf(type, fact.name)).toEqual(fact)
  })
})

test('a composite has its parts, corrected as well', () => {
  expect(parameterOf('Observation', 'code-value-date')).toEqual({
    name: 'code-value-date',
    type: 'composite',
    expression: 'Observation',
    published: 'Observation',
    targets: [],
    components: [
      { definition: 'http://hl7.org/fhir/SearchParameter/clinical-code', expression: 'code', published: 'code' },
      {
        definition: 'http://hl7.org/fhir/SearchParameter/Observation-value-date',
        expression: 'value.ofType(dateTime) | value.ofType(Period)',
        published: 'value.as(DateTime) | value.as(Period)',
      },
    ],
  })
})

test('a reference to anything lists every resource type', () => {
  const { targets } = parameterOf('Condition', 'evidence-detail')
  expect(targets).toHaveLength(116)
  expect(targets).toContain('Observation')
  expect(targets).not.toContain('DomainResource')
})

describe('an erratum names a parameter or a part of one, by its published expression to the letter', () => {
  it.each(searchParameterErrata)('$type $parameter: $published', ({ type, parameter, published, ours }) => {
    const fact = parameterOf(type, parameter)
    const corrected = [fact, ...(fact.components ?? [])].filter(part => part.published === published)
    expect(corrected.map(part => part.expression)).toEqual([ours])
  })
})

describe('a corrected expression finds what was meant', () => {
  it.each([
    ['Patient', 'deceased', { deceasedBoolean: false }, [false]],
    ['Patient', 'deceased', { deceasedBoolean: true }, [true]],
    ['Patient', 'deceased', { deceasedDateTime: '2020-01-01' }, [true]],
    ['Patient', 'deceased', {}, [false]],
    ['Patient', 'death-date', { deceasedDateTime: '2020-01-01' }, ['2020-01-01']],
    ['Patient', 'death-date', { deceasedBoolean: true }, []],
    ['Condition', 'abatement-boolean', { abatementBoolean: false }, [false]],
    ['Condition', 'abatement-boolean', { abatementBoolean: true }, [true]],
    ['Condition', 'abatement-boolean', { abatementString: 'in May' }, [true]],
    ['Condition', 'abatement-age', { abatementAge: { value: 4 } }, [{ value: 4 }]],
    ['Condition', 'abatement-age', { abatementString: 'in May' }, []],
    ['Observation', 'value-string', { valueString: 'clear' }, ['clear']],
    ['Observation', 'value-date', { valueDateTime: '2020-01-01' }, ['2020-01-01']],
    ['Observation', 'value-quantity', { valueString: 'clear' }, []],
    [
      'Observation',
      'component-value-quantity',
      { component: [{ valueQuantity: { value: 1 } }, { valueString: 'x' }, { valueQuantity: { value: 2 } }] },
      [{ value: 1 }, { value: 2 }],
    ],
  ])('%s %s of %j is %j', (resourceType, parameter, elements, found) => {
    expect(evaluate({ resourceType, ...elements }, parameterOf(resourceType, parameter).expression)).toEqual(found)
  })
})

const grammar =
  /^([A-Z]\w*(\.([a-z]\w*|ofType\(\w+\)|where\(\w+='[^']*'\)|where\(\$this != false\)))*(\.exists\(\))?( \| (?=\w)|$))+$/

describe.each(resourceTypes)('every expression of %s', type => {
  const parameters = [...searchParametersOf(type).values()]
  const samples = sampleResources(type)

  test('is of the small kind of FHIRPath that the product reads, and begins at the type', () => {
    for (const { name, expression } of parameters) {
      expect(expression, name).toMatch(grammar)
      for (const alternative of expression.split(' | ')) expect(alternative.split('.')[0], name).toBe(type)
    }
  })

  test('finds something in a resource that has every element, and does not fail on lists', () => {
    for (const { name, expression, components = [] } of parameters) {
      const found = samples.flatMap(sample => evaluate(sample, expression))
      expect(found.length, `${name}: ${expression}`).toBeGreaterThan(0)
      for (const part of components) {
        const inside = `(${expression}).select(${part.expression})`
        expect(samples.flatMap(sample => evaluate(sample, inside)).length, inside).toBeGreaterThan(0)
      }
    }
  })
})
