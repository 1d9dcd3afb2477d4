/** A search of what belongs to one resource: `Patient/17/Observation`. https://hl7.org/fhir/STU3/compartmentdefinition.html */
import { describe, expect, it, test } from 'vitest'
import type { Engine } from '../../src/engine/engine.js'
import { idsOf, requestOptions } from '../support/open-facade.js'
import { openTables } from './open-tables.js'

const mapping = `source: s
tables:
  people: { key: [people] }
  visits: { key: [visits], gone: GONE = 'Y' }
  links: { key: [links] }
  wards: { key: [wards] }
---
map: people
from: people as p
lists:
  l: { table: links, match: l.PERSON = p.people }
Patient:
  name[official]: { family: p.FAMILY }
  managingOrganization: { ref: wards, key: p.WARD }
  link: { for: l, other: { ref: people, key: l.OTHER }, type: seealso }
---
map: wards
from: wards as w
Organization:
  name: w.NAME
---
map: visits
from: visits as v
Procedure:
  status: completed
  subject: { ref: people, key: v.PERSON }
  performer: { actor: { ref: people, key: v.BY } }
---
rules: Procedure
require_any: [[patient]]
`
const rows = `
  people | FAMILY | WARD: integer
  1      | Ash    | 1
  2      | Birch  | 1

  wards | NAME
  1     | North

  visits | PERSON: integer | BY: integer | GONE
  1      | 1               | 2           |
  2      | 2               | 2           |
  3      | 2               | 1           |
  4      | 1               | 1           | Y
  5      |                 | 1           |

  links | PERSON: integer | OTHER: integer
  1     | 2               | 1`

const within = (id: string) => ({ ...requestOptions(), within: { type: 'Patient', id } })
const find = async (engine: Engine, type: string, id: string, query = ''): Promise<readonly string[]> =>
  idsOf((await engine.search(type, query, within(id))).resources)

describe('a compartment', () => {
  test.each<[type: string, id: string, query: string, finds: readonly string[]]>([
    ['Procedure', '1', '', ['1', '3']],
    ['Procedure', '2', '', ['1', '2', '3']],
    ['Procedure', '2', 'performer=Patient/1', ['3']],
    ['Procedure', '2', 'patient.family=ash', ['1']],
    ['Procedure', '9', '', []],
    ['Procedure', 'x', '', []],
    ['Patient', '1', '', ['2']],
    ['Patient', '2', '', []],
  ])('holds those of %s that refer to Patient/%s by any parameter, and %j narrows them', async (type, id, query, finds) => {
    const { engine } = await openTables({ mapping, rows })
    expect(await find(engine, type, id, query)).toEqual(finds)
  })

  it('holds nothing of a type that never refers to it: there is no such address', async () => {
    const { engine } = await openTables({ mapping, rows })
    await expect(engine.search('Organization', '', within('1'))).rejects.toMatchObject({ code: 'route.unknown' })
    await expect(
      engine.search('Procedure', '', { ...requestOptions(), within: { type: 'Group', id: '1' } }),
    ).rejects.toMatchObject({ code: 'type.not-served' })
  })

  it('is what the rules of a type ask for when they ask for the patient', async () => {
    const { engine } = await openTables({ mapping, rows })
    await expect(engine.search('Procedure', '', requestOptions())).rejects.toMatchObject({
      faults: [{ code: 'search.parameter-required' }],
    })
    expect((await engine.search('Procedure', '', within('1'))).total).toBe(2)
  })

  it('is part of its page links, which lead nowhere else', async () => {
    const { engine } = await openTables({ mapping, rows })
    const page = await engine.search('Procedure', '_count=2', within('2'))
    expect(page).toMatchObject({ within: 'Patient/2', self: '_count=2', total: 3 })
    const next = `_page=${page.next}`
    expect(idsOf((await engine.search('Procedure', next, within('2'))).resources)).toEqual(['3'])
    for (const elsewhere of [within('1'), requestOptions()])
      await expect(engine.search('Procedure', next, elsewhere)).rejects.toMatchObject({ code: 'page.token-invalid' })
  })

  it('can not be asked for in a query', async () => {
    const { engine } = await openTables({ mapping, rows })
    await expect(engine.search('Procedure', '_compartment=Patient/1&patient=1', requestOptions())).rejects.toMatchObject({
      faults: [{ code: 'search.parameter-unknown' }],
    })
  })
})
