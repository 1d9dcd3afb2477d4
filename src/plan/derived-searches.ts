/** Searches that nobody wrote: for resources by their ids, and for what refers to resources. They find by the rules of any search. */
import { FacadeError } from '../kernel/errors.js'
import type { MappingModel } from '../mapping/compile/compile-model.js'
import { searchParameter } from '../search/element-path.js'
import type { Search, SearchParameter } from '../search/search.js'
import type { EntityCapabilities } from '../spi/index.js'
import { parametersKept } from './split-plan.js'

export function searchByIds(type: string, ids: readonly string[]): Search {
  const parameter = searchParameter(type, '_id')
  if (!parameter) throw new FacadeError('internal.fault', { text: `${type} has no _id to search by.` })
  const values = ids.map(code => ({ kind: 'token', code }) as const)
  return { type, clauses: [{ expression: '_id', parameter, values }], sort: [] }
}

/** What of `type` refers by the parameter to one of the ids of `targetType`. */
export function searchByReference(
  type: string,
  parameter: SearchParameter,
  { targetType, ids }: { readonly targetType: string; readonly ids: readonly string[] },
): Search {
  const values = ids.map(id => ({ kind: 'reference', type: targetType, id }) as const)
  return { type, clauses: [{ expression: parameter.name, parameter, targetType, values }], sort: [] }
}

export interface IdsAsked {
  /** The type that is searched. */
  readonly searched: string
  /** The type whose ids they are. */
  readonly referred: string
  /** The reference through which they are asked for; absent when they are the ids of what is searched. */
  readonly parameter?: SearchParameter
}

/** As many ids as one statement of each source of the type can hold, with room left for the rules of its tables. */
export function idsAtOnce(
  { searched, referred, parameter }: IdsAsked,
  { mapsOf }: MappingModel,
  capabilitiesOf: (source: string, entity: string) => EntityCapabilities,
): number {
  const keyLength = Math.max(1, ...(mapsOf.get(referred) ?? []).map(({ key }) => key.length))
  const perId = 2 * keyLength * (parameter?.paths.length ?? 1)
  const sizes = (mapsOf.get(searched) ?? []).map(({ source, entity }) => {
    const { maxInList, maxParameters } = capabilitiesOf(source, entity)
    return Math.min(maxInList, Math.floor((maxParameters - parametersKept) / perId))
  })
  return Math.max(1, Math.min(...sizes))
}
