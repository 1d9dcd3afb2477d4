/** The law over the two demo systems together: ids, orders, pages and includes over both. LAW_RUNS asks for more of it, LAW_TYPES for a part. */
import { expect, it } from 'vitest'
import { openBothDemos } from '../support/both-demos.js'
import { checkLaw } from '../support/law.js'
import { seeded } from '../support/random.js'

const runs = Number(process.env.LAW_RUNS ?? '1')
const types = process.env.LAW_TYPES?.split(',')

it('each search of both demos returns what the judge says matches, and nothing else', { timeout: 600_000 }, async () => {
  const both = await openBothDemos()
  const isElsewhere = (type: string, parameter: string) =>
    (both.project.model.mapsOf.get(type) ?? []).some(map => {
      const override = map.overrides.get(parameter)
      return override?.kind === 'as' && override.chain !== undefined
    })
  try {
    const verdict = await checkLaw(both.engine, {
      random: seeded(20261123),
      queries: 3 * runs,
      smallPage: 17,
      isElsewhere,
      ...(types && { types }),
    })
    expect(verdict.faults).toEqual([])
    expect(verdict.searches).toBeGreaterThan(types ? 0 : 400)
  } finally {
    await both.close()
  }
})
