/** The law over the hospital beside the GP system: what `careconnect verify` asks, of a few rows of each map. LAW_ROWS asks for more. */
import { expect, it } from 'vitest'
import { verifyMaps } from '../../src/tooling/verify/verify.js'
import { openBothDemos } from '../support/both-demos.js'
import { now } from '../support/open-facade.js'

const rows = Number(process.env.LAW_ROWS ?? '4')

it('every search of the hospital returns what it should, and nothing else', { timeout: 600_000 }, async () => {
  const { project, close } = await openBothDemos()
  try {
    const maps = project.model.maps.filter(({ source }) => source === 'pas')
    const options = { now, timeoutMs: 20_000, progress: () => {} }
    const types = await verifyMaps(project, maps, { rows, pageKey: new Uint8Array(32).fill(7) }, options)
    const wrong = types.flatMap(({ type, parameters }) =>
      parameters.flatMap(({ faults }) => faults.map(({ search, ids }) => `${type}?${search}: ${ids.join(' ')}`)),
    )
    expect(wrong).toEqual([])
    expect(types).toHaveLength(14)
    expect(types.flatMap(({ parameters }) => parameters).reduce((sum, { right }) => sum + right, 0)).toBeGreaterThan(1000)
  } finally {
    await close()
  }
})
