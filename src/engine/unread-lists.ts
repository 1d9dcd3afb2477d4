/** Lists of child rows that an answer does not show, and that nothing else in the request looks at: they are not asked for. */
import type { Shape, ShapeElement } from '../mapping/compile/shape.js'
import type { IncludeEdge } from '../plan/include-edges.js'
import type { MapPlan } from '../plan/logical-plan.js'
import { keptElements } from '../search/resource-subset.js'
import type { ElementPath, Search } from '../search/search.js'

/**
 * Aliases of lists. What is not proven valid without looking at a list keeps it: a row that can not be served whole is not served in
 * part either.
 */
export function unreadLists(
  { map, residual }: MapPlan,
  { answer = {} }: Pick<Search, 'answer'>,
  edges: readonly IncludeEdge[],
): ReadonlySet<string> {
  const kept = keptElements(map.type, answer)
  if (!kept || map.emitted.lists.length === 0 || map.doubts.some(({ path }) => path === '')) return noLists
  const followed = edges.flatMap(({ direction, type, parameter }) =>
    direction === '_include' && type === map.type ? parameter.paths : [],
  )
  const judged = residual.flatMap(({ parameter }) => parameter.paths)
  const needed = new Set([...kept, ...map.doubts.map(({ path }) => firstName(path)), ...[...followed, ...judged].map(firstStep)])
  // A path that does not begin with an element may mean any.
  if (needed.has(undefined)) return noLists
  const isNeeded = ({ name, choice }: ShapeElement): boolean => needed.has(name) || (choice !== undefined && needed.has(choice))
  const read = new Set(map.searched.elements.filter(isNeeded).flatMap(listsOf))
  return new Set(map.emitted.lists.flatMap(({ list: { alias } }) => (read.has(alias) ? [] : [alias])))
}

const noLists: ReadonlySet<string> = new Set()

/** Of a doubt's path: `identifier:nhsNumber.system`. */
const firstName = (path: string): string | undefined => /^[^.:]+/.exec(path)?.[0]

function firstStep([step]: ElementPath): string | undefined {
  return step?.kind === 'element' ? step.name : undefined
}

const listsOf = ({ items }: ShapeElement): readonly string[] => items.flatMap(({ shape }) => listsIn(shape))

function listsIn(shape: Shape): readonly string[] {
  switch (shape.kind) {
    case 'primitive':
      return []
    case 'object':
      return shape.elements.flatMap(listsOf)
    case 'first':
      return shape.of.flatMap(listsIn)
    case 'when':
      return listsIn(shape.value)
    case 'each':
      return [shape.list.alias, ...listsIn(shape.item)]
    case 'parts':
      return listsIn(shape.item)
    default:
      return shape satisfies never
  }
}
