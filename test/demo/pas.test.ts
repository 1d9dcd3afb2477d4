/** The demo hospital: the same rows always, mappings without fault, and each poison of its tables contained. */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { formatDiagnostic } from '../../src/kernel/diagnostics.js'
import { loadMappingFolder } from '../../src/mapping/language/read-mapping-files.js'
import { toJson } from '../../src/serialize/json.js'
import { pasPeople } from '../../src/tooling/demo/pas-people.js'
import { pasTables } from '../../src/tooling/demo/pas-tables.js'
import { sharedPeople } from '../../src/tooling/demo/shared-people.js'
import { type BothDemos, openBothDemos } from '../support/both-demos.js'
import { findAll, idsOf, requestOptions } from '../support/open-facade.js'

describe('the tables of the hospital', () => {
  it('have the same rows everywhere and always', () => {
    const hash = createHash('sha256')
    for (const { table, rows } of pasTables()) for (const row of rows) hash.update(`${table}${JSON.stringify(row)}\n`)
    // A change of any row changes this digest: look at the rows, then write the new one.
    expect(hash.digest('hex')).toBe('c52b4f2c77bceb617ad54f27c101333c2ca5415321fa32a2dd1a9b8238d50034')
  })

  it('have rows as long as their columns, and unique keys', () => {
    for (const { table, columns, key, rows } of pasTables()) {
      const places = key.map(name => columns.findIndex(column => column.name === name))
      const all = [...rows]
      expect([...new Set(all.map(row => row.length))], table).toEqual([columns.length])
      const keys = all.map(row => places.map(place => row[place]).join('|'))
      if (key.length > 0) expect(new Set(keys).size, table).toBe(keys.length)
    }
  })

  it('know the shared people by their NHS numbers, and forty others', () => {
    expect(pasPeople).toHaveLength(60)
    expect(pasPeople.slice(0, sharedPeople.length).map(({ nhs }) => nhs)).toEqual(sharedPeople.map(({ nhsNumber }) => nhsNumber))
    expect(new Set(pasPeople.map(({ nhs }) => nhs)).size).toBe(60)
  })
})

it('the mappings of the hospital have no fault, and every map a prefix', () => {
  const { maps, diagnostics } = loadMappingFolder('mappings/pas', 'mappings/pas')
  expect(diagnostics.map(formatDiagnostic)).toEqual([])
  expect(maps.filter(({ prefix }) => prefix === undefined).map(({ name }) => name)).toEqual([])
  expect(new Set(maps.map(({ resourceType }) => resourceType)).size).toBe(14)
})

