/** The law over the demo: every map, every parameter that is offered, a sample of resources. LAW_RUNS asks for more of it, LAW_TYPES for a part. */
import { describe, expect, it } from 'vitest'
import { openDemo } from '../support/demo-facade.js'
import { checkLaw } from '../support/law.js'
import { type AdapterName, adapterNames } from '../support/open-facade.js'
import { seeded } from '../support/random.js'
import { servers, titleOf } from '../support/servers.js'

const runs = Number(process.env.LAW_RUNS ?? '1')
const askedTypes = process.env.LAW_TYPES?.split(',')
/** All fourteen take minutes on PostgreSQL: LAW_TYPES asks for others. */
const typesOn: Readonly<Partial<Record<AdapterName, readonly string[]>>> = { postgres: ['Organization', 'Patient'] }

const engines: readonly { readonly name: AdapterName; readonly title: string; readonly answers: boolean }[] = [
  ...adapterNames.map(name => ({ name, title: name, answers: true })),
  ...servers.map(server => ({ name: server.name, title: titleOf(server), answers: server.answers })),
]
/** How many queries of a parameter: a test in memory looks at every row, and a server is a way off. */
const queriesOn: Readonly<Record<AdapterName, number>> = { memory: 3, sqlite: 12, mysql: 1, postgres: 1 }

describe.each(engines)('on $title', ({ name, answers }) => {
  it.runIf(answers)(
    'each search of the demo returns what the judge says matches, and nothing else',
    { timeout: 600_000 },
    async () => {
      const types = askedTypes ?? typesOn[name]
      const facade = await openDemo(name)
      try {
        const verdict = await checkLaw(facade.engine, {
          random: seeded(20240615),
          queries: queriesOn[name] * runs,
          smallPage: 7,
          ...(types && { types }),
        })
        expect(verdict.faults).toEqual([])
        expect(verdict.searches).toBeGreaterThan(types ? 0 : 150)
      } finally {
        await facade.close()
      }
    },
  )
})
