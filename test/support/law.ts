/**
 * The law: every value that a search parameter finds in a served resource, searched for, returns that resource, and what a
 * search returns is exactly what the judge says matches, in the order in which everything is served.
 */
import type { Engine } from '../../src/engine/engine.js'
import type { Resource } from '../../src/fhir/resource.js'
import type { ParameterOffer } from '../../src/search/offer.js'
import { type ChainRun, checkChains } from './chain-law.js'
import { checkIncludes } from './include-law.js'
import { judge, rangeOfElement, valuesOf } from './judge.js'
import { findAll, idsBackwards, idsOf, pagesOf } from './open-facade.js'
import { type LawQuery, queriesOf } from './queries-of.js'
import type { Random } from './random.js'

export interface LawRun {
  readonly random: Random
  /** At most so many searches of each parameter. */
  readonly queries: number
  /** Some searches are read in pages this small. */
  readonly smallPage: number
  /** Of these types only; of all when it is left out. */
  readonly types?: readonly string[]
  /** A parameter that some map has decided on another resource: nothing of its own resource tells what is found. */
  isElsewhere?(type: string, parameter: string): boolean
}

export interface Verdict {
  readonly searches: number
  /** A sentence each. */
  readonly faults: readonly string[]
}

/** Over every type and every parameter that the engine offers. */
export async function checkLaw(engine: Engine, run: LawRun): Promise<Verdict> {
  const faults: string[] = []
  let searches = 0
  const asking = chainRun(engine, run)
  for (const [type, offer] of engine.offers) {
    if (run.types?.includes(type) === false) continue
    const served = await findAll(engine, `${type}?_count=1000`)
    for (const name of offer.sorts) {
      searches += 2
      faults.push(...(await checkSort(engine, type, name, served, run)))
    }
    faults.push(...(await checkIncludes(engine, { type, served, random: run.random, count: run.smallPage })))
    for (const parameter of offer.parameters.values()) {
      if (run.isElsewhere?.(type, parameter.parameter.name)) continue
      const asked = chooseQueries(served, parameter, run)
      searches += asked.length
      for (const query of asked) faults.push(...(await checkQuery(engine, type, query, served, run)))
    }
    const chains = await checkChains(engine, type, asking)
    searches += chains.searches
    faults.push(...chains.faults)
  }
  return { searches, faults }
}

interface AskedQuery extends LawQuery {
  /** The resource that it was made of. */
  readonly of: string
}

/** Of all searches that the law asks, so many of every sort. */
function chooseQueries(served: readonly Resource[], offered: ParameterOffer, { random, queries }: LawRun): readonly AskedQuery[] {
  const { parameter, modifiers } = offered
  const all = new Map<string, AskedQuery>()
  for (const resource of random.shuffle(served)) {
    for (const query of queriesOf(resource, { name: parameter.name, type: parameter.type, modifiers }))
      if (query.returns !== undefined || all.size < queries * 20) all.set(textOf(query), { ...query, of: resource.id ?? '' })
    if (all.size > queries * 30) break
  }
  return random.shuffle([...all.values()]).slice(0, queries)
}

const textOf = ({ name, modifier, value }: LawQuery): string =>
  `${name}${modifier === undefined ? '' : `:${modifier}`}=${encodeURIComponent(value)}`

