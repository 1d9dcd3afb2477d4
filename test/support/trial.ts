/** A mapping as an author writes it, over a few rows, asked on every adapter: what the constructs of the language are tried with. */
import { describe, expect, it } from 'vitest'
import type { Engine } from '../../src/engine/engine.js'
import type { Resource } from '../../src/fhir/resource.js'
import type { DemoRow, DemoTable } from '../../src/tooling/demo/table.js'
import { columnsOf } from '../../src/tooling/demo/table.js'
import { checkLaw } from './law.js'
import { adapterNames, type Facade, findAll, idsOf, type Mapping, openFacade, requestOptions } from './open-facade.js'
import { type MappingText, parseMapping } from './parse-mapping.js'
import { seeded } from './random.js'

export interface TrialTable {
  /** `{ ID: 'INTEGER not null', NAME: 'VARCHAR(20)' }`; the first column is the key. */
  readonly columns: Readonly<Record<string, string>>
  readonly rows: readonly DemoRow[]
}

export interface Trial extends MappingText {
  readonly tables: Readonly<Record<string, TrialTable>>
}

export interface Asked {
  /** Ids, in the order in which they are served. */
  ids(search: string): Promise<readonly string[]>
  all(search: string): Promise<readonly Resource[]>
  read(type: string, id: string): Promise<Resource>
  readonly engine: Engine
}

/** The tests run once on each adapter. */
export function tryMapping(name: string, trial: Trial, tests: (asked: () => Asked) => void): void {
  describe.each(adapterNames)(`${name} (%s)`, adapter => {
    let facade: Facade | undefined
    const open = async (): Promise<void> => {
      facade = await openFacade(...mappingOfTrial(trial), adapter)
    }
    const asked = (): Asked => {
      if (facade === undefined) throw new Error('The trial is not open.')
      return askedOf(facade.engine)
    }
    it('is a mapping without fault', open)
    tests(asked)
    it('ends', async () => facade?.close())
  })
}

function askedOf(engine: Engine): Asked {
  return {
    engine,
    all: search => findAll(engine, search),
    ids: async search => idsOf(await findAll(engine, search)),
    read: async (type, id) => (await engine.read(type, id, requestOptions())).resource,
  }
}

/** Each search finds these ids and no others. */
export function findsEach(asked: () => Asked, searches: readonly (readonly [search: string, ids: readonly string[]])[]): void {
  it.each(searches)('%s', async (search, ids) => {
    expect(await asked().ids(search)).toEqual(ids)
  })
}

/** Every value that is served is found by a search for it, and what is found matches. */
export function keepsTheLaw(asked: () => Asked): void {
  it('keeps the law', async () => {
    const { faults, searches } = await checkLaw(asked().engine, { random: seeded(7), queries: 150, smallPage: 2 })
    expect(faults).toEqual([])
    expect(searches).toBeGreaterThan(20)
  })
}

/** What `openFacade` takes. */
export const mappingOfTrial = (trial: Trial): readonly [Mapping, readonly DemoTable[]] => [
  parseMapping(trial),
  Object.entries(trial.tables).map(tableOf),
]

function tableOf([table, { columns, rows }]: readonly [string, TrialTable]): DemoTable {
  const [key = ''] = Object.keys(columns)
  return { table, columns: columnsOf(columns), key: [key], indexes: [], rows }
}
