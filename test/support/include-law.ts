/** The law of includes: a page brings what its matches refer to, exactly as far as a read returns it, and every served resource that refers to them. */
import type { Engine, SearchPage } from '../../src/engine/engine.js'
import type { Resource } from '../../src/fhir/resource.js'
import { toJson } from '../../src/serialize/json.js'
import { textAt, valuesOf } from './judge.js'
import { requestOptions, splitSearch } from './open-facade.js'
import type { Random } from './random.js'

export interface IncludeRun {
  readonly type: string
  /** All of the type. */
  readonly served: readonly Resource[]
  readonly random: Random
  /** So many matches are on a page. */
  readonly count: number
}

/** Over every reference that the engine offers of the type, in both directions. A sentence for each fault. */
export async function checkIncludes(engine: Engine, run: IncludeRun): Promise<readonly string[]> {
  const faults: string[] = []
  for (const [name, { targets }] of engine.offers.get(run.type)?.references ?? []) {
    faults.push(...(await checkForward(engine, name, run)))
    for (const target of targets) faults.push(...(await checkReverse(engine, name, target, run)))
  }
  return faults
}

const nameOf = ({ resourceType, id }: Resource): string => `${resourceType}/${id}`
const referencesOf = (resource: Resource, name: string): readonly string[] =>
  valuesOf(resource, name).flatMap(({ value }) => textAt(value, 'reference') ?? [])

async function checkForward(
  engine: Engine,
  name: string,
  { type, served, random, count }: IncludeRun,
): Promise<readonly string[]> {
  const some = random.shuffle(served.filter(resource => referencesOf(resource, name).length > 0)).slice(0, count)
  if (some.length === 0) return []
  const search = `${type}?_id=${some.map(({ id }) => id).join()}&_count=${count}&_include=${type}:${name}`
  const page = await ask(engine, search)
  const matches = new Set(some.map(nameOf))
  const wanted = new Set(some.flatMap(resource => referencesOf(resource, name)).filter(reference => !matches.has(reference)))
  const expected = new Map<string, string>()
  for (const reference of wanted) {
    const resource = await read(engine, reference)
    if (resource !== undefined) expected.set(reference, resource)
  }
  return compare(search, page, expected)
}

async function checkReverse(
  engine: Engine,
  name: string,
  target: string,
  { type, served, random, count }: IncludeRun,
): Promise<readonly string[]> {
  if (!engine.offers.get(type)?.parameters.has(name)) return []
  const referred = new Set(served.flatMap(resource => referencesOf(resource, name)).filter(text => text.startsWith(`${target}/`)))
  const ids = random
    .shuffle([...referred])
    .slice(0, count)
    .map(text => text.slice(target.length + 1))
  if (ids.length === 0) return []
  const search = `${target}?_id=${ids.join()}&_count=${count}&_revinclude=${type}:${name}`
  const page = await ask(engine, search)
  const matches = new Set(page.resources.map(nameOf))
  const expected = served.filter(
    resource => !matches.has(nameOf(resource)) && referencesOf(resource, name).some(reference => matches.has(reference)),
  )
  return compare(search, page, new Map(expected.map(resource => [nameOf(resource), JSON.stringify(resource)])))
}

const ask = (engine: Engine, search: string): Promise<SearchPage> => {
  const [type, query] = splitSearch(search)
  return engine.search(type, query, requestOptions())
}

/** As a client would read it; undefined when it is not served. */
async function read(engine: Engine, reference: string): Promise<string | undefined> {
  const [type = '', id = ''] = reference.split('/')
  try {
    const { resource, hasExactDecimals } = await engine.read(type, id, requestOptions())
    return written(resource, hasExactDecimals)
  } catch {
    return undefined
  }
}

const written = (resource: Resource, hasExactDecimals: boolean): string =>
  JSON.stringify(JSON.parse(toJson(resource, hasExactDecimals)))

/** Of what a bound leaves out nothing can be said; what is there has to be right. */
function compare(search: string, page: SearchPage, expected: ReadonlyMap<string, string>): readonly string[] {
  const isBounded = page.outcomes.some(({ text }) => text.startsWith('A page includes '))
  const found = new Map(page.included.map(resource => [nameOf(resource), written(resource, page.hasExactDecimals)]))
  const names = [...found.keys()]
  const lost = [...expected.keys()].filter(name => !found.has(name))
  const wrong = names.filter(name => expected.get(name) !== found.get(name))
  return [
    ...(wrong.length > 0 ? [`${search} includes ${wrong.slice(0, 5).join(', ')}, which it should not, or not so.`] : []),
    ...(lost.length > 0 && !isBounded ? [`${search} does not include ${lost.slice(0, 5).join(', ')}.`] : []),
    ...(names.length < page.included.length ? [`${search} includes something twice.`] : []),
  ]
}
