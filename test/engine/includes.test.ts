/** `_include` and `_revinclude`: what comes with the matches, in how many statements, and what never does (STU3 search.html#include). */
import { describe, expect, it, test } from 'vitest'
import { buildBundle } from '../../src/engine/build-bundle.js'
import type { SearchPage } from '../../src/engine/engine.js'
import type { EngineLimits } from '../../src/engine/engine-setup.js'
import { type Adapter, AdapterError, type EntityCapabilities } from '../../src/spi/index.js'
import { idsOf, pagesOf, requestOptions, splitSearch } from '../support/open-facade.js'
import { type Opened, openSources, openTables } from './open-tables.js'
import { narrowed, recording, type SentQueries } from './weak-source.js'

const mapping = `source: s
tables:
  orgs:
    key: [orgs]
    gone: GONE = 'Y'
  people:
    key: [people]
    where: TEST is null
  cases:
    key: [cases]
    id: [PERSON, NO]
  staff:
    key: [staff]
  links:
    key: [links]
---
map: orgs
from: orgs as o
Organization:
  identifier[odsOrganisationCode]: { value: o.CODE }
  name: o.NAME
  partOf: { ref: orgs, key: o.PARENT }
---
map: people
prefix: a
from: people as p
lists:
  l: { table: links, match: l.PERSON = p.people }
Patient:
  name[official]: { family: p.FAMILY }
  managingOrganization: { ref: orgs, key: p.ORG }
  generalPractitioner:
    - { ref: orgs, key: p.ORG }
    - { ref: staff, key: p.GP }
  link: { for: l, other: { ref: people, key: l.OTHER }, type: seealso }
---
map: cases
prefix: c
from: cases as c
Patient:
  name[official]: { family: c.FAMILY }
  managingOrganization: { ref: orgs, key: c.ORG }
  link:
    - { other: { ref: cases, key: [c.PERSON, c.OTHER] }, type: seealso }
---
map: staff
from: staff as s
Practitioner:
  identifier[sdsUserID]: { value: s.SDS }
  name: { family: s.FAMILY }
`
const rows = `
  orgs | CODE | NAME    | PARENT: integer | GONE
  1    | A    | Trust   |                 |
  2    | B    | Site    | 1               |
  3    | C    | Ward    | 2               |
  4    | D    | Closed  | 1               | Y
  5    | E    | Left    | 6               |
  6    | F    | Right   | 5               |

  people | FAMILY | ORG: integer | GP: integer | TEST
  1      | Ash    | 3            | 10          |
  2      | Birch  | 2            | 10          |
  3      | Cedar  | 4            | 11          |
  4      | Elm    | 99           |             |
  5      | Fir    | 3            |             |
  6      | Gorse  | 1            |             | Y
  7      |        | 1            |             |

  cases | PERSON: integer | NO: integer | FAMILY | ORG: integer | OTHER: integer
  1     | 8               | 1           | Hazel  | 2            | 2
  2     | 8               | 2           | Ivy    | 5            | 1

  staff | SDS | FAMILY
  10    | 100 | Oak
  11    | 101 | Holly
  12    | 102 | Pine

  links | PERSON: integer | OTHER: integer
  1     | 1               | 2
  2     | 1               | 5
  3     | 2               | 1
  4     | 5               | 6
  5     | 3               | 7`

const search = async ({ engine }: Opened, text: string): Promise<SearchPage> => {
  const [type, query] = splitSearch(text)
  return engine.search(type, query, requestOptions())
}
const includedIn = ({ included }: SearchPage): string =>
  included.map(({ resourceType, id }) => `${resourceType.slice(0, 4)}/${id}`).join(' ')

