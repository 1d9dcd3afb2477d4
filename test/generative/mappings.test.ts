/** The law over mappings and rows made by chance, and the agreement of the adapters over them. LAW_RUNS asks for more. */
import { describe, expect, it } from 'vitest'
import { formatDiagnostic } from '../../src/kernel/diagnostics.js'
import { FacadeError } from '../../src/kernel/errors.js'
import { parseMappingFile } from '../../src/mapping/language/read-mapping-files.js'
import type { EntityCapabilities } from '../../src/spi/index.js'
import { checkLaw } from '../support/law.js'
import { adapterNames, type Facade, findAll, type Mapping, openFacade } from '../support/open-facade.js'
import { type Random, seeded } from '../support/random.js'
import { RowsRefused } from '../support/server-tables.js'
import { servers } from '../support/servers.js'
import { type GeneratedMapping, generateMapping } from './mappings.js'

const runs = 12 * Number(process.env.LAW_RUNS ?? '1')
/** Servers take part in so many of the runs. */
const serverEvery = 3
const firstSeed = Number(process.env.LAW_SEED ?? '1')

describe('over mappings made by chance', () => {
  it.each(Array.from({ length: runs }, (_, at) => firstSeed + at))(
    'number %i: searches return what matches, alike on every adapter',
    { timeout: 120_000 },
    async seed => {
      const made = generateMapping(seeded(seed))
      const mapping = mappingOf(made)
      const full = await Promise.all(adapterNames.map(name => openFacade(mapping, made.tables, name)))
      const live = seed % serverEvery === 0 ? await openLive(mapping, made.tables) : []
      const facades = [...full, ...live, ...(await openWeak(mapping, made.tables, seeded(seed)))]
      try {
        const served = await Promise.all(
          facades.map(({ engine }) => Promise.all([...engine.offers.keys()].map(type => findAll(engine, `${type}?_count=7`)))),
        )
        for (const other of served.slice(1)) expect(other).toEqual(served[0])
        for (const { engine } of facades) {
          const { faults } = await checkLaw(engine, { random: seeded(seed), queries: 30, smallPage: 3 })
          expect(faults, made.text).toEqual([])
        }
      } finally {
        for (const facade of facades) await facade.close()
      }
    },
  )
})

/** Where they answer, and take the rows. */
async function openLive(mapping: Mapping, tables: GeneratedMapping['tables']): Promise<readonly Facade[]> {
  const opened: Facade[] = []
  for (const { name, answers } of servers) {
    if (!answers) continue
    try {
      opened.push(await openFacade(mapping, tables, name))
    } catch (error) {
      if (!(error instanceof RowsRefused)) throw error
    }
  }
  return opened
}

/** Memory that can do less; none where the engine refuses to begin over so little. */
async function openWeak(mapping: Mapping, tables: GeneratedMapping['tables'], random: Random): Promise<readonly Facade[]> {
  const some = <T>(items: readonly T[]): readonly T[] => items.filter(() => random.chance(0.5))
  const weakness: Partial<EntityCapabilities> = {
    filters: { '*': ['eq', ...some(['lt', 'le', 'gt', 'ge', 'equals', 'startsWith', 'contains', 'in', 'isNull'] as const)] },
    foldings: some(['exact', 'ignoreCase', 'ignoreCaseAndAccents']),
    logic: ['join', ...some(['or', 'not', 'exists', 'compareFields', 'inTuples'] as const)],
    seek: random.chance(0.5),
    limit: random.chance(0.5),
    count: random.chance(0.5),
    maxInList: 5,
    maxParameters: 200,
  }
  try {
    return [await openFacade(mapping, tables, 'memory', { weakness })]
  } catch (error) {
    if (error instanceof FacadeError && error.code === 'source.fault') return []
    throw error
  }
}

function mappingOf({ text }: GeneratedMapping): Mapping {
  const { sources, maps, diagnostics } = parseMappingFile('made.yaml', text, () => undefined)
  const [source] = sources
  if (source === undefined || diagnostics.some(({ severity }) => severity === 'error'))
    throw new Error(`${diagnostics.map(formatDiagnostic).join('\n')}\n${text}`)
  return { source, maps }
}
