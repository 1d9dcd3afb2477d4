/** Rules of a type: what its searches must say, and how much they get (MAPPING section 10). */
import { describe, expect, it } from 'vitest'
import { buildCapabilityStatement } from '../../src/capability/build-capability-statement.js'
import { SearchRefused } from '../../src/engine/engine.js'
import { requestOptions } from '../support/open-facade.js'
import { faultsOfMapping } from '../support/parse-mapping.js'
import { type Asked, findsEach, tryMapping } from '../support/trial.js'

const maps = `
source: gp
tables:
  person: { key: [ID], columns: { SURNAME: { trim: true } } }
---
map: patient
from: person as p
lists:
  tel: { split: p.CONTACTS, by: ';' }
Patient:
  name[official]: { family: p.SURNAME }
  identifier: [{ system: http://example.org/id, value: p.NUM }]
  birthDate: p.DOB
  telecom: { for: tel, system: phone, value: tel.PART }
  gender: { col: p.SEX, codes: { map: { M: male, F: female } } }
---
`
const person = {
  columns: {
    ID: 'INTEGER not null',
    SURNAME: 'VARCHAR(20)',
    NUM: 'VARCHAR(9)',
    DOB: 'DATE',
    CONTACTS: 'VARCHAR(40)',
    SEX: 'CHAR(1)',
  },
  rows: [1, 2, 3, 4, 5, 6].map(id => [id, id % 2 ? 'Bell' : 'Cole', `N${id}`, '1970-01-01', '1;2', 'F'] as const),
} as const
const all = ['1', '2', '3', '4', '5', '6']

const faultsOf = async (asked: Asked, search: string): Promise<readonly string[]> => {
  try {
    await asked.ids(search)
    return []
  } catch (error) {
    if (error instanceof SearchRefused) return error.faults.map(({ code, text }) => `${code}: ${text}`)
    return [error instanceof Error ? error.message : String(error)]
  }
}

const strict = `rules: Patient
require_any: [[identifier], [name, birthdate]]
default_count: 2
max_count: 4
`

tryMapping('what a search must ask for', { yaml: maps + strict, tables: { person } }, asked => {
  findsEach(asked, [
    ['Patient?identifier=N3', ['3']],
    ['Patient?name=bell&birthdate=1970', ['1', '3', '5']],
    ['Patient?_id=2', ['2']],
  ])
  it.each([
    'Patient',
    'Patient?name=bell',
    'Patient?birthdate=1970',
    'Patient?identifier:missing=false',
    'Patient?identifier:not=x',
  ])('%s asks for too little', async search => {
    expect(await faultsOf(asked(), search)).toEqual([
      'search.parameter-required: A search of Patient has to ask for identifier, or for name and birthdate. Those with :not, :not-in or :missing do not count.',
    ])
  })
  it('tells what is wrong with a search before what it lacks', async () => {
    expect(await faultsOf(asked(), 'Patient?name:foo=x')).toEqual([expect.stringContaining('search.modifier-unsupported')])
  })
  it('leaves a read alone', async () => {
    expect(await asked().read('Patient', '3')).toMatchObject({ id: '3' })
  })
  it('is told in the CapabilityStatement', () => {
    const statement = buildCapabilityStatement({
      offers: asked().engine.offers,
      version: '1',
      date: '2020-01-01',
      baseUrl: 'http://x',
      formats: [],
      description: '',
      cors: false,
    })
    expect(JSON.stringify(statement)).toContain('A search has to ask for identifier, or for name and birthdate.')
  })
})

tryMapping(
  'how much a search gets',
  { yaml: `${maps}rules: Patient\ndefault_count: 2\nmax_count: 4\n`, tables: { person } },
  asked => {
    it.each([
      ['', 2],
      ['_count=3', 3],
      ['_count=6', 4],
      ['_count=0', 0],
    ])('Patient?%s gives a page of %i', async (query, count) => {
      expect((await asked().engine.search('Patient', query, requestOptions())).resources).toHaveLength(count)
    })
    findsEach(asked, [['Patient', all]])
  },
)

tryMapping(
  'searches that no index could serve',
  { yaml: `${maps}rules: Patient\nallow_scan: false\n`, tables: { person } },
  asked => {
    findsEach(asked, [
      ['Patient', all],
      ['Patient?identifier=N3', ['3']],
      ['Patient?birthdate=1970&telecom=1', all],
      ['Patient?gender=female', all],
      ['Patient?identifier=N3&family:contains=el', ['3']],
      ['Patient?gender:not=male&birthdate=1970', all],
    ])
    it.each(['telecom=1', 'family:contains=el', 'gender:not=male', 'gender:missing=true'])('%s alone is refused', async query => {
      const [fault] = await faultsOf(asked(), `Patient?${query}`)
      expect(fault).toMatch(
        /^The source of gp\/patient would have to look at every row for .*, which the rules of Patient do not allow\. Add one of .*identifier/,
      )
    })
  },
)

tryMapping('without rules', { yaml: maps, tables: { person } }, asked => {
  findsEach(asked, [['Patient?telecom=1', all]])
})

describe('faults of rules', () => {
  it.each([
    ['rules: Patiant', 'rules.type-unserved: No map serves Patiant, so it has no searches. Did you mean Patient?'],
    [
      'rules: Patient\nrequire_any: [[identifer]]',
      'search.parameter-unknown: Patient has no search parameter identifer. Did you mean identifier?',
    ],
    ['rules: Patient\nrequire_any: [address]', 'rules.parameter-unmapped: Patient?address can not be asked'],
    ['rules: Patient\nrequire_any: identifier', 'require_any takes a list of groups'],
    ['rules: Patient\nrequire_any: []', 'require_any is an empty list'],
    ['rules: Patient\ndefault_count: many', 'default_count takes a whole number from 1 on; this is many.'],
    ['rules: Patient\ndefault_count: 50\nmax_count: 5', 'default_count (50) is more than max_count (5).'],
    ['rules: Patient\nallow_scan: yes', 'allow_scan takes true, false; this is yes.'],
    ['rules: Patient\nmax: 5', 'max is no key of a rules document.'],
    ['rules: Patient\n---\nrules: Patient', 'rules.duplicate: The rules of Patient stand at test.yaml:17 already.'],
  ])('%s', (text, fault) => {
    expect(faultsOfMapping(`${maps}${text}\n`).join('\n')).toContain(fault)
  })
})