/** What each search finds, and what comes with it. */
const searches: readonly (readonly [search: string, finds: string, includes: string])[] = [
  ['Patient?_id=a-1&_include=Patient:organization', 'a-1', 'Orga/3'],
  // One resource once, whoever refers to it.
  ['Patient?_id=a-1,a-5&_include=Patient:organization', 'a-1 a-5', 'Orga/3'],
  // Of two maps of one type, and by a key of two columns.
  ['Patient?_include=Patient:organization', 'a-1 a-2 a-3 a-4 a-5 c-8.1 c-8.2', 'Orga/2 Orga/3 Orga/5'],
  ['Patient?_id=c-8.1&_include=Patient:link', 'c-8.1', 'Pati/c-8.2'],
  // Of two types at once, or of the one that is asked for.
  ['Patient?_id=a-1&_include=Patient:general-practitioner', 'a-1', 'Orga/3 Prac/10'],
  ['Patient?_id=a-1&_include=Patient:general-practitioner:Practitioner', 'a-1', 'Prac/10'],
  ['Patient?_id=a-1&_include=*', 'a-1', 'Orga/3 Pati/a-2 Pati/a-5 Prac/10'],
  ['Patient?_id=a-1&_include=Patient:*:Patient', 'a-1', 'Pati/a-2 Pati/a-5'],
  ['Patient?_id=a-1&_include=Patient:link&_include=Patient:organization', 'a-1', 'Orga/3 Pati/a-2 Pati/a-5'],
  // Deleted, not there, not served by its map, or without what its profile requires: as a read would have it.
  ['Patient?_id=a-3&_include=Patient:organization', 'a-3', ''],
  ['Patient?_id=a-4&_include=Patient:organization', 'a-4', ''],
  ['Patient?_id=a-5&_include=Patient:link', 'a-5', ''],
  ['Patient?_id=a-3&_include=Patient:link', 'a-3', ''],
  // A match is not included too.
  ['Patient?_id=a-1,a-2&_include=Patient:link', 'a-1 a-2', 'Pati/a-5'],
  // Nothing goes on by itself.
  ['Patient?_id=a-1&_include=Patient:organization&_include:recurse=Organization:partof', 'a-1', 'Orga/1 Orga/2 Orga/3'],
  ['Organization?_id=3&_include=Organization:partof', '3', 'Orga/2'],
  ['Organization?_id=3&_include:recurse=Organization:partof', '3', 'Orga/1 Orga/2'],
  // Round in a circle.
  ['Organization?_id=5&_include:recurse=Organization:partof', '5', 'Orga/6'],
  ['Patient?_id=a-1&_include:recurse=Patient:link', 'a-1', 'Pati/a-2 Pati/a-5'],
  // What refers.
  ['Organization?_id=3&_revinclude=Patient:organization', '3', 'Pati/a-1 Pati/a-5'],
  ['Organization?_id=2,3&_revinclude=Patient:organization', '2 3', 'Pati/a-1 Pati/a-2 Pati/a-5 Pati/c-8.1'],
  ['Organization?_id=1&_revinclude=Patient:organization', '1', ''],
  ['Organization?_id=3&_revinclude=Patient:general-practitioner', '3', 'Pati/a-1 Pati/a-5'],
  ['Practitioner?_id=10&_revinclude=Patient:*', '10', 'Pati/a-1 Pati/a-2'],
  ['Patient?_id=a-2&_revinclude=Patient:link', 'a-2', 'Pati/a-1'],
  ['Patient?_id=c-8.1&_revinclude=Patient:link', 'c-8.1', 'Pati/c-8.2'],
  ['Organization?_id=1&_revinclude:recurse=Organization:partof', '1', 'Orga/2 Orga/3'],
  [
    'Organization?_id=1&_revinclude:recurse=Organization:partof&_revinclude:recurse=Patient:organization',
    '1',
    'Orga/2 Orga/3 Pati/a-1 Pati/a-2 Pati/a-5 Pati/c-8.1',
  ],
  [
    'Organization?_id=3&_revinclude=Patient:organization&_include:recurse=Patient:general-practitioner:Practitioner',
    '3',
    'Pati/a-1 Pati/a-5 Prac/10',
  ],
  ['Patient?_id=a-99&_include=Patient:organization&_revinclude=Patient:link', '', ''],
]

describe('a page holds beside its matches what is asked for, each once, by type and id', () => {
  test.each(searches)('%s', async (text, finds, includes) => {
    const page = await search(await openTables({ mapping, rows }), text)
    expect([idsOf(page.resources).join(' '), includedIn(page)]).toEqual([finds, includes])
    expect(page.total).toBe(page.resources.length)
  })

  it('as what it is', async () => {
    const page = await search(await openTables({ mapping, rows }), 'Patient?_id=a-1,a-2&_include=Patient:organization')
    const { entry, link } = buildBundle(page, 'http://x/STU3')
    expect(entry?.map(({ fullUrl, search: told }) => [fullUrl, told?.mode])).toEqual([
      ['http://x/STU3/Patient/a-1', 'match'],
      ['http://x/STU3/Patient/a-2', 'match'],
      ['http://x/STU3/Organization/2', 'include'],
      ['http://x/STU3/Organization/3', 'include'],
    ])
    expect(link).toEqual([{ relation: 'self', url: 'http://x/STU3/Patient?_id=a-1,a-2&_include=Patient:organization' }])
  })

  it('and each of its pages by itself', async () => {
    const { engine } = await openTables({ mapping, rows })
    const pages = await pagesOf(engine, 'Patient?_include=Patient:organization&_count=2')
    expect(pages.map(page => [idsOf(page.resources).join(' '), includedIn(page)])).toEqual([
      ['a-1 a-2', 'Orga/2 Orga/3'],
      ['a-3 a-4', ''],
      ['a-5 c-8.1', 'Orga/2 Orga/3'],
      ['c-8.2', 'Orga/5'],
    ])
    expect(pages.map(({ total }) => total)).toEqual([7, 7, 7, 7])
  })

  it('in any order of the matches', async () => {
    const facade = await openTables({ mapping, rows })
    const page = await search(facade, 'Organization?_revinclude=Patient:organization&_count=2')
    expect(includedIn(page)).toBe('Pati/a-2 Pati/c-8.1')
    expect((await search(facade, 'Organization?_revinclude=Patient:organization&_count=0')).included).toEqual([])
  })

  it('a row that can not be served is told of, as in any search', async () => {
    const facade = await openTables({ mapping, rows })
    const { outcomes } = await search(facade, 'Patient?_id=a-3&_include=Patient:link')
    const text = expect.stringMatching(/^A row of s\/people \([\w-]+\) is not served/)
    expect(outcomes).toEqual([{ severity: 'warning', code: 'incomplete', text }])
  })
})

