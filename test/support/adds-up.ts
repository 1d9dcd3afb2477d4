/** What is served, told of and counted has to agree, however it is asked for. */
import type { Engine } from '../../src/engine/engine.js'
import type { Resource } from '../../src/fhir/resource.js'
import { validateResource } from '../../src/fhir/validate/validate-resource.js'
import { idsOf, pagesOf, requestOptions } from './open-facade.js'

export interface AddsUpRun {
  readonly pageSizes: readonly number[]
  /** Types with more resources are not read one by one, nor in pages of one. */
  readonly most: number
}

/** Rows that the outcomes of a search tell of. */
export const toldRows = (outcomes: readonly { readonly text: string }[]): number =>
  outcomes.reduce((sum, { text }) => sum + Number(/^(\d+) more rows/.exec(text)?.[1] ?? (/^A row of/.test(text) ? 1 : 0)), 0)

/** A sentence for each fault; none when all agrees. */
export async function faultsOfSums(engine: Engine, run: AddsUpRun): Promise<readonly string[]> {
  const faults: string[] = []
  for (const [type, { sorts }] of engine.offers) {
    const whole = await walk(engine, `${type}?_count=1000`)
    const invalid = whole.resources.flatMap(resource => validateResource(resource))
    faults.push(...invalid.map(({ path, rule }) => `${type}: ${path} is served, and breaks ${rule}`))
    const { total } = await engine.search(type, '_count=0', requestOptions())
    if (total !== whole.ids.length) faults.push(`${type}: ${total} by _count=0, and ${whole.ids.length} are served`)
    const orders = ['', ...[...sorts].flatMap(name => [`&_sort=${name}`, `&_sort=-${name}`])]
    const sizes = run.pageSizes.filter(size => size > 1 || whole.ids.length <= run.most)
    for (const size of sizes)
      for (const order of orders) faults.push(...(await faultsOfPages(engine, `${type}?_count=${size}${order}`, whole)))
    for (const resource of whole.resources.slice(0, run.most)) faults.push(...(await faultsOfRead(engine, resource)))
  }
  return faults
}

interface Walked {
  readonly resources: readonly Resource[]
  /** Sorted, with those that are there twice. */
  readonly ids: readonly string[]
  readonly told: number
  readonly totals: readonly number[]
}

async function walk(engine: Engine, search: string): Promise<Walked> {
  const pages = await pagesOf(engine, search)
  const resources = pages.flatMap(page => page.resources)
  const told = toldRows(pages.flatMap(({ outcomes }) => outcomes))
  return { resources, ids: [...idsOf(resources)].sort(), told, totals: pages.flatMap(({ total }) => total ?? []) }
}

async function faultsOfPages(engine: Engine, search: string, whole: Walked): Promise<readonly string[]> {
  const { ids, told, totals } = await walk(engine, search)
  const wrong = totals.filter(total => total !== whole.ids.length)
  return [
    ...(ids.join() === whole.ids.join() ? [] : [`${search}: ${ids.length} found, and ${whole.ids.length} are served`]),
    ...(told === whole.told ? [] : [`${search}: ${told} rows told of, and ${whole.told} in one page`]),
    ...(wrong.length === 0 ? [] : [`${search}: a total of ${wrong[0]}, and ${whole.ids.length} are served`]),
  ]
}

async function faultsOfRead(engine: Engine, found: Resource): Promise<readonly string[]> {
  const name = `${found.resourceType}/${found.id}`
  try {
    const { resource } = await engine.read(found.resourceType, found.id ?? '', requestOptions())
    return JSON.stringify(resource) === JSON.stringify(found) ? [] : [`${name} is another when it is read`]
  } catch (error) {
    return [`${name} is found, and a read gives ${String(error)}`]
  }
}
