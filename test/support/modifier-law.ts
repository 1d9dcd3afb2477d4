/**
 * The law of `:in`, `:not-in`, `:below` and `:above`: over value sets and hierarchies that are made of the codes that are served, a
 * search finds what has such a code, and nothing else. What they mean is decided here, from tables, and not by the product.
 */
import type { Engine } from '../../src/engine/engine.js'
import type { Resource } from '../../src/fhir/resource.js'
import { codesOf, valuesOf } from './judge.js'
import { findAll, idsOf } from './open-facade.js'
import type { Random } from './random.js'

/** The codes of one system in a line: each lies below the one in the middle of what stands before it. */
interface System {
  readonly url: string
  readonly codes: readonly string[]
}

export interface LawOfCodes {
  readonly systems: readonly System[]
  /** `system|code`, by the url of the value set. */
  readonly valueSets: ReadonlyMap<string, ReadonlySet<string>>
  /** The same as resources. */
  readonly resources: readonly object[]
}

const parentOf = (place: number): number | undefined => (place === 0 ? undefined : Math.floor((place - 1) / 2))

/** Some of the codes of each system in a value set, some of all in another, and a third with very many codes that nobody has. */
export async function codesServed(engine: Engine, random: Random): Promise<LawOfCodes> {
  const found = new Map<string, Set<string>>()
  for (const [type, offer] of engine.offers)
    for (const resource of await findAll(engine, `${type}?_count=1000`))
      for (const { parameter } of offer.parameters.values())
        if (parameter.type === 'token')
          for (const { system, code } of valuesOf(resource, parameter.name).flatMap(codesOf))
            if (system !== undefined && code !== '') found.set(system, (found.get(system) ?? new Set()).add(code))
  const systems = [...found].map(([url, codes]) => ({ url, codes: random.shuffle([...codes]).slice(0, 60) }))
  const half = (url: string) =>
    (systems.find(system => system.url === url)?.codes ?? []).filter((_, place) => place % 2 === 0).map(code => ({ url, code }))
  const everyHalf = systems.flatMap(({ url }) => half(url))
  const lists = new Map([
    ...systems.map(({ url }, place) => [`http://law.example/vs/${place}`, half(url)] as const),
    ['http://law.example/vs/all', everyHalf] as const,
    ['http://law.example/vs/many', [...everyHalf, ...systems.flatMap(({ url }) => nowhere(url))]] as const,
  ])
  return {
    systems,
    valueSets: new Map([...lists].map(([name, codes]) => [name, new Set(codes.map(({ url, code }) => `${url}|${code}`))])),
    resources: [...systems.map(asCodeSystem), ...[...lists].map(([url, codes]) => asValueSet(url, codes))],
  }
}

const nowhere = (url: string) => Array.from({ length: 1200 }, (_, at) => ({ url, code: `nowhere-${at}` }))

const asCodeSystem = ({ url, codes }: System): object => ({
  resourceType: 'CodeSystem',
  url,
  content: 'complete',
  concept: codes.map((code, place) => {
    const parent = codes[parentOf(place) ?? -1]
    return { code, ...(parent !== undefined && { property: [{ code: 'parent', valueCode: parent }] }) }
  }),
})

const asValueSet = (url: string, codes: readonly { readonly url: string; readonly code: string }[]): object => ({
  resourceType: 'ValueSet',
  url,
  expansion: { contains: codes.map(({ url: system, code }) => ({ system, code })) },
})

/** Every search by a modifier of many codes, at most so many of each parameter. A sentence for each fault. */
export async function checkLawOfCodes(
  engine: Engine,
  law: LawOfCodes,
  random: Random,
  perParameter: number,
): Promise<{ readonly searches: number; readonly faults: readonly string[] }> {
  const faults: string[] = []
  let searches = 0
  for (const [type, offer] of engine.offers) {
    const served = await findAll(engine, `${type}?_count=1000`)
    for (const { parameter, modifiers } of offer.parameters.values()) {
      if (parameter.type !== 'token') continue
      const asked = random.shuffle(asksOf(law).filter(({ modifier }) => modifiers.some(taken => taken === modifier)))
      for (const ask of asked.slice(0, perParameter)) {
        searches++
        faults.push(...(await checkAsk(engine, `${type}?${parameter.name}`, ask, served)))
      }
    }
  }
  return { searches, faults }
}

interface Ask {
  readonly modifier: string
  readonly value: string
  /** `system|code`. */
  readonly codes: ReadonlySet<string>
}

function asksOf({ systems, valueSets }: LawOfCodes): readonly Ask[] {
  const sets = [...valueSets].flatMap(([value, codes]) => [
    { modifier: 'in', value, codes },
    { modifier: 'not-in', value, codes },
  ])
  const hierarchies = systems.filter(({ codes }) => codes.length > 1)
  return [
    ...sets,
    ...hierarchies.flatMap(({ url, codes }) =>
      codes.slice(0, 20).flatMap((code, place) => [
        { modifier: 'below', value: token(url, code), codes: named(url, codes, descendants(place, codes.length)) },
        { modifier: 'above', value: token(url, code), codes: named(url, codes, ancestors(place)) },
      ]),
    ),
  ]
}

const token = (url: string, code: string): string => `${url}|${code.replace(/[,|$\\]/g, '\\$&')}`

const named = (url: string, codes: readonly string[], places: readonly number[]): ReadonlySet<string> =>
  new Set(places.map(place => `${url}|${codes[place]}`))

function ancestors(place: number): readonly number[] {
  const parent = parentOf(place)
  return parent === undefined ? [place] : [place, ...ancestors(parent)]
}

const descendants = (place: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => at).filter(at => ancestors(at).includes(place))

async function checkAsk(
  engine: Engine,
  parameter: string,
  { modifier, value, codes }: Ask,
  served: readonly Resource[],
): Promise<readonly string[]> {
  const search = `${parameter}:${modifier}=${encodeURIComponent(value)}`
  const name = parameter.slice(parameter.indexOf('?') + 1)
  const has = (resource: Resource): boolean =>
    valuesOf(resource, name)
      .flatMap(codesOf)
      .some(({ system, code }) => codes.has(`${system}|${code}`))
  const expected = idsOf(served.filter(resource => has(resource) === (modifier !== 'not-in')))
  try {
    const found = idsOf(await findAll(engine, `${search}&_count=1000`))
    return found.join() === expected.join() ? [] : [`${search} returns ${found.join(' ')} and not ${expected.join(' ')}.`]
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return [`${search} failed: ${error.message} ${'faults' in error ? JSON.stringify(error.faults) : ''}`]
  }
}