describe('the hospital', () => {
  let both: BothDemos
  beforeAll(async () => {
    both = await openBothDemos()
  })
  afterAll(() => both.close())

  // ── What is wrong in its tables ─────────────────────────────────────────────────────────────────────────────────

  test.each<[poison: string, search: string, ids: readonly string[], first?: object]>([
    ['a zero date is no date: the spell is not over', 'Encounter?_id=spell-901', ['spell-901'], { status: 'in-progress' }],
    ['a day that the calendar lacks is left out', 'Encounter?_id=spell-906', ['spell-906'], { status: 'finished' }],
    ['… and found by no date', 'Encounter?_id=spell-906&date=ge1900', []],
    ['a spell of nobody is not served', 'Encounter?_id=spell-905', []],
    ['nor what hangs on it', 'Condition?encounter=fce-905.1', []],
    ['a clinic of nobody is not served', 'Encounter?_id=opd-9004', []],
    ['text in a number column is no value', 'Observation?_id=chart-93.temp', []],
    ['… while the row is served for the rest', 'Observation?_id=chart-93.rr', ['chart-93.rr']],
    [
      'text in a number column, and a text beside it',
      'Observation?_id=lab-24..2F0001.5',
      ['lab-24..2F0001.5'],
      { valueString: 'see below' },
    ],
    ['an hour that no day has is no time', 'Observation?_id=cbp-94&date=ge2000', []],
    ['bytes that are no UTF-8 are no name, and the profile requires one', 'Patient?_id=pas-8100000032', []],
    ['a name that is blank is none', 'Patient?_id=pas-8100000023', []],
    ['codes that are not in the map are left out', 'Encounter?_id=spell-907', ['spell-907'], { status: 'finished' }],
    ['a result voided is not served', 'Observation?_id=lab-24..2F0001.11', []],
    ['a sample of nobody is not served', 'Observation?_id=lab-24..2F0002.1,lab-24..2F0003.1', []],
    [
      'of two rows with one key the newest counts',
      'AllergyIntolerance?_id=alert-8100000041.7',
      ['alert-8100000041.7'],
      { code: { text: 'Penicillin' } },
    ],
    ['a required date that can not be read: not served', 'AllergyIntolerance?_id=alert-8100000041.10', []],
    ['neither given nor refused: not served', 'Immunization?_id=school-4', []],
    ['a pupil whom nobody knows: not served', 'Immunization?_id=school-5,school-6', []],
    ['a drug without code and name: neither drug nor order', 'MedicationRequest?_id=order-7', []],
    [
      'a post of a consultant who is not there keeps its site',
      'PractitionerRole?_id=post-C9999999.Z9T01.300',
      ['post-C9999999.Z9T01.300'],
    ],
  ])('%s (%s)', async (_, search, ids, first) => {
    const found = await findAll(both.engine, search)
    expect(idsOf(found)).toEqual(ids)
    if (first) expect(found[0]).toMatchObject(first)
  })

  it('shows no period that ends before it begins', async () => {
    for (const search of ['Encounter?_count=500', 'PractitionerRole?_count=500', 'MedicationStatement?_count=500'])
      for (const resource of await findAll(both.engine, search)) {
        const { period = {}, effectivePeriod = period } = resource as Periods
        const { start, end } = effectivePeriod
        if (start !== undefined && end !== undefined)
          expect(Date.parse(end), resource.id).toBeGreaterThanOrEqual(Date.parse(start))
      }
  })

  it('shows notes as plain text, whatever they were written in', async () => {
    const texts = (await findAll(both.engine, 'Encounter?_count=500')).map(resource => JSON.stringify(resource))
    expect(texts.filter(text => /<\w|\\\\rtf|alert\(1\)|&amp;/.test(text))).toEqual([])
    expect(texts.some(text => text.includes('Seen by triage.\\nCafé fall.'))).toBe(true)
  })

  it('reads what it has deleted as gone', async () => {
    await expect(both.engine.read('Patient', 'pas-8100000031', requestOptions())).rejects.toMatchObject({ code: 'read.deleted' })
    await expect(both.engine.read('Patient', 'pas-8100000030', requestOptions())).rejects.toMatchObject({
      code: 'read.no-such-resource',
    })
  })

  // ── Golden resources ────────────────────────────────────────────────────────────────────────────────────────────

  /** One of each map. They are rewritten by UPDATE_GOLDEN=1 alone, and then read. */
  const golden = [
    'AllergyIntolerance/alert-8100000041.7',
    'Condition/aedx-5038.1',
    'Condition/icd-1001.1.2',
    'Encounter/ae-5002',
    'Encounter/fce-1001.1',
    'Encounter/opd-9003',
    'Encounter/spell-908',
    'Immunization/school-1',
    'Location/site-Z9T01',
    'Location/ward-Z9T01.3..2FW',
    'Medication/drug-104',
    'MedicationRequest/order-5',
    'MedicationStatement/taken-2',
    'Observation/cbp-97',
    'Observation/chart-97.temp',
    'Observation/form-102.2',
    'Observation/lab-24..2F0001.1',
    'Observation/micro-24..2F0005.1',
    'Observation/obp-9003',
    'Organization/site-Z9T01',
    'Organization/trust-Z9T',
    'Patient/pas-8100000021',
    'Patient/pas-8100000020',
    'Practitioner/cons-C9000202',
    'Practitioner/user-nurse..5Fward..2F02',
    'PractitionerRole/post-C9000202.Z9T02.300',
    'Procedure/opcs-909.1.1',
  ]
  const folder = 'mappings/pas/expected'

  test.each(golden)('%s is as expected', async name => {
    const [type = '', id = ''] = name.split('/')
    const { resource, hasExactDecimals } = await both.engine.read(type, id, requestOptions())
    const text = `${JSON.stringify(JSON.parse(toJson(resource, hasExactDecimals)), null, 2)}\n`
    const file = join(folder, `${type}-${id}.json`)
    if (process.env.UPDATE_GOLDEN === '1') {
      mkdirSync(folder, { recursive: true })
      writeFileSync(file, text)
    }
    expect(text).toBe(readFileSync(file, 'utf8'))
  })

  it('every expected resource is held against, and every map has one', () => {
    expect(readdirSync(folder).sort()).toEqual(golden.map(name => `${name.replace('/', '-')}.json`).sort())
    const prefixes = new Set(golden.map(name => name.replace(/-.*/, '')))
    const maps = both.project.model.maps.filter(({ source }) => source === 'pas')
    expect(maps.filter(({ type, prefix }) => !prefixes.has(`${type}/${prefix}`)).map(({ name }) => name)).toEqual([])
  })
})

interface Periods {
  readonly period?: { readonly start?: string; readonly end?: string }
  readonly effectivePeriod?: { readonly start?: string; readonly end?: string }
}
