/** Bad data is contained: a row that can not be served never fails a page, and messages tell nothing of it (DESIGN, decision 9). */
import { describe, expect, it } from 'vitest'
import { createEngine } from '../../src/engine/create-engine.js'
import type { CompiledMap, MappingModel } from '../../src/mapping/compile/compile-model.js'
import { findAll, idsOf, requestOptions } from '../support/open-facade.js'
import { openTables } from './open-tables.js'
import { narrowed } from './weak-source.js'

const mapping = `source: s
systems: { local: http://example.org/local }
tables:
  people:
    key: [people]
    columns:
      BORN: { format: yyyyMMdd }
      KEYTXT: { format: integer }
  notes:
    key: [notes]
    id: [NO]
    where: SEEN <= '2024-01-01'
    columns:
      NO: { format: integer }
      SEEN: { format: dd/MM/yyyy }
---
map: people
from: people as p
Patient:
  name[official]: { family: p.FAMILY }
  birthDate: p.BORN
  managingOrganization: { ref: notes, key: p.KEYTXT }
---
map: notes
from: notes as n
Organization:
  identifier[odsOrganisationCode]: { value: n.CODE }
  name: n.CODE
`
const rows = `
  people | FAMILY   | BORN     | KEYTXT
  1      | Ash      | 19800101 | 7
  2      | Poisoned | 19800230 | 007
  3      |          | 19800101 |
  4      | Elm      | junk     | x

  notes | NO  | CODE | SEEN
  1     | 07  | Z1   | 31/12/2023
  2     | 7   | Z2   | 01/02/2024
  3     | 8   | Z3   | 15/06/2023
  4     | 008 | Z4   | junk`

/** The same model with a row function that fails on one row. */
function poisoned(model: MappingModel): MappingModel {
  const maps = model.maps.map((map): CompiledMap => {
    const { toResource } = map.emitted
    return {
      ...map,
      emitted: {
        ...map.emitted,
        toResource(row, children, report) {
          if (row.includes('Poisoned')) throw new Error('Poisoned 19800230 can not be mapped')
          return toResource(row, children, report)
        },
      },
    }
  })
  return { ...model, maps, mapsOf: new Map([...model.mapsOf].map(([type]) => [type, maps.filter(map => map.type === type)])) }
}

describe('a row that fails to be mapped', () => {
  it('is left out of its page and named by a hash that stays the same', async () => {
    let adapter: Parameters<typeof narrowed>[0] | undefined
    const { model } = await openTables({
      mapping,
      rows,
      wrap: opened => {
        adapter = opened
        return opened
      },
    })
    if (!adapter) throw new Error('There is no adapter.')
    const setup = { adapters: new Map([['s', adapter]]), limits: { defaultCount: 10, maxCount: 10 }, baseUrl: 'http://localhost' }
    const ask = async (key: number) => {
      const engine = createEngine({ ...setup, model: poisoned(model), pageKey: new Uint8Array(32).fill(key) })
      return engine.search('Patient', '_count=10', requestOptions())
    }
    const page = await ask(1)
    expect(idsOf(page.resources)).toEqual(['1', '4'])
    const warning = { severity: 'warning', code: 'incomplete' }
    expect(page.outcomes.map(({ severity, code }) => ({ severity, code }))).toEqual([warning, warning])
    const [failed, nameless] = page.outcomes.map(({ text }) => text)
    expect(failed).toMatch(/^A row of s\/people \([\w-]{10}\) is not served: Patient could not be mapped\.$/)
    expect(nameless).toMatch(
      /^A row of s\/people \([\w-]{10}\) is not served: Patient\.name:official has no value, and one is required\.$/,
    )
    expect((await ask(1)).outcomes).toEqual(page.outcomes)
    expect((await ask(2)).outcomes).not.toEqual(page.outcomes)
  })
})

describe('a value that its facts can not read', () => {
  it('is dropped, and the row is served without it', async () => {
    const { engine } = await openTables({ mapping, rows })
    const served = await findAll(engine, 'Patient')
    expect(served.map(({ id, ...rest }) => [id, 'birthDate' in rest])).toEqual([
      ['1', true],
      ['2', false],
      ['4', false],
    ])
  })

  it('is missing in a search', async () => {
    const { engine } = await openTables({ mapping, rows })
    expect(idsOf(await findAll(engine, 'Patient?birthdate:missing=true'))).toEqual(['2', '4'])
    expect(idsOf(await findAll(engine, 'Patient?birthdate=1980'))).toEqual(['1'])
  })
})

describe('a key that is a number stored as text', () => {
  it('is read by the number, and only the row whose id it is', async () => {
    const { engine } = await openTables({ mapping, rows })
    const { resource } = await engine.read('Organization', '8', requestOptions())
    expect(resource).toMatchObject({ id: '8', name: 'Z3' })
    await expect(engine.read('Organization', '9', requestOptions())).rejects.toMatchObject({ code: 'read.no-such-resource' })
  })

  it('is found by the number and by references to it, but not chained over', async () => {
    const { engine } = await openTables({ mapping, rows })
    expect(idsOf(await findAll(engine, 'Organization?_id=7'))).toEqual(['7'])
    expect(idsOf(await findAll(engine, 'Patient?organization=7'))).toEqual(['1', '2'])
    expect(engine.offers.get('Patient')?.parameters.get('organization')?.chainTargets).toEqual([])
  })
})

describe('a rule of a table that the source can not decide', () => {
  it('is decided on the row, in searches, reads and counts', async () => {
    const { engine } = await openTables({ mapping, rows })
    expect((await findAll(engine, 'Organization')).map(resource => ('name' in resource ? resource.name : ''))).toEqual([
      'Z1',
      'Z3',
    ])
    expect((await engine.search('Organization', '_count=0', requestOptions())).total).toBe(2)
    const { total } = await engine.search('Organization', '_count=1', requestOptions())
    expect(total).toBeUndefined()
  })
})

describe('a fault', () => {
  it('tells no value of the search and none of the source', async () => {
    const { engine } = await openTables({
      mapping,
      rows,
      wrap: adapter => ({
        ...narrowed(adapter, {}),
        read() {
          throw new Error('unreachable')
        },
      }),
    })
    const messages = await Promise.all(
      [
        () => engine.search('Patient', 'birthdate=secret', requestOptions()),
        () => engine.search('Patient', '_page=secret', requestOptions()),
        () => engine.search('Patient', '_sort=secret', requestOptions()),
        () => engine.search('Patient', '_count=secret', requestOptions()),
        () => engine.read('Patient', 'secret', requestOptions()),
      ].map(ask =>
        ask().then(
          () => 'answered',
          (error: unknown) =>
            error instanceof Error ? `${error.message} ${'faults' in error ? JSON.stringify(error.faults) : ''}` : String(error),
        ),
      ),
    )
    for (const message of messages) expect(message).not.toMatch(/secret|answered/)
  })
})