async function checkQuery(
  engine: Engine,
  type: string,
  query: AskedQuery,
  served: readonly Resource[],
  { random, smallPage }: LawRun,
): Promise<readonly string[]> {
  const search = `${type}?${textOf(query)}`
  const expected = idsOf(served.filter(resource => judge(resource, query)))
  const count = expected.length < smallPage * 20 && random.chance(0.2) ? smallPage : 1000
  const found = await attempt(engine, `${search}&_count=${count}`)
  if (typeof found === 'string') return [`${search} (of ${query.of}) failed: ${found}`]
  const faults: string[] = []
  const mine = expected.includes(query.of)
  if (query.returns !== undefined && query.returns !== mine)
    faults.push(`${search}: the judge ${mine ? 'finds' : 'does not find'} ${query.of}, of which it was made.`)
  const wrong = found.filter(id => !expected.includes(id))
  const lost = expected.filter(id => !found.includes(id))
  if (wrong.length > 0) faults.push(`${search} (of ${query.of}) returns ${list(wrong)}, which do not match.`)
  if (lost.length > 0) faults.push(`${search} (of ${query.of}) does not return ${list(lost)}, which match.`)
  if (wrong.length + lost.length === 0 && found.join() !== expected.join())
    faults.push(`${search}&_count=${count} returns ${list(found)}, out of order or twice.`)
  if (
    count === smallPage &&
    faults.length === 0 &&
    (await idsBackwards(engine, `${search}&_count=${count}`)).join() !== found.join()
  )
    faults.push(`${search}&_count=${count} is not the same page by page from its end.`)
  return faults
}

/** A few searches of a type that others ask of it. What is served does not change while the law is tried. */
function chainRun(engine: Engine, run: LawRun): ChainRun {
  const known = new Map<string, Promise<readonly Resource[]>>()
  const served = (type: string): Promise<readonly Resource[]> => {
    const found = known.get(type) ?? findAll(engine, `${type}?_count=1000`)
    known.set(type, found)
    return found
  }
  const few = { ...run, queries: Math.ceil(run.queries / 5) }
  return {
    random: run.random,
    served,
    leavesOut: async type => (await pagesOf(engine, `${type}?_count=1000`)).some(({ outcomes }) => outcomes.length > 0),
    plain: async type => {
      const parameters = [...(engine.offers.get(type)?.parameters.values() ?? [])]
      const all = await served(type)
      return run.random
        .shuffle(parameters)
        .slice(0, 3)
        .flatMap(parameter => chooseQueries(all, parameter, few).map(textOf))
    },
  }
}

/** Sorted by the start of what the parameter finds, what lacks it last, and alike in small pages. */
async function checkSort(
  engine: Engine,
  type: string,
  name: string,
  served: readonly Resource[],
  { smallPage }: LawRun,
): Promise<readonly string[]> {
  const faults: string[] = []
  const startOf = (resource: Resource): number => {
    const [first] = valuesOf(resource, name)
    return (first && rangeOfElement(first.value)?.start) ?? Number.NaN
  }
  for (const sign of ['', '-']) {
    const search = `${type}?_sort=${sign}${name}`
    const found = await findAll(engine, `${search}&_count=1000`)
    if ([...idsOf(found)].sort().join() !== [...idsOf(served)].sort().join())
      faults.push(`${search} does not return what is served.`)
    const starts = found.map(startOf).map(start => (sign === '' ? start : -start))
    const wrong = starts.findIndex(
      (start, at) => at > 0 && (Number(starts[at - 1]) > start || (Number.isNaN(starts[at - 1]) && !Number.isNaN(start))),
    )
    if (wrong > 0) faults.push(`${search} puts ${found[wrong]?.id} after ${found[wrong - 1]?.id}.`)
    const count = Math.max(smallPage, Math.ceil(served.length / 40))
    const paged = idsOf(await findAll(engine, `${search}&_count=${count}`))
    if (paged.join() !== idsOf(found).join()) faults.push(`${search}&_count=${count} is not the same page by page.`)
    const back = await idsBackwards(engine, `${search}&_count=${count}`)
    if (back.join() !== paged.join()) faults.push(`${search}&_count=${count} is not the same page by page from its end.`)
  }
  return faults
}

const list = (ids: readonly string[]): string =>
  `${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ` and ${ids.length - 5} more` : ''}`

async function attempt(engine: Engine, search: string): Promise<readonly string[] | string> {
  try {
    return idsOf(await findAll(engine, search))
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return `${error.message} ${'faults' in error ? JSON.stringify(error.faults) : ''}`
  }
}
