import { describe, expect, it, test } from 'vitest'
import { buildCapabilityStatement } from '../../src/capability/build-capability-statement.js'
import { definitionOf } from '../../src/capability/parameter-definitions.js'
import { coreApiOf } from '../../src/fhir/careconnect/core-api.js'
import { elementOf, elementsOf, resourceTypes } from '../../src/fhir/stu3/elements.js'
import { searchParametersOf } from '../../src/fhir/stu3/search-parameters.js'
import { searchParameter } from '../../src/search/element-path.js'
import type { Offers, TypeOffer } from '../../src/search/offer.js'
import { toXml } from '../../src/serialize/xml.js'
import { terminologyOf } from '../support/open-facade.js'
import { hasXmllint, schemaFaults } from '../support/xml-schema.js'

function offering(type: string, names: readonly string[], sorts: readonly string[] = []): readonly [string, TypeOffer] {
  const parameters = names.map(name => {
    const parameter = searchParameter(type, name)
    if (parameter === undefined) throw new Error(`${type}?${name}`)
    const chainTargets = parameter.targets.filter(target => target === 'Patient')
    return [
      name,
      { parameter, modifiers: parameter.type === 'string' ? (['missing', 'exact'] as const) : [], chainTargets },
    ] as const
  })
  return [type, { type, parameters: new Map(parameters), references: new Map(), sorts: new Set(sorts) }]
}

const input = {
  version: '0.1.0',
  date: '2026-11-23',
  baseUrl: 'https://facade.example.nhs.uk/STU3',
  formats: ['application/fhir+json', 'application/json'],
  description: 'Records of Example Trust.',
  cors: false,
}
const build = (...offers: readonly (readonly [string, TypeOffer])[]) =>
  buildCapabilityStatement({ ...input, offers: new Map(offers) })
const expectationUrl = 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-expectation'
const combinationUrl = 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-search-parameter-combination'
const shall = [{ url: expectationUrl, valueCode: 'SHALL' }]

