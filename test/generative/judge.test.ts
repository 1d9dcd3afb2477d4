/** The judge is no yes-man, and the law finds what is wrong. */
import { describe, expect, it, test } from 'vitest'
import type { Adapter, Row, SourceQuery } from '../../src/spi/index.js'
import { openDemo } from '../support/demo-facade.js'
import { judge } from '../support/judge.js'
import { checkLaw } from '../support/law.js'
import { seeded } from '../support/random.js'

const patient = {
  resourceType: 'Patient',
  id: '1',
  name: [{ use: 'official', family: 'Kanfeld', given: ['Bernie', 'Mary Jo'] }],
  identifier: [{ system: 'http://a.example', value: 'X1' }, { value: 'Y|2' }],
  gender: 'female',
  birthDate: '1980-02',
  deceasedDateTime: '2021-06-30T23:30:00Z',
  managingOrganization: { reference: 'Organization/Z1', display: 'A practice' },
  generalPractitioner: [{ display: 'Dr Who' }],
  _active: { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }] },
}

describe('the judge', () => {
  test.each<[name: string, value: string, matches: boolean]>([
    ['identifier', 'X1', true],
    ['identifier', 'x1', false],
    ['identifier', 'http://a.example|X1', true],
    ['identifier', 'http://a.example|', true],
    ['identifier', '|X1', false],
    ['identifier', '|Y\\|2', true],
    ['identifier', 'nothing,X1', true],
    ['identifier:not', 'X1', false],
    ['gender', 'http://hl7.org/fhir/administrative-gender|female', true],
    ['gender', '|female', false],
    ['gender:not', 'male', true],
    ['name', 'bernie kan', true],
    ['name', 'jo kanfeld', true],
    ['name', 'bernie smith', false],
    ['family', 'KAN', true],
    ['family', 'anf', false],
    ['family:contains', 'anf', true],
    ['family:exact', 'Kanfeld', true],
    ['family:exact', 'kanfeld', false],
    ['birthdate', '1980', true],
    ['birthdate', '1980-02-10', false],
    ['birthdate', 'ap1980-02-10', true],
    ['birthdate', 'ge1980-02-10', true],
    ['birthdate', 'gt1980-02', false],
    ['birthdate', 'sa1980-01', true],
    ['birthdate', 'eb1980-03', true],
    ['birthdate', 'ne1980', false],
    // Half past midnight in London.
    ['death-date', '2021-07-01', true],
    ['death-date', '2021-06-30', false],
    ['death-date', '2021-07-01T00:30', true],
    ['deceased', 'true', true],
    ['deceased', 'false', false],
    ['organization', 'Z1', true],
    ['organization', 'Organization/Z1', true],
    ['organization', 'http://facade.example/STU3/Organization/Z1', true],
    ['organization', 'Patient/Z1', false],
    ['organization', 'http://other.example/Organization/Z1', false],
    ['general-practitioner', 'Dr Who', false],
    ['general-practitioner:missing', 'false', true],
    ['active:missing', 'true', true],
    ['telecom:missing', 'false', false],
  ])('%s=%s: %s', (written, value, matches) => {
    const [name = '', modifier] = written.split(':')
    expect(judge(patient, { name, value, ...(modifier === undefined ? {} : { modifier }) })).toBe(matches)
  })
})

const pressure = {
  resourceType: 'Observation',
  id: '1',
  code: { coding: [{ system: 'http://a.example', code: 'bp' }] },
  valueQuantity: { value: 2, comparator: '>', unit: 'Kilos', system: 'http://unitsofmeasure.org', code: 'kg' },
  component: [
    { code: { coding: [{ code: 'sys' }] }, valueQuantity: { value: 150, system: 'http://unitsofmeasure.org', code: 'mm[Hg]' } },
    { code: { coding: [{ code: 'dia' }] }, valueQuantity: { value: 90.5 } },
  ],
  meta: { profile: ['http://a.example/profile'] },
}

describe('the judge of numbers', () => {
  test.each<[name: string, value: string, matches: boolean]>([
    ['component-value-quantity', '150', true],
    ['component-value-quantity', '1.5e2', true],
    ['component-value-quantity', '150.6', false],
    ['component-value-quantity', '90', false],
    ['component-value-quantity', '91', true],
    ['component-value-quantity', 'gt150', false],
    ['component-value-quantity', 'ge150', true],
    ['component-value-quantity', '20.0|http://unitsofmeasure.org|kPa', true],
    ['component-value-quantity', '20|http://unitsofmeasure.org|kg', false],
    ['component-value-quantity', '150||mm[Hg]', true],
    ['component-value-quantity', '150|http://a.example|mm[Hg]', false],
    ['value-quantity', '2', false],
    ['value-quantity', 'gt1', true],
    ['value-quantity', 'gt9000|http://unitsofmeasure.org|g', true],
    ['value-quantity', 'lt9', false],
    ['value-quantity', 'ne2', true],
    ['value-quantity', 'sa2||Kilos', true],
    ['component-code-value-quantity', 'sys$150', true],
    ['component-code-value-quantity', 'dia$150', false],
    ['combo-code-value-quantity', 'bp$gt5', true],
    ['code-value-quantity', 'sys$150', false],
    ['_profile', 'http://a.example/profile', true],
    ['_profile', 'http://a.example', false],
    ['_profile:below', 'http://a.example', true],
    ['_profile:above', 'http://a.example/profile/x', true],
  ])('%s=%s: %s', (written, value, matches) => {
    const [name = '', modifier] = written.split(':')
    expect(judge(pressure, { name, value, ...(modifier === undefined ? {} : { modifier }) })).toBe(matches)
  })
})

/** Between the engine and the database, spoiling what passes. */
const spoil =
  (query: (query: SourceQuery) => SourceQuery, rows: (rows: readonly Row[]) => readonly Row[]) =>
  (adapter: Adapter): Adapter => ({
    capabilities: entity => adapter.capabilities(entity),
    async *read(asked, options) {
      for await (const batch of adapter.read(query(asked), options)) yield rows(batch)
    },
    health: options => adapter.health(options),
    close: () => adapter.close(),
  })

describe('the law', () => {
  const run = { random: seeded(1), queries: 3, smallPage: 7 }
  const isSearch = ({ where }: SourceQuery): boolean => JSON.stringify(where ?? {}).includes('"text"')
  it.each<[what: string, wrap: (adapter: Adapter) => Adapter]>([
    [
      'a filter that is dropped',
      spoil(
        query => (isSearch(query) ? { ...query, where: { op: 'and', of: [] } } : query),
        rows => rows,
      ),
    ],
    [
      'a row that is lost',
      spoil(
        query => ({ ...query, limit: Math.min(query.limit ?? 3, 3) }),
        rows => rows.slice(0, 2),
      ),
    ],
  ])('finds %s', { timeout: 60_000 }, async (_what, wrap) => {
    const facade = await openDemo('sqlite', { wrap })
    try {
      expect((await checkLaw(facade.engine, run)).faults).not.toEqual([])
    } finally {
      await facade.close()
    }
  })
})
