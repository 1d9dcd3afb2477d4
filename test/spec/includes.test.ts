/** What is included is found by the key as it is stored, and is what a read would return. https://hl7.org/fhir/STU3/search.html#include */
import { expect, test } from 'vitest'
import { adapterNames, requestOptions, splitSearch } from '../support/open-facade.js'
import { openSpec, type SpecMapping } from '../support/spec.js'

type Asked = readonly [search: string, matches: readonly string[], included: readonly string[]]

/** On every adapter; ids alone, with their types where they are included. */
function includes(name: string, given: SpecMapping & { readonly searches: readonly Asked[] }): void {
  for (const adapter of adapterNames)
    test(`${name} (${adapter})`, async () => {
      const { engine, close } = await openSpec(given, 'Patient', adapter)
      try {
        for (const [search, matches, included] of given.searches) {
          const [type, query] = splitSearch(search)
          const page = await engine.search(type, query, requestOptions())
          const found = page.included.map(({ resourceType, id }) => `${resourceType}/${id}`)
          expect([page.resources.map(({ id }) => id), found], search).toEqual([matches, included])
          for (const resource of page.included) {
            const read = await engine.read(resource.resourceType, resource.id ?? '', requestOptions())
            expect(read.resource).toEqual(resource)
          }
        }
      } finally {
        await close()
      }
    })
}

const organization = `
  map: org
  from: org as o
  Organization:
    name: o.NAME`

includes('a key that is padded, and a reference to it that is not', {
  rows: `
    person | ORG
    1      | A1
    2      | 'A1  '
    3      | B2
    4      | X

    org: CHAR(6) | NAME
    A1           | Ash
    B2           | Birch`,
  facts: 'ORG: { trim: true }',
  map: 'managingOrganization: { ref: org, key: p.ORG }',
  moreMaps: organization,
  searches: [
    ['Patient?_include=Patient:organization', ['1', '2', '3', '4'], ['Organization/A1', 'Organization/B2']],
    ['Organization?_id=A1&_revinclude=Patient:organization', ['A1'], ['Patient/1', 'Patient/2']],
  ],
})

includes('numbers that are stored as text, in more than one way', {
  rows: `
    person | ORG
    1      | 7
    2      | 007
    3      | 8
    4      | x

    org: VARCHAR(6) | NAME
    0007            | Ash
    8               | Birch
    9               | Cedar`,
  facts: `
    ORG: { format: integer }
    org.org: { format: integer }`,
  map: 'managingOrganization: { ref: org, key: p.ORG }',
  moreMaps: organization,
  searches: [
    ['Patient?_include=Patient:organization', ['1', '2', '3', '4'], ['Organization/7', 'Organization/8']],
    ['Organization?_id=7&_revinclude=Patient:organization', ['7'], ['Patient/1', 'Patient/2']],
  ],
})

includes('a key that is written with signs that no id may have', {
  rows: `
    person | ORG
    1      | a/b c
    2      | é

    org: VARCHAR(6) | NAME
    a/b c           | Ash
    é               | Birch`,
  map: 'managingOrganization: { ref: org, key: p.ORG }',
  moreMaps: organization,
  searches: [
    ['Patient?_include=Patient:organization', ['1', '2'], ['Organization/..C3..A9', 'Organization/a..2Fb..20c']],
    ['Organization?_id=a..2Fb..20c&_revinclude=Patient:organization', ['a..2Fb..20c'], ['Patient/1']],
  ],
})

includes('of a row in several versions, the latest alone', {
  rows: `
    person | ORG: INTEGER
    1      | 1
    2      | 2

    org: INTEGER | NO: INTEGER | VERSION: INTEGER | NAME  | GONE
    1            | 1           | 1                | Old   |
    2            | 1           | 2                | New   |
    3            | 2           | 1                | Was   |
    4            | 2           | 2                | Is no | Y`,
  table: `
    org.key: [NO]
    org.latest: VERSION
    org.gone: GONE = 'Y'`,
  map: 'managingOrganization: { ref: org, key: p.ORG }',
  moreMaps: organization,
  searches: [
    ['Patient?_include=Patient:organization', ['1', '2'], ['Organization/1']],
    ['Patient?_id=2&_include=Patient:organization', ['2'], []],
  ],
})

includes('references in child rows, behind conditions and as the first that has a value', {
  rows: `
    person | KIND | ORG: INTEGER | OTHER: INTEGER
    1      | a    | 1            | 2
    2      | b    | 1            | 2
    3      | a    |              | 3

    org: INTEGER | NAME
    1            | Ash
    2            | Birch
    3            | Cedar
    4            | Elm

    tie: INTEGER | PERSON: INTEGER | OTHER: INTEGER
    1            | 1               | 3
    2            | 1               | 2
    3            | 3               | 2`,
  relations: `
    lists:
      t: { table: tie, match: t.PERSON = p.person }`,
  map: `
    managingOrganization: { first: [{ ref: org, key: p.ORG }, { ref: org, key: p.OTHER }] }
    generalPractitioner:
      - { if: p.KIND = 'b', then: { ref: org, key: p.OTHER } }
    link: { for: t, other: { ref: person, key: t.OTHER }, type: seealso }`,
  moreMaps: organization,
  searches: [
    ['Patient?_id=1&_include=Patient:organization', ['1'], ['Organization/1']],
    ['Patient?_id=3&_include=Patient:organization', ['3'], ['Organization/3']],
    ['Patient?_include=Patient:general-practitioner', ['1', '2', '3'], ['Organization/2']],
    ['Patient?_id=1&_include=Patient:link', ['1'], ['Patient/2', 'Patient/3']],
    ['Patient?_id=2,3&_revinclude=Patient:link', ['2', '3'], ['Patient/1']],
    ['Organization?_id=2&_revinclude=Patient:general-practitioner', ['2'], ['Patient/2']],
    ['Organization?_id=2&_revinclude=Patient:organization', ['2'], []],
    ['Organization?_id=1,3&_revinclude=Patient:*', ['1', '3'], ['Patient/1', 'Patient/2', 'Patient/3']],
  ],
})
