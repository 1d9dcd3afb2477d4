/** Every node and every expression of a map, wherever it stands: generic, so that a new kind of value is walked as it comes. */
import type { Expression, MapDocument, Node, TableDocument } from '../language/document.js'

/** Each object below `root` that has a `kind` and a place, outermost first. */
function* taggedBelow(root: unknown): Generator<{ readonly kind: string }> {
  if (typeof root !== 'object' || root === null) return
  if (root instanceof Map || Array.isArray(root)) {
    for (const item of root.values()) yield* taggedBelow(item)
    return
  }
  if ('kind' in root && typeof root.kind === 'string' && 'at' in root) yield root as { readonly kind: string }
  for (const value of Object.values(root)) yield* taggedBelow(value)
}

/** The nodes of one kind. */
export function nodesOf<Kind extends Node['kind']>(root: unknown, kind: Kind): readonly Extract<Node, { kind: Kind }>[] {
  return [...taggedBelow(root)].filter((node): node is Extract<Node, { kind: Kind }> => node.kind === kind)
}

const expressionKinds: ReadonlySet<string> = new Set<Expression['kind']>([
  'and',
  'or',
  'not',
  'compare',
  'isNull',
  'in',
  'startsWith',
  'contains',
])

/** The outermost expressions: `where`, `if`, `match`, `gone`. */
export function* expressionsIn(root: MapDocument | TableDocument): Generator<Expression> {
  yield* outermost(root)
}

function* outermost(root: unknown): Generator<Expression> {
  if (typeof root !== 'object' || root === null) return
  if (root instanceof Map || Array.isArray(root)) {
    for (const item of root.values()) yield* outermost(item)
    return
  }
  if ('kind' in root && typeof root.kind === 'string' && expressionKinds.has(root.kind) && 'at' in root) {
    yield root as Expression
    return
  }
  for (const value of Object.values(root)) yield* outermost(value)
}
