/** The law over the demo: every map, every parameter that is offered, a sample of resources. LAW_RUNS asks for more of it, LAW_TYPES for a part. */
import { describe, expect, it } from 'vitest'
import { openDemo } from '../support/demo-facade.js'
import { checkLaw } from '../support/law.js'
import { adapterNames } from '../support/open-facade.js'
import { seeded } from '../support/random.js'

const runs = Number(process.env.LAW_RUNS ?? '1')
const types = process.env.LAW_TYPES?.split(',')

describe.each(adapterNames)('on %s', name => {
  it('each search of the demo returns what the judge says matches, and nothing else', { timeout: 600_000 }, async () => {
    const facade = await openDemo(name)
    try {
      const verdict = await checkLaw(facade.engine, {
        random: seeded(20240615),
        queries: (name === 'memory' ? 3 : 12) * runs,
        smallPage: 7,
        ...(types && { types }),
      })
      expect(verdict.faults).toEqual([])
      expect(verdict.searches).toBeGreaterThan(types ? 0 : 150)
    } finally {
      await facade.close()
    }
  })
})
