/** Keys of references that are more than a column: constants, templates, coded columns, choices (MAPPING section 8). */
import { describe, expect, it } from 'vitest'
import { faultsOfMapping } from '../support/parse-mapping.js'
import { findsEach, keepsTheLaw, tryMapping } from '../support/trial.js'

const yaml = `
source: gp
codes: { desk: { map: { N: A/1, S: B/2 }, whenNull: A/1 } }
tables:
  visit: { key: [ID] }
  place: { key: [CODE] }
  unit: { key: [SITE, NO] }
---
map: visit
from: visit as v
Observation:
  status: final
  code: loinc|85354-9
  subject: { display: Somebody }
  performer:
    - { ref: place, key: '{v.SITE}/{v.NO}' }
    - { ref: place, key: { col: v.DESK, codes: desk } }
    - { ref: unit, key: [{ const: A }, v.NO] }
    - { ref: unit, key: [{ first: [v.OTHER, { if: v.DESK = 'S', then: v.SITE }] }, '9'] }
---
map: place
prefix: pl
from: place as p
Organization: { name: p.NAME }
---
map: unit
prefix: un
from: unit as u
Organization: { name: u.NAME }
`

const tables = {
  visit: {
    columns: { ID: 'INTEGER not null', SITE: 'VARCHAR(5)', NO: 'INTEGER', DESK: 'VARCHAR(1)', OTHER: 'VARCHAR(5)' },
    rows: [
      [1, 'A', 1, 'N', null],
      [2, 'B', 2, 'S', null],
      [3, null, 1, null, 'C'],
      [4, 'C', null, 'X', null],
      [5, 'A', 9, 'S', ' '],
    ],
  },
  place: {
    columns: { CODE: 'VARCHAR(8) not null', NAME: 'VARCHAR(20)' },
    rows: [
      ['A/1', 'North'],
      ['B/2', 'South'],
    ],
  },
  unit: {
    columns: { ROW_NO: 'INTEGER not null', SITE: 'VARCHAR(5) not null', NO: 'INTEGER not null', NAME: 'VARCHAR(20)' },
    rows: [
      [1, 'A', 1, 'First'],
      [2, 'A', 9, 'Ninth'],
      [3, 'B', 9, 'Bath'],
      [4, 'C', 9, 'Cork'],
    ],
  },
} as const

tryMapping('keys that are put together', { yaml, tables }, asked => {
  it('give a reference where every part has a value', async () => {
    const references = (await asked().all('Observation')).map(resource =>
      [(resource as unknown as Record<string, readonly { reference: string }[] | undefined>).performer ?? []]
        .flat()
        .map(({ reference }) => reference.replace('Organization/', '')),
    )
    expect(references).toEqual([
      ['pl-A..2F1', 'pl-A..2F1', 'un-A.1'],
      ['pl-B..2F2', 'pl-B..2F2', 'un-A.2', 'un-B.9'],
      ['pl-A..2F1', 'un-A.1', 'un-C.9'],
      [],
      ['pl-A..2F9', 'pl-B..2F2', 'un-A.9', 'un-A.9'],
    ])
  })
  findsEach(asked, [
    ['Observation?performer=pl-A..2F1', ['1', '3']],
    ['Observation?performer=Organization/pl-A..2F9', ['5']],
    ['Observation?performer=un-A.1', ['1', '3']],
    ['Observation?performer=un-A.9', ['5']],
    ['Observation?performer=un-B.9', ['2']],
    ['Observation?performer=un-C.9', ['3']],
    ['Observation?performer=un-C.1', []],
    ['Observation?performer:missing=true', ['4']],
  ])
  it('a template can be searched by id, and no chain goes through it', () => {
    expect(asked().engine.offers.get('Observation')?.parameters.get('performer')).toMatchObject({
      chainRefusal: expect.stringContaining('is put together (template)'),
    })
  })
  keepsTheLaw(asked)
})

const chained = yaml.replace(/ {4}- \{ ref: place, key: '\{v.*\n/, '')
tryMapping('keys of constants, codes and choices in chains', { yaml: chained, tables }, asked => {
  findsEach(asked, [
    ['Observation?performer:Organization.name=north', ['1', '3']],
    ['Observation?performer:Organization.name=south', ['2', '5']],
    ['Observation?performer:Organization.name=first', ['1', '3']],
    ['Observation?performer:Organization.name=ninth', ['5']],
    ['Observation?performer:Organization.name=bath', ['2']],
    ['Observation?performer:Organization.name=cork', ['3']],
  ])
  keepsTheLaw(asked)
})

const constant = `
source: gp
tables: { visit: { key: [ID] }, place: { key: [CODE], gone: CODE = 'B/2' } }
---
map: visit
from: visit as v
Patient:
  name[official]: { family: v.NAME }
  managingOrganization: { ref: place, key: { const: A/1 } }
---
map: place
from: place as p
Organization: { name: p.NAME }
`
tryMapping(
  'a key of a constant alone',
  {
    yaml: constant,
    tables: { visit: { columns: { ID: 'INTEGER not null', NAME: 'VARCHAR(9)' }, rows: [[1, 'Bell']] }, place: tables.place },
  },
  asked => {
    findsEach(asked, [
      ['Patient?organization=A..2F1', ['1']],
      ['Patient?organization=B..2F2', []],
      ['Patient?organization.name=north', ['1']],
      ['Patient?organization.name=south', []],
    ])
  },
)

describe('faults of keys', () => {
  const faults = (key: string): readonly string[] =>
    faultsOfMapping(
      `source: gp\ncodes: { desk: { map: { N: north } } }\ntables: { visit: { key: [ID], columns: { ID: { type: integer }, DESK: { type: string }, DAY: { type: date } } } }\n---\nmap: visit\nfrom: visit as v\nObservation:\n  status: final\n  code: loinc|1-8\n  subject: { display: x }\n  related: [{ target: { ref: visit, key: ${key} } }]\n`,
    )
      .filter(fault => fault.includes('error'))
      .map(fault => fault.replace(/^test.yaml:\d+:\d+ error /, ''))

  it.each([
    [
      "'x-{v.DESK}'",
      'map.reference-key: gp/visit is keyed by ID (integer); a template gives text. Reference by its key, or key its table by what you have.',
    ],
    [
      '{ const: 007 }',
      'map.reference-key: gp/visit is keyed by ID (integer); the constant is text. Reference by its key, or key its table by what you have.',
    ],
    [
      '{ col: v.DESK, codes: desk }',
      'map.reference-key: gp/visit is keyed by ID (integer); the code map gives text. Reference by its key, or key its table by what you have.',
    ],
    [
      '{ first: [v.ID, v.DESK] }',
      'map.reference-key: gp/visit is keyed by ID (integer); v.ID is integer, v.DESK is string. Reference by its key, or key its table by what you have.',
    ],
    [
      '{ first: [v.ID, { const: 7 }] }, live: true',
      'map.live-impossible: A live reference needs a key of columns, by which its row is joined. For a choice write first around live references.',
    ],
    ['{ ref: visit, key: v.ID }', 'map.type-clash: key is string and takes no reference.'],
  ])('%s', (key, fault) => {
    expect(faults(key)).toEqual([fault])
  })
})
