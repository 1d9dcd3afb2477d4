/** `{ ref: T, key: k, display: … }`: a reference whose key is made of columns, constants and other values (MAPPING section 8). */
import { ruleOf } from '../../fhir/careconnect/profiles.js'
import type { ReferenceNode, ValueNode } from '../language/document.js'
import { type ColumnBinding, columnName, isCanonicalInteger } from './column.js'
import { liveCondition } from './live.js'
import { columnAt, element, type MapContext, type Place, type Target } from './map-context.js'
import { resolveObject } from './resolve-tree.js'
import type { PrimitiveShape, ReferenceTarget, ResolvedCodes, Shape, Value } from './shape.js'

/** Undefined after a fault, which was reported. */
export function resolveReference(node: ReferenceNode, target: Target, place: Place, context: MapContext): Shape | undefined {
  const { report } = context.scope
  if (target.type !== 'Reference') {
    report('map.type-clash', node.at, `${target.element} is ${target.type} and takes no reference.`)
    return undefined
  }
  const to = context.targetOf(node)
  const key = node.key.map(part => keyShape(part, target, place, context))
  if (!to || !key.every(part => part !== undefined)) return undefined
  const allowed = ruleOf(context.document.resourceType, target.path)?.targets
  if (allowed && allowed.length > 0 && !allowed.includes(to.type)) {
    report(
      'map.reference-type',
      node.target.at,
      `${target.element} refers to ${allowed.join(' or ')}; ${to.map} is a ${to.type}.`,
    )
    return undefined
  }
  if (!fitsKey(node, key, to, context)) return undefined
  const reference = node.live ? liveReference(node, key, to, context) : distribute(key, to, false)
  const others = resolveObject(
    { kind: 'tree', at: node.at, elements: node.elements },
    target,
    { ...place, type: 'Reference', path: target.path },
    context,
  )
  if (!reference || !others) return undefined
  const elements = [element('reference', 'string', false, reference), ...others.elements]
  return { kind: 'object', type: 'Reference', required: [], elements }
}

/** What a part of the key is where it is one: a column keeps what it means, all else is text. */
function keyShape(node: ValueNode, target: Target, place: Place, context: MapContext): Shape | undefined {
  if (node.kind !== 'column')
    return context.resolveNode(node, { element: 'key', type: 'string', path: `${target.path}.key` }, place, context)
  const column = columnAt(node.alias, node.name, node.at, place, context)
  return column && textShape({ kind: 'column', column })
}

const textShape = (value: Value): PrimitiveShape => ({ kind: 'primitive', type: 'string', value })

// ── Whether it can be the key ───────────────────────────────────────────────────────────────────────────────────────

function fitsKey(node: ReferenceNode, key: readonly Shape[], to: ReferenceTarget, { scope }: MapContext): boolean {
  const fits =
    key.length === to.key.length && key.every((part, index) => leavesOf(part).every(leaf => canBeKey(leaf, to.key[index])))
  if (fits) return true
  const wanted = to.key.map(column => `${column.field.name} (${column.meaning})`).join(', ')
  const given = key.flatMap(leavesOf).map(written).join(', ')
  scope.report(
    'map.reference-key',
    node.at,
    `${to.map} is keyed by ${wanted}; ${given}. Reference by its key, or key its table by what you have.`,
  )
  return false
}

function leavesOf(shape: Shape): readonly PrimitiveShape[] {
  if (shape.kind === 'first') return shape.of.flatMap(leavesOf)
  if (shape.kind === 'when') return leavesOf(shape.value)
  return shape.kind === 'primitive' ? [shape] : []
}

function canBeKey({ value }: PrimitiveShape, of: ColumnBinding | undefined): boolean {
  const isNumber = of?.meaning === 'integer'
  if (value.kind === 'column')
    return value.column.isGuess === true || of?.isGuess === true || value.column.meaning === of?.meaning
  if (value.kind === 'constant') return !isNumber || isCanonicalInteger(value.text)
  if (value.kind === 'coded') return !isNumber || resultsOf(value.codes).every(isCanonicalInteger)
  // Text such as 007 names no row of a key that is a number.
  return !isNumber
}

function written({ value }: PrimitiveShape): string {
  if (value.kind === 'column') return `${columnName(value.column)} is ${value.column.meaning}`
  if (value.kind === 'constant') return 'the constant is text'
  return value.kind === 'coded' ? 'the code map gives text' : `a ${value.kind} gives text`
}

export const resultsOf = ({ pairs, whenNull, otherwise }: ResolvedCodes): readonly string[] => [
  ...new Set([...pairs.values(), ...[whenNull, otherwise].flatMap(code => code ?? [])].map(({ code }) => code)),
]

// ── As alternatives ─────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * A choice within the key is a choice of references, each with a plain key: a reference is there where its whole key is, so the
 * first key that has a value makes the first reference that has one.
 */
function distribute(key: readonly Shape[], to: ReferenceTarget, isLive: boolean): Shape {
  const place = key.findIndex(({ kind }) => kind !== 'primitive')
  const part = key[place]
  const withPart = (instead: Shape): Shape => distribute(key.with(place, instead), to, isLive)
  if (part?.kind === 'first') return { kind: 'first', of: part.of.map(withPart) }
  if (part?.kind === 'when') return { kind: 'when', if: part.if, value: withPart(part.value) }
  return textShape({ kind: 'reference', target: to, key: key.flatMap(leavesOf), isLive })
}

function liveReference(node: ReferenceNode, key: readonly Shape[], to: ReferenceTarget, context: MapContext): Shape | undefined {
  const columns = key.flatMap(part => (part.kind === 'primitive' && part.value.kind === 'column' ? [part.value.column] : []))
  if (columns.length < key.length) {
    context.scope.report(
      'map.live-impossible',
      node.at,
      'A live reference needs a key of columns, by which its row is joined. For a choice write first around live references.',
    )
    return undefined
  }
  const condition = liveCondition(node, to, columns, context)
  return condition && { kind: 'when', if: condition, value: distribute(key, to, true) }
}