describe('the CapabilityStatement', () => {
  it('says what is offered, and nothing else', () => {
    expect(build(offering('Patient', ['_id', 'gender', 'name', 'organization'], ['_id', 'birthdate']))).toEqual({
      resourceType: 'CapabilityStatement',
      url: 'https://facade.example.nhs.uk/STU3/metadata',
      version: '0.1.0',
      name: 'CareConnectFacade',
      title: 'Care Connect Facade',
      status: 'active',
      date: '2026-11-23',
      description: 'Records of Example Trust.',
      kind: 'instance',
      software: { name: 'Care Connect Facade', version: '0.1.0' },
      implementation: { description: 'Records of Example Trust.', url: 'https://facade.example.nhs.uk/STU3' },
      fhirVersion: '3.0.1',
      acceptUnknown: 'extensions',
      format: ['application/fhir+json', 'application/json'],
      profile: [{ reference: 'https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-Patient-1' }],
      rest: [
        {
          mode: 'server',
          documentation:
            'Read-only. A search is answered in full or refused with the reason: no parameter is ever ignored, unless Prefer: handling=lenient asks for it, and then the answer says so. Beside the parameters of its type a search takes _count, _sort, _summary, _elements, _total (of R4), _format and _pretty, and it may go by POST to [type]/_search. _include and _revinclude take one [type]:[parameter] each, with :[type] behind it for one target alone and * for every reference; :recurse goes on from what was included. Chains and _has follow up to five references one after the other; _has:[type]:[reference]:[parameter] takes the references of searchRevInclude. A read takes _format and _pretty.',
          security: { cors: false, description: 'This server asks for no authentication and no authorisation itself.' },
          resource: [
            {
              extension: [
                {
                  extension: [
                    { url: 'required', valueString: 'name' },
                    { url: 'required', valueString: 'gender' },
                  ],
                  url: combinationUrl,
                },
              ],
              type: 'Patient',
              profile: { reference: 'https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-Patient-1' },
              documentation: '_sort takes _id, birthdate.',
              interaction: [
                { extension: shall, code: 'read' },
                { extension: shall, code: 'search-type' },
              ],
              readHistory: false,
              conditionalRead: 'not-match',
              referencePolicy: ['literal'],
              searchParam: [
                {
                  name: '_id',
                  definition: 'http://hl7.org/fhir/SearchParameter/Resource-id',
                  type: 'token',
                  documentation: 'No modifiers.',
                },
                {
                  extension: shall,
                  name: 'gender',
                  definition: 'http://hl7.org/fhir/SearchParameter/individual-gender',
                  type: 'token',
                  documentation: 'No modifiers.',
                },
                {
                  extension: shall,
                  name: 'name',
                  definition: 'http://hl7.org/fhir/SearchParameter/Patient-name',
                  type: 'string',
                  documentation: 'Modifiers: :missing, :exact.',
                },
                {
                  name: 'organization',
                  definition: 'http://hl7.org/fhir/SearchParameter/Patient-organization',
                  type: 'reference',
                  documentation: 'No modifiers.',
                },
              ],
            },
          ],
        },
      ],
    })
  })

  it('of a server that has no mappings lists no resource and no profile, as empty lists are not FHIR', () => {
    const statement = build()
    expect(statement).not.toHaveProperty('profile')
    expect(statement.rest).toEqual([expect.not.objectContaining({ resource: expect.anything() })])
  })

  it('tells the prefixes of dates and the types to which a reference can be chained', () => {
    const documented = JSON.stringify(build(offering('Observation', ['date', 'patient'])))
    expect(documented).toContain('"No modifiers. Prefixes: eq, ne, gt, lt, ge, le, sa, eb, ap."')
    expect(documented).toContain('"No modifiers. Chains to the parameters of Patient."')
  })

  it('names the value sets and hierarchies that can be asked', () => {
    const terminology = terminologyOf([
      { resourceType: 'ValueSet', url: 'http://a.example/vs', compose: { include: [] } },
      { resourceType: 'CodeSystem', url: 'http://a.example/cs', concept: [{ code: 'a', concept: [{ code: 'b' }] }] },
    ])
    const [type, offer] = offering('Observation', ['code'])
    const parameters = new Map([...offer.parameters].map(([name, each]) => [name, { ...each, terminology }]))
    const documented = JSON.stringify(build([type, { ...offer, parameters }]))
    expect(documented).toContain(':in and :not-in take the value sets http://a.example/vs.')
    expect(documented).toContain(':below and :above take codes of http://a.example/cs.')
  })

  it('lists types by name', () => {
    const statement = build(offering('Patient', []), offering('Condition', []))
    expect(statement.profile).toEqual([
      { reference: 'https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-Condition-1' },
      { reference: 'https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-Patient-1' },
    ])
  })
})

test.each([
  [['_id'], 'not-match'],
  [['_id', '_lastUpdated'], 'full-support'],
] as const)('a server whose types can be asked for %j says conditionalRead %s', (names, conditionalRead) => {
  expect(JSON.stringify(build(offering('Patient', names)))).toContain(`"conditionalRead":"${conditionalRead}"`)
})

test.skipIf(!hasXmllint)('is valid against the official schema (needs xmllint)', { timeout: 60_000 }, () => {
  const offers = new Map(
    resourceTypes.map(type => offering(type, ['_id', ...(coreApiOf(type)?.parameters.keys() ?? [])], ['_id'])),
  )
  expect(schemaFaults([toXml(buildCapabilityStatement({ ...input, offers })), toXml(build())])).toEqual([])
})

describe('a combination is declared only when all its members are offered', () => {
  const combinationsOf = (names: readonly string[]) =>
    JSON.stringify(build(offering('Observation', names))).split(combinationUrl).length - 1
  test.each<[names: readonly string[], combinations: number]>([
    [['patient'], 0],
    [['date', 'code'], 0],
    [['patient', 'date'], 1],
    [['patient', 'code'], 1],
    [['patient', 'code', 'date'], 3],
  ])('%s', (names, combinations) => {
    expect(combinationsOf(names)).toBe(combinations)
  })
})

