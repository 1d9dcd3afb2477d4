/** `for` on an element: the list that it repeats over, at a place where that list can be read. */
import type { TreeNode } from '../language/document.js'
import type { MapContext, Place } from './map-context.js'
import type { ListBinding, Shape, SplitBinding } from './shape.js'

export type Repeat =
  | { readonly kind: 'each'; readonly list: ListBinding }
  | { readonly kind: 'parts'; readonly split: SplitBinding }

/** Undefined after a fault, which was reported: a list that is not there, or that does not hang on what is repeated over here. */
export function resolveRepeat(
  { at, list: alias }: NonNullable<TreeNode['for']>,
  place: Place,
  { document, relations, scope }: MapContext,
): Repeat | undefined {
  const list = relations.lists.get(alias)
  const split = relations.splits.get(alias)
  if (!list && !split) return undefined
  if (document.repeat?.list === alias) {
    scope.report('map.for-unrelated', at, `The whole map is repeated over ${alias} already: its fields are there without for.`)
    return undefined
  }
  const owner = relations.ownerOf.get(alias)
  if (owner !== undefined && place.list === undefined) {
    scope.report(
      'map.list-outside-for',
      at,
      `${alias} hangs on a row of ${owner}. Repeat over ${owner} first, and over ${alias} in an element inside it.`,
    )
    return undefined
  }
  if (owner !== place.list) {
    scope.report(
      'map.for-unrelated',
      at,
      `${alias} does not hang on what is repeated over here (${place.list}), so all of it would stand in every ${place.list}. Let its ${split ? 'split' : 'match'} use ${place.list}, or write this element outside.`,
    )
    return undefined
  }
  return list ? { kind: 'each', list } : split && { kind: 'parts', split }
}

/** The item as often as the list has rows or parts. */
export const repeated = (repeat: Repeat | undefined, item: Shape): Shape => (repeat ? { ...repeat, item } : item)
