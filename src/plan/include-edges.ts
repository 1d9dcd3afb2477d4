/** What `_include` and `_revinclude` follow, one parameter at a time: wildcards and omitted targets resolved against the offers. */
import type { Offers } from '../search/offer.js'
import type { Include, IncludeDirection, SearchParameter } from '../search/search.js'

export interface IncludeEdge {
  readonly direction: IncludeDirection
  /** The type that refers. */
  readonly type: string
  readonly parameter: SearchParameter
  /** Types at the other end; never none. */
  readonly targets: readonly string[]
  readonly isRecursive: boolean
}

/** `includes` were parsed against the same offers. */
export const includeEdges = (includes: readonly Include[], offers: Offers): readonly IncludeEdge[] =>
  includes.flatMap(({ direction, type, parameter, targetType, isRecursive }) =>
    [...(offers.get(type)?.references.values() ?? [])]
      .filter(offered => parameter === undefined || offered.parameter.name === parameter.name)
      .map(offered => ({
        direction,
        type,
        parameter: offered.parameter,
        targets: targetType === undefined ? offered.targets : offered.targets.filter(target => target === targetType),
        isRecursive,
      }))
      .filter(({ targets }) => targets.length > 0),
  )
