/** The law of the modifiers that ask for many codes at once: over the demo, and over mappings made by chance. LAW_RUNS asks for more. */
import { describe, expect, it } from 'vitest'
import { formatDiagnostic } from '../../src/kernel/diagnostics.js'
import { parseMappingFile } from '../../src/mapping/language/read-mapping-files.js'
import { openDemo } from '../support/demo-facade.js'
import { checkLawOfCodes, codesServed, type LawOfCodes } from '../support/modifier-law.js'
import { adapterNames, type Facade, type FacadeOptions, type Mapping, openFacade } from '../support/open-facade.js'
import { seeded } from '../support/random.js'
import { generateMapping } from './mappings.js'

const runs = Number(process.env.LAW_RUNS ?? '1')
const localAdapters = adapterNames.filter(name => name === 'memory' || name === 'sqlite')

type Open = (options?: FacadeOptions) => Promise<Facade>

/** Once to see which codes there are, and once with value sets of them. */
async function check(open: Open, seed: number, perParameter: number) {
  const law = await using(open(), ({ engine }) => codesServed(engine, seeded(seed)))
  return using(open({ terminology: law.resources }), ({ engine }) => checkLawOfCodes(engine, law, seeded(seed), perParameter))
}

async function using<T>(opening: Promise<Facade>, work: (facade: Facade) => Promise<T>): Promise<T> {
  const facade = await opening
  try {
    return await work(facade)
  } finally {
    await facade.close()
  }
}

describe.each(localAdapters)('on %s', name => {
  it('each search of the demo by value sets and hierarchies returns what has such codes', { timeout: 300_000 }, async () => {
    const verdict = await check(options => openDemo(name, options), 20240615, 12 * runs)
    expect(verdict.faults).toEqual([])
    expect(verdict.searches).toBeGreaterThan(100)
  })

  it.each(Array.from({ length: 8 * runs }, (_, at) => at + 1))(
    'and each of the mapping number %i made by chance',
    { timeout: 120_000 },
    async seed => {
      const made = generateMapping(seeded(seed))
      const mapping = mappingOf(made.text)
      const verdict = await check(options => openFacade(mapping, made.tables, name, options), seed, 20)
      expect(verdict.faults, made.text).toEqual([])
    },
  )
})

it('the law notices codes that are left out', async () => {
  const law = await using(openDemo('memory'), ({ engine }) => codesServed(engine, seeded(1)))
  const spoilt: LawOfCodes = { ...law, resources: law.resources.map(withoutFirst) }
  const verdict = await using(openDemo('memory', { terminology: spoilt.resources }), ({ engine }) =>
    checkLawOfCodes(engine, spoilt, seeded(1), 12),
  )
  expect(verdict.faults.join('\n')).toMatch(/:in=.* returns/)
})

const withoutFirst = (resource: object): object =>
  'expansion' in resource ? { ...resource, expansion: { contains: [] } } : resource

function mappingOf(text: string): Mapping {
  const { sources, maps, diagnostics } = parseMappingFile('made.yaml', text, () => undefined)
  const [source] = sources
  if (source === undefined || diagnostics.some(({ severity }) => severity === 'error'))
    throw new Error(`${diagnostics.map(formatDiagnostic).join('\n')}\n${text}`)
  return { source, maps }
}
