/** Code maps from a ConceptMap (MAPPING section 6). */
import { describe, expect, it } from 'vitest'
import { faultsOfMapping } from '../support/parse-mapping.js'
import { findsEach, tryMapping } from '../support/trial.js'

const yaml = `
source: gp
codes:
  marital: { conceptMap: marital.json, otherwise: omit }
tables:
  person: { key: [ID] }
---
map: patient
from: person as p
Patient:
  name[official]: { family: p.SURNAME }
  maritalStatus: { col: p.MARITAL, codes: marital }
`
const marital = 'http://hl7.org/fhir/v3/MaritalStatus'
const conceptMap = (elements: readonly object[], more: object = {}) =>
  JSON.stringify({
    resourceType: 'ConceptMap',
    group: [{ source: 'http://example.org/marital', target: marital, element: elements, ...more }],
  })
const elements = [
  { code: '1', target: [{ code: 'M', display: 'Married', equivalence: 'equal' }] },
  {
    code: '2',
    target: [
      { code: 'S', equivalence: 'wider' },
      { code: 'D', equivalence: 'disjoint' },
    ],
  },
  { code: '3', target: [{ code: 'W', equivalence: 'unmatched' }] },
  { code: '4' },
  { code: '5', target: [{ code: 'M', equivalence: 'narrower' }] },
]
const person = {
  columns: { ID: 'INTEGER not null', SURNAME: 'VARCHAR(20)', MARITAL: 'VARCHAR(2)' },
  rows: [1, 2, 3, 4, 5, 6].map(id => [id, 'Bell', id === 6 ? null : String(id)] as const),
}

tryMapping(
  'a ConceptMap',
  {
    yaml,
    tables: { person },
    files: { 'marital.json': conceptMap(elements, { unmapped: { mode: 'provided' } }) },
  },
  asked => {
    it('translates codes, and leaves out targets that are another thing', async () => {
      const served = await asked().all('Patient')
      const codes = served.map(patient => JSON.stringify(patient).match(/"code":"(.)"/)?.[1])
      expect(codes).toEqual(['M', 'S', undefined, undefined, 'M', undefined])
      expect(served[0]).toMatchObject({ maritalStatus: { coding: [{ system: marital, code: 'M', display: 'Married' }] } })
    })
    findsEach(asked, [['Patient?_id=1,2,3', ['1', '2', '3']]])
  },
)

const coded = `
source: gp
codes:
  code: { conceptMap: maps/codes.json }
tables:
  event: { key: [ID] }
---
map: event
from: event as e
Observation:
  status: final
  code: { col: e.CODE, codes: code }
  subject: { display: Somebody }
`
const event = {
  columns: { ID: 'INTEGER not null', CODE: 'VARCHAR(5)' },
  rows: [
    [1, 'A'],
    [2, 'B'],
    [3, 'C'],
    [4, null],
  ],
} as const
const codes = conceptMap([
  { code: 'A', target: [{ code: '8867-4', equivalence: 'equivalent' }] },
  { code: 'B', target: [{ code: '8867-4', equivalence: 'equivalent' }] },
  { code: 'C', target: [{ code: '8310-5', equivalence: 'unmatched' }] },
])

tryMapping('a ConceptMap in a search', { yaml: coded, tables: { event }, files: { 'maps/codes.json': codes } }, asked => {
  findsEach(asked, [
    ['Observation', ['1', '2']],
    ['Observation?code=8867-4', ['1', '2']],
    [`Observation?code=${marital}|8867-4`, ['1', '2']],
    ['Observation?code=8310-5', []],
    ['Observation?code=A', []],
  ])
})

describe('faults of a ConceptMap', () => {
  const faults = (file: string, text = coded) => faultsOfMapping(text, { 'maps/codes.json': file })
  it.each([
    [
      'no JSON',
      '{',
      'maps/codes.json:1:1 error map.concept-map-invalid: This is no JSON. A ConceptMap is read in the JSON format of STU3.',
    ],
    [
      'another resource',
      '{"resourceType":"ValueSet"}',
      'maps/codes.json:1:1 error map.concept-map-invalid: This is no ConceptMap: resourceType says otherwise.',
    ],
    [
      'two targets',
      conceptMap([{ code: 'A', target: [{ code: 'x' }, { code: 'y' }] }]),
      'maps/codes.json:1:145 error map.concept-map-invalid: A has 2 targets. One legacy value has one code: keep one, or make the others unmatched.',
    ],
    [
      'a code twice',
      conceptMap([
        { code: 'A', target: [{ code: 'x' }] },
        { code: 'A', target: [{ code: 'y' }] },
      ]),
      'maps/codes.json:1:182 error map.code-duplicate: A has a code already. One legacy value has one code.',
    ],
    [
      'what is unmapped',
      conceptMap([], { unmapped: { mode: 'fixed', code: 'x' } }),
      'maps/codes.json:1:1 error map.concept-map-invalid: unmapped is not read from a ConceptMap. Write otherwise: in the code map, for instance otherwise: omit.',
    ],
  ])('%s', (_, file, fault) => {
    expect(faults(file)).toContain(fault)
  })
  it('no file', () => {
    expect(faultsOfMapping(coded)).toContain(
      'test.yaml:4:23 error map.concept-map-unreadable: maps/codes.json can not be read. It is looked for beside this file.',
    )
  })
})