// ── Bounds ──────────────────────────────────────────────────────────────────────────────────────────────────────────

describe('a bound is told when it is reached', () => {
  const atMost = (count: number) =>
    `A page includes ${count} resources at most, and there are more. Ask for fewer matches with _count.`
  const steps = (count: number) => `:recurse follows ${count} references one after the other; what lies beyond is not included.`
  test.each<[search: string, limits: Partial<EngineLimits>, includes: string, told: readonly string[]]>([
    ['Patient?_id=a-1&_include=*', { maxIncludes: 4 }, 'Orga/3 Pati/a-2 Pati/a-5 Prac/10', []],
    ['Patient?_id=a-1&_include=Patient:link', { maxIncludes: 1 }, 'Pati/a-2', [atMost(1)]],
    ['Organization?_id=2,3&_revinclude=Patient:organization', { maxIncludes: 3 }, 'Pati/a-1 Pati/a-2 Pati/a-5', [atMost(3)]],
    ['Organization?_id=2,3&_revinclude=Patient:organization', { maxIncludes: 4 }, 'Pati/a-1 Pati/a-2 Pati/a-5 Pati/c-8.1', []],
    // What is found again, as a match or as included before, takes no place.
    ['Patient?_id=a-1,a-2,a-5&_revinclude:recurse=Patient:link', { maxIncludes: 1 }, '', []],
    ['Organization?_id=3&_include:recurse=Organization:partof', { maxIncludes: 2 }, 'Orga/1 Orga/2', []],
    ['Organization?_id=3&_include:recurse=Organization:partof', { maxIncludes: 1 }, 'Orga/2', [atMost(1)]],
    ['Organization?_id=3&_include:recurse=Organization:partof', { maxIncludeDepth: 1 }, 'Orga/2', [steps(1)]],
    ['Organization?_id=3&_include:recurse=Organization:partof', { maxIncludeDepth: 2 }, 'Orga/1 Orga/2', []],
    ['Organization?_id=5&_include:recurse=Organization:partof', { maxIncludeDepth: 1 }, 'Orga/6', []],
  ])('%s with %j', async (text, limits, includes, told) => {
    const page = await search(await openTables({ mapping, rows, limits }), text)
    expect([includedIn(page), page.outcomes.map(outcome => outcome.text)]).toEqual([includes, told])
  })
})

// ── What is sent ────────────────────────────────────────────────────────────────────────────────────────────────────

const family = Array.from(
  { length: 50 },
  (_, index) => `  ${index + 1} | A${index} | ${index + 101} | ${index % 2 === 0 ? 10 : 12} |`,
)
const offices = Array.from(
  { length: 50 },
  (_, index) => `  ${index + 101} | X${index} | Office | ${index % 5 === 0 ? '' : index + 100} |`,
)
const crowd = [
  ['orgs | CODE | NAME | PARENT: integer | GONE', ...offices].join('\n'),
  ['people | FAMILY | ORG: integer | GP: integer | TEST', ...family].join('\n'),
  'cases | PERSON: integer | NO: integer | FAMILY | ORG: integer | OTHER: integer',
  'staff | SDS | FAMILY\n10 | 100 | Oak\n12 | 102 | Pine',
  'links | PERSON: integer | OTHER: integer',
].join('\n\n')

