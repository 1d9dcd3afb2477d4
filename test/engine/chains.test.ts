/** Chains ask another map in the source: through lists, through themselves, and only over rows that are served (MAPPING, section 10). */
import { describe, expect, it, test } from 'vitest'
import { findAll, idsOf } from '../support/open-facade.js'
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
