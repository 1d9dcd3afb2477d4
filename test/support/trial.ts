/** A mapping as an author writes it, over a few rows, asked on every adapter: what the constructs of the language are tried with. */
import { describe, expect, it } from 'vitest'
import type { Engine } from '../../src/engine/engine.js'
import type { Resource } from '../../src/fhir/resource.js'
import { formatDiagnostic } from '../../src/kernel/diagnostics.js'
import { checkMappings } from '../../src/mapping/compile/compile-model.js'
import { parseMappingFile, type ReadText } from '../../src/mapping/language/read-mapping-files.js'
import type { DemoRow, DemoTable } from '../../src/tooling/demo/table.js'
import { columnsOf } from '../../src/tooling/demo/table.js'
import { checkLaw } from './law.js'
import { adapterNames, type Facade, findAll, idsOf, type Mapping, openFacade, requestOptions } from './open-facade.js'
import { seeded } from './random.js'

export interface TrialTable {
  /** `{ ID: 'INTEGER not null', NAME: 'VARCHAR(20)' }`; the first column is the key. */
  readonly columns: Readonly<Record<string, string>>
  readonly rows: readonly DemoRow[]
}

export interface Trial {
  /** Source document, maps and rules. */
  readonly yaml: string
  readonly tables: Readonly<Record<string, TrialTable>>
  /** Files beside it. */
  readonly files?: Readonly<Record<string, string>>
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
      facade = await openTrial(trial, adapter)
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

const noFile: ReadText = () => undefined

const openTrial = (trial: Trial, adapter: (typeof adapterNames)[number]): Promise<Facade> =>
  openFacade(...mappingOfTrial(trial), adapter)

/** What `openFacade` takes. */
export function mappingOfTrial({ yaml, tables, files }: Trial): readonly [Mapping, readonly DemoTable[]] {
  const { sources, maps, rules, diagnostics } = parseMappingFile('trial.yaml', yaml, files ? path => files[path] : noFile)
  const [source] = sources
  if (source === undefined || diagnostics.some(({ severity }) => severity === 'error'))
    throw new Error(diagnostics.map(formatDiagnostic).join('\n'))
  return [{ source, maps, rules }, Object.entries(tables).map(tableOf)]
}

function tableOf([table, { columns, rows }]: readonly [string, TrialTable]): DemoTable {
  const [key = ''] = Object.keys(columns)
  return { table, columns: columnsOf(columns), key: [key], indexes: [], rows }
}

/** What is wrong with a mapping, as an author reads it; no database is asked. */
export function faultsOfMapping(yaml: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  const { sources, maps, rules, diagnostics } = parseMappingFile('trial.yaml', yaml, path => files[path])
  const [source] = sources
  const compiled = source === undefined ? [] : checkMappings([{ source, maps, rules }])
  return [...new Set([...diagnostics, ...compiled].map(formatDiagnostic))]
}
