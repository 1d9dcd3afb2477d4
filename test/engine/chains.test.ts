/** Chains ask another map in the source: through lists, through themselves, and only over rows that are served (MAPPING, section 10). */
import { describe, expect, it, test } from 'vitest'
import type { Adapter, SourceQuery } from '../../src/spi/index.js'
import { findAll, idsOf, requestOptions } from '../support/open-facade.js'
import { openTables } from './open-tables.js'

const mapping = `source: s
systems: { local: http://example.org/local }
tables:
  orgs:
    key: [orgs]
    gone: GONE = 'Y'
  people:
    key: [people]
  links:
    key: [links]
    gone: GONE = 'Y'
  names:
    key: [names]
---
map: orgs
from: orgs as o
joins:
  n: { table: names, match: n.names = o.NAME }
lists:
  l: { table: links, match: l.ORG = o.orgs }
Organization:
  identifier[odsOrganisationCode]: { value: n.TEXT }
  name: n.TEXT
  telecom: { for: l, system: phone, value: l.PHONE }
  partOf: { ref: orgs, key: o.PARENT }
---
map: people
from: people as o
lists:
  l: { table: links, match: l.PERSON = o.people }
Patient:
  name[official]: { family: o.FAMILY }
  managingOrganization: { ref: orgs, key: o.ORG }
  link: { for: l, other: { ref: people, key: l.OTHER }, type: seealso }
`
const rows = `
  orgs | NAME: integer | PARENT: integer | GONE
  1    | 1             |                 |
  2    | 2             | 1               |
  3    | 3             | 2               |
  4    | 2             | 1               | Y
  5    | 9             | 4               |

  people | FAMILY | ORG: integer
  1      | Ash    | 3
  2      | Birch  | 2
  3      | Cedar  | 4
  4      | Elm    |
  5      | Fir    | 1

  links | ORG: integer | PERSON: integer | OTHER: integer | PHONE | GONE
  1     | 2            | 5               | 1              | 111   |
  2     | 1            | 5               | 2              | 222   |
  3     | 2            | 4               | 1              | 333   | Y
  4     | 3            | 2               | 99             | 111   |

  names | TEXT
  1     | Trust
  2     | Site
  3     | Ward`

describe('a chain', () => {
  test.each([
    ['Patient?organization.name=ward', ['1']],
    ['Patient?organization.name=site', ['2']],
    ['Patient?organization.name:missing=false', ['1', '2', '5']],
    ['Patient?organization.partof=2', ['1']],
    ['Organization?partof.name=trust', ['2']],
    ['Patient?organization.name=ward,site', ['1', '2']],
    ['Patient?organization.partof.name=site', ['1']],
    ['Patient?organization.partof.partof.name=trust', ['1']],
    ['Patient?organization.partof.partof.partof:missing=true', ['1']],
    ['Patient?link.organization.partof.name=site', ['5']],
  ])('%s finds %j', async (search, finds) => {
    const { engine } = await openTables({ mapping, rows })
    expect(idsOf(await findAll(engine, search))).toEqual(finds)
  })

  it('through a list stands inside its rows, and the list of its target has another name', async () => {
    const { engine } = await openTables({ mapping, rows })
    expect(idsOf(await findAll(engine, 'Patient?link.family=ash'))).toEqual(['5'])
    expect(idsOf(await findAll(engine, 'Patient?link.organization=3'))).toEqual(['5'])
    expect(idsOf(await findAll(engine, 'Patient?link.link=1'))).toEqual([])
    expect(idsOf(await findAll(engine, 'Patient?link:missing=false'))).toEqual(['2', '5'])
  })
})

