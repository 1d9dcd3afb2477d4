import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CompiledMap } from '../../src/mapping/compile/compile-model.js'
import type { Adapter, Row, SourceQuery } from '../../src/spi/index.js'
import { mapsNamed, type Project, type ToolOptions } from '../../src/tooling/project.js'
import { plainStyle } from '../../src/tooling/terminal/style.js'
import { countWrong, renderVerified } from '../../src/tooling/verify/render-verified.js'
import { type VerifiedType, verifyMaps } from '../../src/tooling/verify/verify.js'
import { openDemo } from '../support/demo-facade.js'
import { adapterNames, type Facade, now } from '../support/open-facade.js'

const options: ToolOptions = { now, timeoutMs: 60_000, progress: () => undefined }
const pageKey = new Uint8Array(32).fill(7)

const projectOf = ({ model, adapter }: Facade): Project => ({
  model,
  sources: new Map([['gp', { adapter, schemaOf: () => undefined }]]),
})
const mapsOf = ({ model }: Facade, type?: string): readonly CompiledMap[] =>
  model.maps.filter(map => type === undefined || map.type === type)

const parameterOf = (types: readonly VerifiedType[], type: string, name: string) =>
  types.find(each => each.type === type)?.parameters.find(({ parameter }) => parameter === name)

describe.each(adapterNames)('verify, on the demo in %s', name => {
  let facade: Facade
  beforeAll(async () => {
    facade = await openDemo(name)
  })
  afterAll(() => facade.close())

  it('nothing is wrong in its maps', { timeout: 300_000 }, async () => {
    // The memory adapter joins row by row: the types with the smallest tables are enough for it.
    const small = ['Patient', 'Practitioner', 'Organization', 'Location', 'Encounter']
    const maps = mapsOf(facade).filter(({ type }) => name === 'sqlite' || small.includes(type))
    const types = await verifyMaps(projectOf(facade), maps, { rows: 4, pageKey }, options)
    expect(
      types.flatMap(({ type, parameters }) => parameters.flatMap(({ faults }) => faults.map(fault => ({ type, ...fault })))),
    ).toEqual([])
    expect(types.flatMap(each => each.maps)).toHaveLength(maps.length)
    const asked = parameterOf(types, 'Patient', 'family')
    expect(asked?.values).toBeGreaterThan(3)
    expect(asked?.right).toBeGreaterThan(3)
    expect(parameterOf(types, 'Patient', '_profile')?.right).toBeGreaterThan(0)
    if (name !== 'sqlite') return
    for (const measured of ['value-quantity', 'code-value-quantity', 'component-code-value-quantity'])
      expect(parameterOf(types, 'Observation', measured)?.right, measured).toBeGreaterThan(3)
  })

  it('a map that is repeated over slots is meant by its own name, and one slot by its longer name', () => {
    expect(mapsNamed(projectOf(facade), 'observation-vitals').length).toBeGreaterThan(1)
    expect(mapsNamed(projectOf(facade), 'gp/observation-vitals.hr')).toHaveLength(1)
    expect(mapsNamed(projectOf(facade), 'vitals')).toEqual([])
  })

  const faultsOf = async (change: (adapter: Adapter) => Adapter, asked: string) => {
    const project = projectOf({ ...facade, adapter: change(facade.adapter) })
    const types = await verifyMaps(project, mapsOf(facade, 'Patient'), { rows: 4, pageKey }, options)
    expect(countWrong(types)).toBeGreaterThan(0)
    return { faults: parameterOf(types, 'Patient', asked)?.faults ?? [], types }
  }

  it('a search that loses rows is found out, and the rows are named by their ids', { timeout: 60_000 }, async () => {
    const { faults } = await faultsOf(adapter => changed(adapter, 'SexCode', { rows: () => [] }), 'gender')
    expect(faults).toContainEqual({
      search: 'gender=[code]',
      wrong: 'not returned',
      searches: expect.any(Number),
      ids: expect.arrayContaining([expect.stringMatching(/^\d+$/)]),
    })
  })

  it('a search that returns too much is found out', { timeout: 60_000 }, async () => {
    const { faults } = await faultsOf(
      adapter => changed(adapter, 'SexCode', { query: ({ where: _, ...rest }) => rest }),
      'gender',
    )
    expect(faults).toContainEqual(expect.objectContaining({ search: 'gender=[code]', wrong: 'returned, but does not match' }))
  })

  it('a page on a terminal holds ids and forms of searches, and no value of a row', { timeout: 60_000 }, async () => {
    const { types } = await faultsOf(adapter => changed(adapter, 'Surname', { rows: () => [] }), 'family')
    const page = renderVerified(types, plainStyle).join('\n')
    expect(page).toContain('Patient?family=[start of the text]')
    expect(JSON.stringify(types) + page).not.toMatch(/Begum|Smith|Jones|Khan|\b\d{10}\b/)
  })
})

interface Change {
  readonly query?: (query: SourceQuery) => SourceQuery
  readonly rows?: (rows: readonly Row[]) => readonly Row[]
}

/** An adapter that answers wrongly when the predicate names the column. */
const changed = (adapter: Adapter, column: string, { query = same, rows = same }: Change): Adapter => ({
  capabilities: entity => adapter.capabilities(entity),
  async *read(asked, call) {
    const isMeant = JSON.stringify(asked.where ?? '').includes(`"${column}"`)
    for await (const batch of adapter.read(isMeant ? query(asked) : asked, call)) yield isMeant ? rows(batch) : batch
  },
  health: call => adapter.health(call),
  close: () => adapter.close(),
})

const same = <Value>(value: Value): Value => value
