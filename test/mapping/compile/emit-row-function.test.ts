/** What a row becomes: the four emission rules of MAPPING, section 5, and the order of what is emitted. */
import { describe, expect, it, test } from 'vitest'
import type { Resource } from '../../../src/fhir/resource.js'
import { formatDiagnostic } from '../../../src/kernel/diagnostics.js'
import { compileModel } from '../../../src/mapping/compile/compile-model.js'
import { parseMappingFile } from '../../../src/mapping/language/read-mapping-files.js'
import { toJson } from '../../../src/serialize/json.js'
import type { EntitySchema, FieldType, Scalar } from '../../../src/spi/index.js'

const columns: Readonly<Record<string, FieldType>> = {
  ID: 'integer',
  A: 'string',
  B: 'string',
  C: 'string',
  N: 'decimal',
  I: 'integer',
  D: 'date',
  T: 'dateTime',
  CODE: 'string',
  PERSON: 'integer',
}
const schemaOf = (entity: string): EntitySchema => ({
  entity,
  kind: 'table',
  keys: [],
  references: [],
  indexes: [],
  fields: Object.entries(columns).map(([name, type]) => ({ name, type, nativeType: type, nullable: name !== 'ID' })),
})

type StoredRow = Readonly<Record<string, Scalar>>

interface Emitted {
  readonly resource: Readonly<Record<string, unknown>> | undefined
  readonly incomplete: readonly string[]
  readonly dropped: readonly string[]
}

/** One row, and the rows of the list `l`, through a map of `type`. */
function emit(type: string, elements: string, row: StoredRow, list: readonly StoredRow[] = []): Emitted {
  const text = `source: s
systems: { local: http://example.org/local }
tables:
  t: { key: [ID] }
  u: { key: [ID] }
---
map: m
from: t as t
lists: { l: { table: u, match: l.PERSON = t.ID } }
${type}:
${elements.replace(/^/gm, '  ')}`
  const { sources, maps, diagnostics } = parseMappingFile('m.yaml', text, () => undefined)
  const [source] = sources
  const compiled = source && compileModel([{ source, maps, schemaOf }])
  const [map] = compiled?.model?.maps ?? []
  if (!map) throw new Error([...diagnostics, ...(compiled?.diagnostics ?? [])].map(formatDiagnostic).join('\n'))
  const incomplete: string[] = []
  const dropped: string[] = []
  const report = {
    now: Date.parse('2024-06-15T12:00:00Z'),
    hasExactDecimals: false,
    dropped: (place: string) => dropped.push(place),
    incomplete: (place: string) => incomplete.push(place),
  }
  const { root, lists, toResource } = map.emitted
  const values = ({ fields }: typeof root, stored: StoredRow) => fields.map(({ name }) => stored[name] ?? null)
  const resource = toResource(
    values(root, { ID: 1, ...row }),
    lists.map(({ layout }) => list.map(item => values(layout, item))),
    report,
  )
  return { resource: resource && JSON.parse(toJson(resource as Resource, report.hasExactDecimals)), incomplete, dropped }
}

const patient = (elements: string, row: StoredRow, list?: readonly StoredRow[]) =>
  emit('Patient', `name[official]: { family: Anybody }\n${elements}`, row, list).resource

const observation = (elements: string, row: StoredRow) =>
  emit('Observation', `status: final\ncode: http://loinc.org|1-8\nsubject: { display: Somebody }\n${elements}`, row)

