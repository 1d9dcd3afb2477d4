/**
 * The law of what is asked of other resources: a chain finds exactly what refers to something that the inner search finds, and `_has`
 * exactly what those refer to that the inner search finds. The inner search may be a chain or `_has` again.
 */
import type { Engine } from '../../src/engine/engine.js'
import type { Resource } from '../../src/fhir/resource.js'
import { textAt, valuesOf } from './judge.js'
import { findAll, idsOf } from './open-facade.js'
import type { Random } from './random.js'

export interface ChainRun {
  readonly random: Random
  /** `name=value`s that ask of the type alone: a few. */
  plain(type: string): Promise<readonly string[]>
  /** All that is served of the type. */
  served(type: string): Promise<readonly Resource[]>
  /** Whether rows of the type give no valid resource. */
  leavesOut(type: string): Promise<boolean>
}

export interface ChainVerdict {
  readonly searches: number
  readonly faults: readonly string[]
}

/** Over every reference of the type, out of it and into it: each asked one step, and once more in several. */
export async function checkChains(engine: Engine, type: string, run: ChainRun): Promise<ChainVerdict> {
  const faults: string[] = []
  let searches = 0
  const check = async (asked: Asked, queries: readonly string[]): Promise<void> => {
    searches += queries.length
    for (const query of queries) faults.push(...(await checkOne(engine, asked, query, run)))
  }
  for (const [name, { chainTargets }] of engine.offers.get(type)?.parameters ?? [])
    for (const target of chainTargets) {
      const asked: Asked = { kind: 'chain', type, name, inner: target }
      await check(asked, [...(await run.plain(target)), ...(await deeper(engine, target, run, 2))])
    }
  for (const [name, { targets }] of engine.offers.get(type)?.references ?? [])
    for (const target of targets) {
      const asked: Asked = { kind: '_has', type: target, name, inner: type }
      await check(asked, [...(await run.plain(type)), ...(await deeper(engine, type, run, 2))])
    }
  return { searches, faults }
}

interface Asked {
  readonly kind: 'chain' | '_has'
  /** What is searched. */
  readonly type: string
  /** The reference: of `type` in a chain, of `inner` in `_has`. */
  readonly name: string
  /** What the inner search is of. */
  readonly inner: string
}

const write = ({ kind, name, inner }: Asked, query: string): string =>
  kind === 'chain' ? `${name}:${inner}.${query}` : `_has:${inner}:${name}:${query}`

/** A query of the type that goes on to others, in at most so many steps; none where it has nothing to do with others. */
async function deeper(engine: Engine, type: string, run: ChainRun, steps: number): Promise<readonly string[]> {
  const out: Asked[] = [...(engine.offers.get(type)?.parameters ?? [])].flatMap(([name, { chainTargets }]) =>
    chainTargets.map(inner => ({ kind: 'chain', type, name, inner }) as const),
  )
  const back: Asked[] = [...engine.offers].flatMap(([inner, { references }]) =>
    [...references].flatMap(([name, { targets }]) =>
      targets.includes(type) ? [{ kind: '_has', type, name, inner } as const] : [],
    ),
  )
  const [way] = run.random.shuffle([...out, ...back])
  if (!way) return []
  const further = steps > 1 && run.random.chance(0.5) ? await deeper(engine, way.inner, run, steps - 1) : []
  const queries = further.length > 0 ? further : await run.plain(way.inner)
  return run.random
    .shuffle(queries)
    .slice(0, 1)
    .map(query => write(way, query))
}

type Test = (resource: Resource) => boolean

async function checkOne(engine: Engine, asked: Asked, query: string, run: ChainRun): Promise<readonly string[]> {
  const { kind, type, name, inner } = asked
  const search = `${type}?${write(asked, query)}`
  const matches = await attempt(engine, `${inner}?${query}&_count=1000`)
  const found = await attempt(engine, `${search}&_count=1000`)
  // What the inner search itself refuses is told there.
  if (typeof matches === 'string') return []
  if (typeof found === 'string') return isRefused(found) ? [] : [`${search} failed: ${found}`]
  const served = await run.served(type)
  const ids = new Set(idsOf(matches))
  const isMeant = kind === 'chain' ? refersTo(inner, ids, name) : isReferredTo(await run.served(inner), ids, name)
  const expected = idsOf(served.filter(isMeant))
  const lost = expected.filter(id => !idsOf(found).includes(id))
  // Rows are asked and not resources (README, what is known not to be right): one that is not served may lead here, and none is lost.
  if (lost.length === 0 && found.length > expected.length && (await run.leavesOut(inner))) return []
  return idsOf(found).join() === expected.join() ? [] : [`${search} returns ${list(idsOf(found))} and not ${list(expected)}.`]
}

const refersTo =
  (target: string, ids: ReadonlySet<string>, name: string): Test =>
  resource =>
    referencesOf(resource, name).some(
      reference => ids.has(reference.slice(target.length + 1)) && reference.startsWith(`${target}/`),
    )

function isReferredTo(referring: readonly Resource[], ids: ReadonlySet<string>, name: string): Test {
  const referred = new Set(referring.filter(({ id = '' }) => ids.has(id)).flatMap(each => referencesOf(each, name)))
  return ({ resourceType, id }) => referred.has(`${resourceType}/${id}`)
}

const referencesOf = (resource: Resource, name: string): readonly string[] =>
  valuesOf(resource, name).flatMap(({ value }) => textAt(value, 'reference') ?? [])

/** What only the finished resource decides can not be decided inside the source: that is said, not guessed. */
const isRefused = (failure: string): boolean =>
  /a chain has to be decided in the source|can not be decided by the source|is put together|stored in another way/.test(failure)

const list = (ids: readonly string[]): string =>
  `${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ` and ${ids.length - 5} more` : ''}`

async function attempt(engine: Engine, search: string): Promise<readonly Resource[] | string> {
  try {
    return await findAll(engine, search)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return `${error.message} ${'faults' in error ? JSON.stringify(error.faults) : ''}`
  }
}
