/** The law of includes notices what it is there to notice. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Engine, SearchPage } from '../../src/engine/engine.js'
import { openDemo } from '../support/demo-facade.js'
import { checkIncludes } from '../support/include-law.js'
import { type Facade, findAll } from '../support/open-facade.js'
import { seeded } from '../support/random.js'

let facade: Facade
beforeAll(async () => {
  facade = await openDemo('memory')
})
afterAll(() => facade.close())

/** The faults of an engine whose pages are changed. */
async function faultsOf(change: (page: SearchPage) => SearchPage): Promise<readonly string[]> {
  const { engine } = facade
  const changed: Engine = {
    offers: engine.offers,
    read: (...asked) => engine.read(...asked),
    search: async (...asked) => change(await engine.search(...asked)),
    health: options => engine.health(options),
    close: () => engine.close(),
  }
  const served = await findAll(engine, 'PractitionerRole?_count=500')
  return checkIncludes(changed, { type: 'PractitionerRole', served, random: seeded(1), count: 7 })
}

it('right pages have no fault', async () => expect(await faultsOf(page => page)).toEqual([]))

it.each<[name: string, change: (page: SearchPage) => SearchPage, fault: RegExp]>([
  ['one that is lost', page => ({ ...page, included: page.included.slice(1) }), /does not include/],
  [
    'a match',
    page => ({ ...page, included: [...page.included, ...page.resources.slice(0, 1)] }),
    /includes .*which it should not/,
  ],
  ['one twice', page => ({ ...page, included: [...page.included, ...page.included] }), /twice/],
  ['another version', page => ({ ...page, included: page.included.map(each => ({ ...each, language: 'cy' })) }), /or not so/],
])('%s is told', async (_, change, fault) => {
  const faults = await faultsOf(change)
  // Each reference of the type, there and back.
  expect(faults.length).toBeGreaterThan(3)
  for (const text of faults) expect(text).toMatch(fault)
})