describe('rule 1: empty objects vanish', () => {
  test.each<[string, string, StoredRow, string, unknown]>([
    [
      'without their principal element',
      'identifier: { system: local, value: t.A, assigner: { display: t.B } }',
      { B: 'b' },
      'identifier',
      undefined,
    ],
    ['or without any value that varies', 'address: { use: home, city: t.A, district: t.B }', {}, 'address', undefined],
    [
      'but not with one',
      'address: { use: home, city: t.A, district: t.B }',
      { B: 'b' },
      'address',
      [{ use: 'home', district: 'b' }],
    ],
    ['an object of constants stays', 'address: { use: home, country: GB }', {}, 'address', [{ use: 'home', country: 'GB' }]],
    ['blank text is null', 'address: { city: t.A }', { A: '   ' }, 'address', undefined],
    ['empty items of a list vanish', 'address: { line: [t.A, t.B, t.C] }', { A: 'a', C: 'c' }, 'address', [{ line: ['a', 'c'] }]],
    ['a template whose optional parts are all empty is null', "address: { text: '[{t.A}][ {t.B}]' }", {}, 'address', undefined],
  ])('%s', (_, elements, row, name, value) => expect(patient(elements, row)?.[name]).toEqual(value))
})

describe('rule 2: a choice takes the first that is written and has a value', () => {
  const value = 'valueString: t.A\nvalueQuantity: { value: t.N, ucum: kg }'
  const values = (row: StoredRow) => {
    const { resource } = observation(value, row)
    return [resource?.valueString, resource?.valueQuantity]
  }
  const quantity = { value: 1.5, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' }
  it('whichever stands first in STU3', () => {
    expect(values({ A: 'a', N: '1.5' })).toEqual(['a', undefined])
    expect(values({ N: '1.5' })).toEqual([undefined, quantity])
    expect(values({})).toEqual([undefined, undefined])
  })
})

describe('rule 3: what is required', () => {
  it('takes the object that lacks it, and the loss is told', () => {
    const elements =
      'name[official]: { family: Anybody }\nmaritalStatus: { text: t.A, coding: [{ system: local, code: t.B, display: t.B }] }'
    const { resource, incomplete } = emit('Patient', elements, { A: 'only text' })
    expect(resource).toBeDefined()
    expect(resource).not.toHaveProperty('maritalStatus')
    expect(incomplete).toEqual(['Patient.maritalStatus.coding'])
  })

  it('climbs to the resource', () => {
    const { resource, incomplete } = emit('Patient', 'name[official]: { family: t.A, text: t.B }', { B: 'only text' })
    expect(resource).toBeUndefined()
    expect(incomplete.length).toBeGreaterThan(0)
  })

  it('is there when a value is', () =>
    expect(emit('Patient', 'name[official]: { family: t.A }', { A: 'a' }).resource).toBeDefined())
})

describe('rule 4: bad values are dropped', () => {
  test.each<[string, string, StoredRow, string]>([
    ['a code that is not allowed', 'gender: t.A', { A: 'X' }, 'Patient.gender'],
    ['a number that is out of range', 'telecom: { system: phone, value: "1", rank: t.I }', { I: 0 }, 'Patient.telecom.rank'],
  ])('%s is told by its place alone', (_, elements, row, place) => {
    const { resource, dropped } = emit('Patient', `name[official]: { family: Anybody }\n${elements}`, row)
    expect(resource).toBeDefined()
    expect(dropped).toEqual([place])
  })
})

describe('values', () => {
  test.each<[string, string, StoredRow, string, unknown]>([
    ['first takes the first that has one', 'birthDate: { first: [t.D, "2000-01-01"] }', {}, 'birthDate', '2000-01-01'],
    ['and that alone', 'birthDate: { first: [t.D, "2000-01-01"] }', { D: '1999-09-09' }, 'birthDate', '1999-09-09'],
    [
      'if and then',
      "gender: { first: [{ if: t.A = 'f', then: female }, { if: t.A is null, then: unknown }, other] }",
      { A: 'f' },
      'gender',
      'female',
    ],
    [
      'nulls fail all tests but is null',
      "gender: { first: [{ if: t.A <> 'f', then: male }, { if: t.A is null, then: unknown }, other] }",
      {},
      'gender',
      'unknown',
    ],
    [
      'today is the day of the request',
      'active: { first: [{ if: t.D < today, then: "true" }, "false"] }',
      { D: '2024-06-14' },
      'active',
      true,
    ],
    ['and not before', 'active: { first: [{ if: t.D < today, then: "true" }, "false"] }', { D: '2024-06-15' }, 'active', false],
    [
      'a code map',
      'gender: { col: t.A, codes: { map: { M: male }, whenNull: unknown, otherwise: other } }',
      { A: 'M' },
      'gender',
      'male',
    ],
    [
      'its null',
      'gender: { col: t.A, codes: { map: { M: male }, whenNull: unknown, otherwise: other } }',
      {},
      'gender',
      'unknown',
    ],
    [
      'its rest',
      'gender: { col: t.A, codes: { map: { M: male }, whenNull: unknown, otherwise: other } }',
      { A: 'Q' },
      'gender',
      'other',
    ],
    [
      'a code map of numbers knows them in every spelling',
      "gender: { col: t.N, codes: { map: { '1': male } } }",
      { N: '1.00' },
      'gender',
      'male',
    ],
    [
      'a local time has its offset',
      'deceasedDateTime: t.T',
      { T: '2024-06-15T10:00:00' },
      'deceasedDateTime',
      '2024-06-15T10:00:00+01:00',
    ],
    ['a time where a day is wanted is its day', 'birthDate: t.T', { T: '2024-06-15T00:30:00' }, 'birthDate', '2024-06-15'],
  ])('%s', (_, elements, row, name, value) => expect(patient(elements, row)?.[name]).toEqual(value))

  it('decimals keep their digits', () => {
    for (const digits of ['1.50', '0.1', '100', '12345678901234567890.10']) {
      const { sources, maps } = parseMappingFile(
        'm.yaml',
        `source: s\ntables: { t: { key: [ID] } }\n---\nmap: m\nfrom: t as t\nObservation:\n  status: final\n  code: http://loinc.org|1-8\n  subject: { display: x }\n  valueQuantity: { value: t.N }`,
        () => undefined,
      )
      const [source] = sources
      const [map] = (source && compileModel([{ source, maps, schemaOf }]).model?.maps) ?? []
      const report = { now: 0, hasExactDecimals: false, dropped: () => {}, incomplete: () => {} }
      const row = map?.emitted.root.fields.map(({ name }) => (name === 'N' ? digits : 1)) ?? []
      expect(toJson(map?.emitted.toResource(row, [], report) as Resource, report.hasExactDecimals)).toContain(`"value":${digits}`)
    }
  })
})

describe('order', () => {
  it('elements stand in the order of STU3, slices before the rest, items as written', () => {
    const resource = patient(
      'birthDate: t.D\nidentifier:\n  - { system: local, value: t.B }\n  - { system: local, value: t.A }\nidentifier[nhsNumber]: { value: t.C, "extension[nhsNumberVerificationStatus]": { col: t.CODE, codes: { map: { Y: \'01\' } } } }\nactive: "true"',
      { A: 'a', B: 'b', C: '9990000468', CODE: 'Y', D: '2000-01-01' },
    )
    expect(Object.keys(resource ?? {})).toEqual(['resourceType', 'id', 'meta', 'identifier', 'active', 'name', 'birthDate'])
    expect(resource).toMatchObject({ identifier: [{ value: '9990000468' }, { value: 'b' }, { value: 'a' }] })
  })

  it('a list gives an item for each of its rows that passes, in their order, between those beside it', () => {
    const resource = patient(
      "telecom:\n  - { system: phone, value: t.A }\n  - { for: l, if: l.B is null, system: phone, value: l.A, use: { if: t.C = 'h', then: home } }\n  - { system: email, value: t.B }",
      { A: '1', B: 'x@y', C: 'h' },
      [{ A: '3' }, { A: '2' }, { A: '4', B: 'ended' }, {}],
    )
    expect(resource).toMatchObject({
      telecom: [
        { system: 'phone', value: '1' },
        { system: 'phone', value: '3', use: 'home' },
        { system: 'phone', value: '2', use: 'home' },
        { system: 'email', value: 'x@y' },
      ],
    })
  })
})