describe('everything that the Core API asks for', () => {
  const offers: Offers = new Map(
    resourceTypes.map(type => offering(type, ['_id', ...(coreApiOf(type)?.parameters.keys() ?? [])], ['_id'])),
  )
  const statement = buildCapabilityStatement({ ...input, offers })

  test.each(resourceTypes)('can be declared for %s, with its expectation', type => {
    const declared = JSON.stringify(statement)
    for (const [name, level] of coreApiOf(type)?.parameters ?? []) {
      expect(declared).toContain(`"valueCode":"${level}"}],"name":"${name}"`)
    }
  })

  it('stands in the order of STU3, with known elements, codes and required ones only', () => {
    const faults: string[] = []
    checkObject(statement, 'CapabilityStatement', 'CapabilityStatement', faults)
    expect(faults).toEqual([])
  })
})

function checkObject(object: object, type: string, path: string, faults: string[]): void {
  const order = elementsOf(type).map(element => element.name)
  const names = Object.keys(object).filter(name => name !== 'resourceType')
  const sorted = [...names].sort((a, b) => order.indexOf(a) - order.indexOf(b))
  if (names.join() !== sorted.join()) faults.push(`${path}: ${names.join()} is not ${sorted.join()}`)
  for (const element of elementsOf(type)) {
    if (element.isRequired && !names.includes(element.name)) faults.push(`${path}.${element.name} is missing`)
  }
  for (const [name, value] of Object.entries(object)) {
    if (name === 'resourceType') continue
    const element = elementOf(type, name)
    if (element === undefined || Array.isArray(value) !== element.isList) faults.push(`${path}.${name}`)
    else for (const item of [value].flat()) checkValue(item, element.type, element.codes, `${path}.${name}`, faults)
  }
}

function checkValue(value: unknown, type: string, codes: readonly string[] | undefined, path: string, faults: string[]): void {
  if (typeof value === 'object' && value !== null) checkObject(value, type, path, faults)
  else if (codes !== undefined && !codes.includes(String(value))) faults.push(`${path}: ${String(value)}`)
}

describe('definitions', () => {
  test.each([
    ['Patient', 'birthdate', 'http://hl7.org/fhir/SearchParameter/individual-birthdate'],
    ['Observation', 'code', 'http://hl7.org/fhir/SearchParameter/clinical-code'],
    ['Procedure', '_lastUpdated', 'http://hl7.org/fhir/SearchParameter/Resource-lastUpdated'],
    [
      'Immunization',
      'vaccination-procedure-code',
      'https://fhir.hl7.org.uk/STU3/SearchParameter/CareConnect-vaccination-procedure-code',
    ],
    ['Observation', 'value-quantity', 'http://hl7.org/fhir/SearchParameter/Observation-value-quantity'],
    ['Observation', 'code-value-quantity', 'http://hl7.org/fhir/SearchParameter/Observation-code-value-quantity'],
    ['MedicationRequest', 'status', undefined],
    ['Patient', 'toString', undefined],
  ])('%s?%s', (type, name, definition) => {
    expect(definitionOf(type, name)).toBe(definition)
  })

  it('are those that STU3 itself names for the parts of composites', () => {
    const parts = [...searchParametersOf('Observation').values()].flatMap(({ components = [] }) => components)
    expect(parts.length).toBeGreaterThan(10)
    for (const { definition } of parts) {
      const name = definition.replace(/^.*\/(?:clinical|Observation)-/, '')
      expect(definitionOf('Observation', name)).toBe(definition)
    }
  })

  it('are given only to parameters that exist', () => {
    const names = new Set(resourceTypes.flatMap(type => [...searchParametersOf(type).keys()]))
    for (const type of resourceTypes) {
      const defined = [...names].filter(name => definitionOf(type, name) !== undefined)
      expect([type, defined.filter(name => !searchParametersOf(type).has(name))]).toEqual([type, []])
    }
  })
})