describe('a page of fifty', () => {
  async function readsOf(text: string, less: Partial<EntityCapabilities> = {}) {
    const sent: SentQueries = { reads: [], counts: [] }
    const wrap = (adapter: Adapter) => recording(narrowed(adapter, less), sent)
    const page = await search(await openTables({ mapping, rows: crowd, wrap }), `${text}&_count=50`)
    return { page, reads: sent.reads, asked: sent.reads.map(({ from }) => from.entity).sort() }
  }

  test.each<[query: string, more: readonly string[], included: number]>([
    ['', [], 0],
    ['&_include=Patient:organization', ['orgs'], 50],
    ['&_include=Patient:general-practitioner:Practitioner', ['staff'], 2],
    // Two parameters that lead to one map, and one that leads to two.
    ['&_include=Patient:organization&_include=Patient:general-practitioner', ['orgs', 'staff'], 52],
    ['&_include=*', ['orgs', 'staff'], 52],
    // Each step asks once: four go on to the one before.
    ['&_include=Patient:organization&_include:recurse=Organization:partof', ['orgs'], 50],
    // These ids are of one map, and the other refers to its own alone.
    ['&_revinclude=Patient:link', ['people'], 0],
    ['&_revinclude=Patient:link&_include=Patient:organization', ['people', 'orgs'], 50],
  ])('Patient?%s asks %j besides', async (query, more, included) => {
    const { page, asked } = await readsOf(`Patient?family=A${query}`)
    expect([page.resources.length, page.included.length]).toEqual([50, included])
    expect(asked).toEqual(['people', 'cases', 'links', ...more].sort())
  })

  it('asks for their keys in one list, from which the database can seek', async () => {
    const { reads } = await readsOf('Patient?family=A&_include=Patient:organization')
    const asked = reads.find(({ from }) => from.entity === 'orgs')
    const keys =
      asked?.where?.op === 'in' ? [asked.where] : asked?.where?.op === 'and' ? asked.where.of.filter(({ op }) => op === 'in') : []
    expect(keys).toMatchObject([{ field: { name: 'orgs' }, values: { length: 50 } }])
  })

  it('asks more often where a source takes short lists only', async () => {
    const { page, asked } = await readsOf('Patient?family=A&_include=Patient:organization', { maxInList: 20 })
    expect(page.included.length).toBe(50)
    expect(asked.filter(entity => entity === 'orgs')).toHaveLength(3)
  })
})

describe.each<[name: string, less: Partial<EntityCapabilities>]>([
  ['takes short lists', { maxInList: 1 }],
  ['takes few parameters', { maxParameters: 66 }],
  ['knows no or', { logic: ['not', 'exists', 'join', 'compareFields', 'inTuples'] }],
  ['knows no tuples', { logic: ['or', 'not', 'exists', 'join', 'compareFields'] }],
  ['knows no lists', { filters: { '*': ['eq', 'lt', 'le', 'gt', 'ge'] } }],
  ['does nothing but join', { logic: ['join'], filters: {}, foldings: [], seek: false, limit: false, count: false }],
])('a source that %s', (_, less) => {
  it('gives the same', async () => {
    const facade = await openTables({ mapping, rows, wrap: adapter => narrowed(adapter, less) })
    for (const [text, finds, includes] of searches) {
      const page = await search(facade, text)
      expect([idsOf(page.resources).join(' '), includedIn(page)], text).toEqual([finds, includes])
    }
  })
})

// ── Several sources ─────────────────────────────────────────────────────────────────────────────────────────────────

describe('what is referred to in another source', () => {
  const wards = `source: pas
tables:
  wards: { key: [wards] }
---
map: wards
prefix: w
from: wards as w
Organization:
  identifier[odsOrganisationCode]: { value: w.CODE }
  name: w.NAME
`
  const patients = `source: gp
tables:
  people: { key: [people] }
---
map: people
from: people as p
Patient:
  name[official]: { family: p.FAMILY }
  managingOrganization: { ref: pas/wards, key: p.WARD }
`
  const given = (wrap: (adapter: Adapter) => Adapter) => [
    { mapping: patients, rows: 'people | FAMILY | WARD: integer\n1 | Ash | 7\n2 | Birch | 8' },
    { mapping: wards, rows: 'wards | CODE | NAME\n7 | A | Seven\n8 | B | Eight', wrap },
  ]
  const broken = (adapter: Adapter): Adapter => ({
    ...adapter,
    read() {
      throw new AdapterError('unavailable', 'The words of a driver.')
    },
  })

  it('is included by its key', async () => {
    const facade = await openSources(given(adapter => adapter))
    expect(includedIn(await search(facade, 'Patient?_include=Patient:organization'))).toBe('Orga/w-7 Orga/w-8')
    expect(includedIn(await search(facade, 'Organization?_id=w-7&_revinclude=Patient:organization'))).toBe('Pati/1')
  })

  it('is missing when that source is, which is told, and the matches are there', async () => {
    const page = await search(await openSources(given(broken)), 'Patient?_include=Patient:organization')
    expect([idsOf(page.resources), page.included]).toEqual([['1', '2'], []])
    expect(page.outcomes).toMatchObject([
      { code: 'transient', text: expect.stringMatching(/^The source pas can not be reached/) },
    ])
  })
})
