/** What is told of a page beside its matches: how much of each resource, how many there are, and where the pages around it begin. */
import type { Resource } from '../fhir/resource.js'
import type { PageState } from '../plan/page-token.js'
import { subsetOf } from '../search/resource-subset.js'
import type { Search } from '../search/search.js'
import { type Counting, countAll, estimateOf, totalOf } from './count-matches.js'
import type { SearchPage } from './engine.js'
import type { PageRead } from './run-search.js'

/** Only the number is asked for. */
export const isCountOnly = ({ answer }: Search, count: number): boolean => count === 0 || answer?.summary === 'count'

/** Of matches and of what is included, as far as `_summary` and `_elements` ask for them. */
export function shownResources(
  { answer }: Search,
  matches: readonly Resource[],
  included: readonly Resource[],
): Pick<SearchPage, 'resources' | 'included'> {
  if (!answer) return { resources: matches, included }
  // Names of elements are those of the type that is searched for.
  const { elements: _, ...ofAll } = answer
  return {
    resources: matches.map(resource => subsetOf(resource, answer)),
    included: included.map(resource => subsetOf(resource, ofAll)),
  }
}

/** `onPage`: how many there are when the first page holds all. Undefined when it is not known, or not asked for. */
export async function askedTotal(
  { answer }: Search,
  counting: Counting,
  onPage: number | undefined,
): Promise<number | undefined> {
  const wish = answer?.total
  if (wish === 'none') return undefined
  // What a missing source holds is not known.
  if (counting.missing.some) return undefined
  if (onPage !== undefined) return onPage
  return wish === 'accurate' ? countAll(counting) : wish === 'estimate' ? estimateOf(counting) : totalOf(counting)
}

export interface Around {
  readonly isFirst: boolean
  readonly seal: (place: Pick<PageState, 'positions' | 'isReversed' | 'total'>) => string
}

/** The first page carries no total on: it is counted anew. */
export function linksAround(
  { positions, isReversed = false }: PageState,
  { next: onward, behind }: PageRead,
  total: number | undefined,
  { isFirst, seal }: Around,
): Pick<SearchPage, 'first' | 'prev' | 'next'> {
  const known = total === undefined ? {} : { total }
  const goOn = (to: PageState['positions']) => seal({ positions: to, ...known })
  const goBack = (to: PageState['positions']) => seal({ positions: to, isReversed: true, ...known })
  const before = isReversed ? onward : Object.keys(positions).length > 0 ? behind : undefined
  const after = isReversed ? behind : onward
  return {
    ...((onward || !isFirst) && { first: seal({ positions: {} }) }),
    ...(before && { prev: goBack(before) }),
    ...(after && { next: goOn(after) }),
  }
}
