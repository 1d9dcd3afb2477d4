/** Both servers must give the same resources, or nothing is worth timing. */
import { isDeepStrictEqual } from 'node:util'
import type { Workload } from './workloads.js'

interface Body {
  readonly resourceType?: string
  readonly entry?: readonly { readonly resource?: unknown }[]
}

const samples = 20

/** Throws at the first difference. Links, meta and total of a Bundle may differ. */
export async function assertSameBodies(baseUrls: readonly string[], { name, paths, results }: Workload): Promise<void> {
  const stride = Math.max(1, Math.floor(paths.length / samples))
  for (let place = 0; place < paths.length; place += stride) {
    const path = paths[place] ?? ''
    const [ours, theirs] = await Promise.all(baseUrls.map(baseUrl => resourcesAt(baseUrl + path)))
    if (ours?.length !== results) throw new Error(`${name}: ${path} gives ${ours?.length} resources, not ${results}.`)
    const at = ours.findIndex((resource, index) => !isDeepStrictEqual(resource, theirs?.[index]))
    if (at < 0 && theirs?.length === ours.length) continue
    const shown = [ours[at], theirs?.[at]].map(resource => JSON.stringify(resource)).join('\n')
    throw new Error(`${name}: the servers answer ${path} differently.\n${shown}`)
  }
}

async function resourcesAt(url: string): Promise<readonly unknown[]> {
  const response = await fetch(url)
  const body = (await response.json()) as Body
  if (!response.ok) throw new Error(`${url} gives ${response.status}: ${JSON.stringify(body)}`)
  return body.resourceType === 'Bundle' ? (body.entry ?? []).map(({ resource }) => resource) : [body]
}
