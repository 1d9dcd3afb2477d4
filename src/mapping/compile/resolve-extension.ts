/** `extension[slice]`: its url, value type and parts come from the profile. */
import { type ExtensionSlice, type ExtensionValue, extensionsAt } from '../../fhir/careconnect/extensions.js'
import { nearestName } from '../../kernel/nearest.js'
import type { ElementNode, Node, TreeNode } from '../language/document.js'
import { conditionAt, element, type MapContext, type Place, type Target } from './map-context.js'
import { repeated, resolveRepeat } from './resolve-repeat.js'
import type { ObjectShape, Requirement, Shape, ShapeElement } from './shape.js'

export function resolveExtension(node: ElementNode, place: Place, context: MapContext): ShapeElement | undefined {
  const { report } = context.scope
  const slices = extensionsAt(context.document.resourceType, place.path)
  const slice = slices.find(candidate => candidate.name === node.slice)
  if (!slice) {
    const near = nearestName(
      node.slice ?? '',
      slices.map(candidate => candidate.name),
    )
    const known =
      slices.length === 0
        ? 'The profile has no extensions here.'
        : `The profile has ${slices.map(candidate => candidate.name).join(', ')}.`
    report(
      'map.slice-unknown',
      node.at,
      `${node.slice ?? node.name} is no extension of the profile here. ${near === undefined ? known : `Did you mean ${near}?`}`,
    )
    return undefined
  }
  const nodes = node.node.kind === 'list' ? node.node.items : [node.node]
  if (nodes.length > slice.max) {
    report(
      'profile.too-many',
      node.at,
      `The profile allows ${slice.name} ${slice.max === 1 ? 'once' : `${slice.max} times`} here. Keep the one that matters, or take the first that has a value: { first: […] }.`,
    )
    return undefined
  }
  const shapes = nodes.map(item => resolveOne(item, slice, place, context))
  if (!shapes.every(shape => shape !== undefined)) return undefined
  return {
    name: 'extension',
    type: 'Extension',
    isList: true,
    choiceRank: 0,
    items: shapes.map(shape => ({ slice: slice.name, shape })),
  }
}

function resolveOne(node: Node, slice: ExtensionSlice, place: Place, context: MapContext): Shape | undefined {
  if (slice.parts) return resolveParts(node, slice, slice.parts, place, context)
  if (!slice.value) {
    context.scope.report('map.slice-unknown', node.at, `${slice.name} has no value that is known here.`)
    return undefined
  }
  return withValue(node, slice.url, slice.name, slice.value, place, context)
}

/** Without its value an extension vanishes; its url is constant. */
function withValue(
  node: Node,
  url: string,
  name: string,
  value: ExtensionValue,
  place: Place,
  context: MapContext,
): Shape | undefined {
  const type =
    value.types.length > 1 && node.kind === 'reference'
      ? 'Reference'
      : (value.types.find(candidate => candidate !== 'Reference') ?? value.types[0])
  if (type === undefined) return undefined
  const target: Target = {
    element: name,
    type,
    path: `${place.path}.extension:${name}.value`,
    ...(value.binding?.strength === 'required' && { valueSet: value.binding.valueSet }),
  }
  const resolved = context.resolveNode(node, target, place, context)
  if (!resolved) return undefined
  const valueName = `value${type.charAt(0).toUpperCase()}${type.slice(1)}`
  const wrap = (shape: Shape): Shape => {
    if (shape.kind === 'each' || shape.kind === 'parts') return { ...shape, item: wrap(shape.item) }
    return extension(url, [{ ...element(valueName, type, false, shape), choice: 'value' }], [{ name: 'value' }])
  }
  return wrap(resolved)
}

function extension(url: string, elements: readonly ShapeElement[], required: readonly Requirement[]): ObjectShape {
  const constant: Shape = { kind: 'primitive', type: 'uri', value: { kind: 'constant', text: url } }
  // In the order of STU3: extension, url, value[x].
  const nested = elements.filter(({ name }) => name === 'extension')
  const values = elements.filter(({ name }) => name !== 'extension')
  return { kind: 'object', type: 'Extension', required, elements: [...nested, element('url', 'uri', false, constant), ...values] }
}

/** An extension of parts: `{ language: …, preferred: … }`. */
function resolveParts(
  node: Node,
  slice: ExtensionSlice,
  parts: NonNullable<ExtensionSlice['parts']>,
  place: Place,
  context: MapContext,
): Shape | undefined {
  const { report } = context.scope
  if (node.kind !== 'tree') {
    report('map.value-kind', node.at, `${slice.name} is made of parts: { ${[...parts.keys()].join(': …, ')}: … }.`)
    return undefined
  }
  const repeat = node.for && resolveRepeat(node.for, place, context)
  if (node.for && !repeat) return undefined
  const inner: Place = node.for ? { ...place, list: node.for.list } : place
  const items = resolvePartItems(node, slice, parts, inner, context)
  if (!items) return undefined
  const missing = [...parts].find(([name, part]) => part.min > 0 && !items.some(item => item.slice === name))
  if (missing) {
    report('profile.required-unmapped', node.at, `${slice.name} requires its part ${missing[0]}, which is not mapped.`)
    return undefined
  }
  const nested: ShapeElement = { name: 'extension', type: 'Extension', isList: true, choiceRank: 0, items }
  const required = [...parts].flatMap(([name, part]) => (part.min > 0 ? [{ name: 'extension', slice: name }] : []))
  const condition = node.if && conditionAt(node.if, inner, context)
  if (node.if && !condition) return undefined
  const object = extension(slice.url, [nested], required)
  const guarded: Shape = condition ? { kind: 'when', if: condition, value: object } : object
  return repeated(repeat, guarded)
}

interface PartItem {
  readonly slice: string
  readonly shape: Shape
}

/** Undefined after a fault, which was reported. */
function resolvePartItems(
  { elements }: TreeNode,
  slice: ExtensionSlice,
  parts: NonNullable<ExtensionSlice['parts']>,
  place: Place,
  context: MapContext,
): readonly PartItem[] | undefined {
  const items: PartItem[] = []
  for (const child of elements) {
    const part = parts.get(child.name)
    if (!part) {
      context.scope.report(
        'map.slice-unknown',
        child.at,
        `${slice.name} has no part ${child.name}. It has ${[...parts.keys()].join(', ')}.`,
      )
      return undefined
    }
    for (const item of child.node.kind === 'list' ? child.node.items : [child.node]) {
      const shape = withValue(item, child.name, child.name, part, place, context)
      if (!shape) return undefined
      items.push({ slice: child.name, shape })
    }
  }
  return items
}