/** `_has` is true of the resources to which those refer that the inner search finds. STU3 search.html#has */
describe('_has', () => {
  test.each([
    ['Organization?_has:Patient:organization:family=ash', ['3']],
    ['Organization?_has:Patient:organization:family=ash,fir', ['1', '3']],
    ['Organization?_has:Patient:organization:family:missing=false', ['1', '2', '3']],
    // 3 and 5 refer to what is gone, or gone itself is what refers.
    ['Organization?_has:Organization:partof:name=site', ['1']],
    ['Organization?_has:Organization:partof:name:missing=true', []],
    ['Organization?_has:Organization:partof:_id=5', []],
    ['Organization?_has:Organization:partof:_has:Organization:partof:name=ward', ['1']],
    ['Organization?_has:Organization:partof:_has:Patient:organization:family=ash', ['2']],
    ['Patient?organization._has:Organization:partof:name=ward', ['2']],
    ['Organization?_has:Patient:organization:organization.name=ward', ['3']],
    ['Organization?name=ward&_has:Patient:organization:family=fir', []],
    ['Organization?_has:Patient:organization:family=ash&_has:Patient:organization:family=fir', []],
  ])('%s finds %j', async (search, finds) => {
    const { engine } = await openTables({ mapping, rows })
    expect(idsOf(await findAll(engine, search))).toEqual(finds)
  })

  it('looks through the lists of what refers, by rows that are served', async () => {
    const { engine } = await openTables({ mapping, rows })
    expect(idsOf(await findAll(engine, 'Patient?_has:Patient:link:family=fir'))).toEqual(['1', '2'])
    expect(idsOf(await findAll(engine, 'Patient?_has:Patient:link:family=elm'))).toEqual([])
    expect(idsOf(await findAll(engine, 'Patient?_has:Patient:link:_has:Patient:link:family=fir'))).toEqual([])
    expect(idsOf(await findAll(engine, 'Patient?_has:Patient:link:organization.name=trust&family=birch'))).toEqual(['2'])
  })

  it('is one question to the source, and no other way of asking it', async () => {
    const asked: SourceQuery[] = []
    const { engine } = await openTables({ mapping, rows, wrap: adapter => recording(adapter, asked) })
    await findAll(engine, 'Organization?_has:Patient:organization:family=ash')
    expect(asked.filter(({ from }) => from.entity === 'orgs')).toHaveLength(1)
    expect(asked.filter(({ from }) => from.entity === 'people')).toEqual([])
  })

  it('stands in the self link as it was asked', async () => {
    const { engine } = await openTables({ mapping, rows })
    const query = 'organization._has:Organization:partof:name=ward'
    expect((await engine.search('Patient', query, requestOptions())).self).toBe(query)
  })
})

describe('what is asked of others is bounded', () => {
  const steps = (count: number): string => `Organization?${'partof.'.repeat(count)}name=trust`

  it('in references that follow each other', async () => {
    const { engine } = await openTables({ mapping, rows, limits: { maxChainSteps: 2 } })
    expect(idsOf(await findAll(engine, steps(2)))).toEqual(['3'])
    await expect(engine.search('Organization', steps(3).slice(13), requestOptions())).rejects.toMatchObject({
      faults: [{ code: 'search.chain-unsupported', text: expect.stringContaining('more than 2 references') }],
    })
  })

  it('in the ways that several maps make of it', async () => {
    const maps = Array.from(
      { length: 6 },
      (_, at) => `---
map: m${at}
prefix: m${at}
from: people as p
Patient:
  name[official]: { family: p.FAMILY }
  link:
${Array.from({ length: 6 }, (_, to) => `    - { other: { ref: m${to}, key: p.ORG }, type: seealso }`).join('\n')}
`,
    )
    const { engine } = await openTables({ mapping: `source: s\ntables:\n  people: { key: [people] }\n${maps.join('')}`, rows })
    await expect(findAll(engine, `Patient?${'link.'.repeat(5)}family=ash`)).rejects.toMatchObject({
      code: 'search.chain-unsupported',
      message: expect.stringContaining('too many maps'),
    })
    expect(idsOf(await findAll(engine, 'Patient?link.family=cedar&_count=1000')).length).toBe(6)
  })
})

describe('a reference that is written as text', () => {
  const open = (reference: string) =>
    openTables({
      mapping: `source: s
tables:
  orgs: { key: [orgs] }
  people: { key: [people] }
---
map: orgs
from: orgs as o
Organization: { name: '{o.NAME}' }
---
map: people
from: people as p
Patient:
  name[official]: { family: p.FAMILY }
  managingOrganization: { ref: orgs, key: p.ORG }
---
map: visitors
prefix: v
from: people as p
Patient:
  name[official]: { family: p.FAMILY }
  managingOrganization: { reference: ${reference} }
`,
      rows,
    })

  it('leads where nobody can say: a chain over it is refused, from either end, and its own search works', async () => {
    const { engine } = await open("'Organization/{p.ORG}'")
    for (const search of ['Patient?organization._id=1', 'Organization?_has:Patient:organization:family=ash'])
      await expect(findAll(engine, search), search).rejects.toMatchObject({
        code: 'search.chain-unsupported',
        message: expect.stringContaining('as text'),
      })
    expect(idsOf(await findAll(engine, 'Patient?organization=3'))).toEqual(['1', 'v-1'])
  })

  it('leads to none of ours when it is the address of another server', async () => {
    const { engine } = await open('https://elsewhere.example/Organization/1')
    expect(idsOf(await findAll(engine, 'Patient?organization._id=1'))).toEqual(['5'])
  })
})

function recording(adapter: Adapter, asked: SourceQuery[]): Adapter {
  return {
    ...adapter,
    capabilities: entity => adapter.capabilities(entity),
    read: (query, options) => {
      asked.push(query)
      return adapter.read(query, options)
    },
    health: options => adapter.health(options),
    close: () => adapter.close(),
  }
}
