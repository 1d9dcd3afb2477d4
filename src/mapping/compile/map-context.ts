/** What is known while the body of one map is resolved. */
import type { Position } from '../../kernel/diagnostics.js'
import type { Expression, MapDocument, Node, ReferenceNode } from '../language/document.js'
import type { ColumnBinding } from './column.js'
import { type FindColumn, resolveCondition } from './resolve-condition.js'
import type { Relations } from './resolve-relations.js'
import type { RowScope } from './row-scope.js'
import type { FindServed } from './served-rows.js'
import type { Condition, MappedFunction, ReferenceTarget, Shape, ShapeElement } from './shape.js'

export interface MapContext {
  readonly document: MapDocument
  readonly scope: RowScope
  readonly relations: Relations
  readonly usedCodes: Set<string>
  /** Undefined after a fault, which was reported. */
  targetOf(node: ReferenceNode): ReferenceTarget | undefined
  /** Who reads the source; undefined when no database was asked. */
  readonly adapter?: string
  /** Of the source's file of functions; undefined when nothing is to be run. */
  readonly functions?: ReadonlyMap<string, MappedFunction>
  /** To be asked when all maps are resolved. */
  servedRows: FindServed
  /** resolve-value.ts, handed down so that trees and values need not import each other. */
  resolveNode(node: Node, target: Target, place: Place, context: MapContext): Shape | undefined
}

/** The element that a value is for. */
export interface Target {
  /** Shown in messages. */
  readonly element: string
  readonly type: string
  readonly codes?: readonly string[]
  /** The url of a required value set. */
  readonly valueSet?: string
  /** Fixed by a slice at `coding.system` or at `system`. */
  readonly system?: string
  /** The path of the element itself, slice and all. */
  readonly path: string
}

export const joinPath = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)

export const element = (name: string, type: string, isList: boolean, shape: Shape): ShapeElement => ({
  name,
  type,
  isList,
  choiceRank: 0,
  items: [{ shape }],
})

/** Where in the resource an element stands. */
export interface Place {
  /** The type of the object that holds it. */
  readonly type: string
  /** Below the resource, with slices: '', 'name:official', 'identifier:nhsNumber'. */
  readonly path: string
  /** The list that is being repeated over: the innermost, where one stands in another. */
  readonly list?: string
}

/** Whether the list is the one that is being repeated over, or one around it. */
function isRepeated(list: string, { list: innermost }: Place, { ownerOf }: Relations): boolean {
  for (let open = innermost; open !== undefined; open = ownerOf.get(open)) if (open === list) return true
  return false
}

/** A column as an element may use it: a list's column only where the list is repeated over. */
export function columnAt(
  alias: string,
  name: string,
  at: Position,
  place: Place,
  context: Pick<MapContext, 'relations' | 'scope'>,
): ColumnBinding | undefined {
  const list = context.relations.listOf.get(alias)
  if (list !== undefined && !isRepeated(list, place, context.relations)) {
    const advice =
      alias === list
        ? `Repeat the element over it (for: ${list})`
        : `It is read with the list ${list}: repeat the element over that (for: ${list})`
    context.scope.report(
      'map.list-outside-for',
      at,
      `${alias} can have many rows here. ${advice}, or move it to joins if there is at most one.`,
    )
    return undefined
  }
  return context.scope.column(alias, name, at)
}

export function conditionAt(expression: Expression, place: Place, context: MapContext): Condition | undefined {
  const find: FindColumn = (alias, name, at) => columnAt(alias ?? '', name, at, place, context)
  return resolveCondition(expression, find, context.scope)
}
