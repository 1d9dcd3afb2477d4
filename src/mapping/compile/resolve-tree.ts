/** A tree of elements becomes an object shape: names, slices and extensions looked up, what the profile fixes put in. */
import { ruleOf } from '../../fhir/careconnect/profiles.js'
import { slicesOf } from '../../fhir/careconnect/slices.js'
import { elementOf, elementsOf, isPrimitive } from '../../fhir/stu3/elements.js'
import { nearestName } from '../../kernel/nearest.js'
import type { ElementNode, Node, ReferenceNode, TreeNode } from '../language/document.js'
import { takeAbsent } from './absent.js'
import { type ColumnBinding, columnName } from './column.js'
import { converterOf } from './element-text.js'
import { liveCondition } from './live.js'
import { columnAt, conditionAt, element, joinPath, type MapContext, type Place, type Target } from './map-context.js'
import { resolveExtension } from './resolve-extension.js'
import { requirementsOf } from './resolve-required.js'
import type { ObjectShape, Shape, ShapeElement, ShapeItem } from './shape.js'

/** Rule 1: without this element the object says nothing. */
const principals: Readonly<Record<string, string>> = {
  Coding: 'code',
  Identifier: 'value',
  ContactPoint: 'value',
  Quantity: 'value',
  SimpleQuantity: 'value',
  Age: 'value',
  Duration: 'value',
  Money: 'value',
  Annotation: 'text',
}

const quantities = new Set(['Quantity', 'SimpleQuantity', 'Age', 'Duration', 'Money', 'Count', 'Distance'])

/** A tree at an element, with its `for` and `if`. */
export function resolveTree(tree: TreeNode, target: Target, place: Place, context: MapContext): Shape | undefined {
  const { report } = context.scope
  if (isPrimitive(target.type)) {
    report('map.value-kind', tree.at, `${target.element} is ${target.type}: it has one value and no elements.`)
    return undefined
  }
  const list = tree.for && context.relations.lists.get(tree.for.list)
  const split = tree.for && context.relations.splits.get(tree.for.list)
  if (tree.for && !list && !split) return undefined
  if (tree.for && place.list !== undefined) {
    report('map.not-yet', tree.at, 'A for inside another for is not supported yet.')
    return undefined
  }
  const listAlias = tree.for?.list ?? place.list
  const inner: Place = { type: target.type, path: target.path, ...(listAlias !== undefined && { list: listAlias }) }
  const object = resolveObject(withFixed(tree, target, context), target, inner, context)
  if (!object) return undefined
  const condition = tree.if && conditionAt(tree.if, inner, context)
  if (tree.if && !condition) return undefined
  const guarded: Shape = condition ? { kind: 'when', if: condition, value: object } : object
  if (split) return { kind: 'parts', split, item: guarded }
  return list ? { kind: 'each', list, item: guarded } : guarded
}

/** What a slice fixes and `ucum` sets, as though it had been written. */
function withFixed(tree: TreeNode, target: Target, context: MapContext): TreeNode {
  const has = (name: string) => tree.elements.some(child => child.name === name)
  const constant = (text: string): Node => ({ kind: 'constant', at: tree.at, text, explicit: true })
  const add = (name: string, node: Node): ElementNode => ({ at: tree.at, name, node })
  const added: ElementNode[] = []
  if (target.system !== undefined && (target.type === 'Coding' || target.type === 'Identifier') && !has('system'))
    added.push(add('system', constant(target.system)))
  for (const [name, text] of fixedAt(target, context))
    if (!has(name) && !added.some(child => child.name === name)) added.push(add(name, constant(text)))
  if (tree.ucum && quantities.has(target.type)) {
    if (!has('unit')) added.push(add('unit', tree.ucum))
    added.push(add('system', constant('http://unitsofmeasure.org')), add('code', tree.ucum))
  }
  if (tree.ucum && !quantities.has(target.type))
    context.scope.report('map.key-unknown', tree.ucum.at, `ucum belongs in a Quantity; ${target.element} is a ${target.type}.`)
  return added.length === 0 ? tree : { ...tree, elements: [...tree.elements, ...added] }
}

function fixedAt(target: Target, { document }: MapContext): readonly (readonly [string, string])[] {
  return elementsOf(target.type).flatMap(({ name, type }) => {
    const fixed = isPrimitive(type) ? ruleOf(document.resourceType, joinPath(target.path, name))?.fixed : undefined
    return fixed === undefined ? [] : [[name, fixed] as const]
  })
}

export function resolveObject(tree: TreeNode, target: Target, place: Place, context: MapContext): ObjectShape | undefined {
  const elements: ShapeElement[] = []
  let complete = true
  for (const [rank, child] of tree.elements.entries()) {
    const resolved = resolveElement(child, rank, place, context)
    if (resolved) addElement(elements, resolved)
    if (resolved) reportAbsentPrincipal(resolved, child, target, context)
    else complete = false
  }
  const order = orderOf(target.type)
  elements.sort((a, b) => (order.get(a.name) ?? 0) - (order.get(b.name) ?? 0))
  const sliced = elements.map(each => ({ ...each, items: inSliceOrder(each, place, context) }))
  const required = requirementsOf(sliced, tree, target, context, complete)
  const principal = principals[target.type]
  return complete
    ? { kind: 'object', type: target.type, elements: sliced, required, ...(principal !== undefined && { principal }) }
    : undefined
}

/** What an object without its principal element says is nothing, so there is nothing to give a reason within. */
function reportAbsentPrincipal({ name, absent }: ShapeElement, { at }: ElementNode, target: Target, { scope }: MapContext): void {
  if (absent !== undefined && principals[target.type] === name)
    scope.report(
      'map.absent-place',
      at,
      `${target.element} is nothing without its ${name}. Write absent in place of the whole: ${target.element}: { absent: ${absent} }.`,
    )
}

const orders = new Map<string, ReadonlyMap<string, number>>()

/** `_birthDate` stands right after birthDate. */
function orderOf(type: string): ReadonlyMap<string, number> {
  let order = orders.get(type)
  if (!order) {
    order = new Map(elementsOf(type).flatMap(({ name }, index) => [[name, index] as const, [`_${name}`, index + 0.5] as const]))
    orders.set(type, order)
  }
  return order
}

/** Items written at two places of one repeating element stand in one list. */
function addElement(elements: ShapeElement[], added: ShapeElement): void {
  const index = elements.findIndex(({ name }) => name === added.name)
  const known = elements[index]
  if (known) elements[index] = { ...known, items: [...known.items, ...added.items] }
  else elements.push(added)
}

/** Slices first, in the profile's order; then the rest as written. */
function inSliceOrder({ name, items }: ShapeElement, place: Place, { document }: MapContext): readonly ShapeItem[] {
  const slices = slicesOf(document.resourceType, joinPath(place.path, name)).map(slice => slice.name)
  const rank = ({ slice }: ShapeItem) => (slice === undefined || !slices.includes(slice) ? slices.length : slices.indexOf(slice))
  return [...items].sort((a, b) => rank(a) - rank(b))
}

const forbidden = new Set(['id', 'text', 'contained', 'implicitRules', 'language', 'modifierExtension'])

function resolveElement(node: ElementNode, rank: number, place: Place, context: MapContext): ShapeElement | undefined {
  const { report } = context.scope
  if (node.name === 'extension' && node.slice !== undefined) return resolveExtension(node, place, context)
  const isExtra = node.name.startsWith('_')
  const name = isExtra ? node.name.slice(1) : node.name
  const fact = elementOf(place.type, name)
  if (!fact) {
    report('map.element-unknown', node.at, unknownElement(node, name, place, context))
    return undefined
  }
  if (place.path === '' && forbidden.has(name)) {
    report('map.element-unmapped', node.at, `${name} is not mapped: the facade makes it or leaves it out.`)
    return undefined
  }
  if (isExtra) return primitiveExtension(node, fact.type, joinPath(place.path, name), place, context)
  const slices = slicesOf(context.document.resourceType, joinPath(place.path, name))
  const slice = slices.find(candidate => candidate.name === node.slice)
  if (node.slice !== undefined && !slice) {
    const near = slices.length === 0 ? 'It has no slices' : `It has ${slices.map(candidate => candidate.name).join(', ')}`
    report('map.slice-unknown', node.at, `${name} has no slice ${node.slice} in the profile. ${near}.`)
    return undefined
  }
  const path = joinPath(place.path, name) + (slice ? `:${slice.name}` : '')
  const rule = ruleOf(context.document.resourceType, path)
  if (rule?.max === 0) {
    report('profile.forbidden', node.at, `The profile forbids ${path} in ${context.document.resourceType}.`)
    return undefined
  }
  const fixedSystem = slice?.fixed.system ?? slice?.fixed['coding.system']
  const target: Target = {
    element: name,
    type: fact.type,
    path,
    ...(fact.codes && { codes: fact.codes }),
    ...(rule?.binding?.strength === 'required' && { valueSet: rule.binding.valueSet }),
    ...(fixedSystem !== undefined && { system: fixedSystem }),
  }
  const isSingle = isPrimitive(fact.type) && !fact.isList
  const { value, reason } = isSingle ? takeAbsent(node.node) : { value: node.node, reason: undefined }
  const shapes = value ? resolveItems(value, target, fact.isList, place, context) : []
  if (!shapes) return undefined
  return {
    name,
    type: fact.type,
    isList: fact.isList,
    choiceRank: rank,
    ...(reason && { absent: reason.reason }),
    ...(fact.choice !== undefined && { choice: fact.choice }),
    items: shapes.map(shape => ({ shape, ...(slice && { slice: slice.name }) })),
  }
}

function resolveItems(
  node: Node,
  target: Target,
  isList: boolean,
  place: Place,
  context: MapContext,
): readonly Shape[] | undefined {
  if (isList && node.kind === 'list') {
    const shapes = node.items.map(item => context.resolveNode(item, target, place, context))
    return shapes.every(shape => shape !== undefined) ? shapes : undefined
  }
  const shape = context.resolveNode(node, target, place, context)
  if ((shape?.kind === 'each' || shape?.kind === 'parts') && !isList) {
    context.scope.report(
      'map.for-single',
      node.at,
      `${target.element} has at most one value and can not be repeated with for. Use a join, or first.`,
    )
    return undefined
  }
  return shape && [shape]
}

function unknownElement({ node }: ElementNode, name: string, { type }: Place, { scope }: MapContext): string {
  const choices = elementsOf(type).filter(({ choice }) => choice === name)
  if (choices.length > 0) {
    const column = node.kind === 'column' && scope.tableOf(node.alias) ? scope.column(node.alias, node.name, node.at) : undefined
    const fits = column && !column.isGuess ? choices.filter(choice => converterOf(column, choice.type, undefined)) : []
    const [only] = fits
    const advice = column && only && fits.length === 1 ? ` (${columnName(column)} is ${column.meaning}: ${only.name})` : ''
    return `${name}[x] needs its type: ${choices.map(choice => choice.name).join(', ')}${advice}.`
  }
  const near = nearestName(
    name,
    elementsOf(type).map(candidate => candidate.name),
  )
  return `${type} has no element ${name}.${near === undefined ? '' : ` Did you mean ${near}?`}`
}

/** `_birthDate: { extension[…]: … }`: extensions of a primitive. */
function primitiveExtension(
  node: ElementNode,
  type: string,
  path: string,
  place: Place,
  context: MapContext,
): ShapeElement | undefined {
  if (!isPrimitive(type) || node.node.kind !== 'tree') {
    context.scope.report('map.value-kind', node.at, `${node.name} takes extensions of a primitive element: { extension[…]: … }.`)
    return undefined
  }
  const elements = node.node.elements.map(child => resolveExtension(child, { ...place, type: 'Element', path }, context))
  if (!elements.every(child => child !== undefined)) return undefined
  const merged: ShapeElement[] = []
  for (const child of elements) addElement(merged, child)
  return element(node.name, 'Element', false, { kind: 'object', type: 'Element', elements: merged, required: [] })
}

const canBeKey = (column: ColumnBinding, of: ColumnBinding | undefined): boolean =>
  column.isGuess === true || of?.isGuess === true || column.meaning === of?.meaning

/** `{ ref: T, key: k, display: … }`. */
export function resolveReference(node: ReferenceNode, target: Target, place: Place, context: MapContext): Shape | undefined {
  const { report } = context.scope
  if (target.type !== 'Reference') {
    report('map.type-clash', node.at, `${target.element} is ${target.type} and takes no reference.`)
    return undefined
  }
  const to = context.targetOf(node)
  const key = node.key.map(part => {
    if (part.kind === 'column') return columnAt(part.alias, part.name, part.at, place, context)
    report('map.not-yet', part.at, 'A reference key that is no column is not supported yet.')
    return undefined
  })
  if (!to || !key.every(column => column !== undefined)) return undefined
  const rule = ruleOf(context.document.resourceType, target.path)
  const allowed = rule?.targets
  if (allowed && allowed.length > 0 && !allowed.includes(to.type)) {
    report(
      'map.reference-type',
      node.target.at,
      `${target.element} refers to ${allowed.join(' or ')}; ${to.map} is a ${to.type}.`,
    )
    return undefined
  }
  if (key.length !== to.key.length || key.some((column, index) => !canBeKey(column, to.key[index]))) {
    const wanted = to.key.map(column => `${column.field.name} (${column.meaning})`).join(', ')
    report(
      'map.reference-key',
      node.at,
      `${to.map} is keyed by ${wanted}; ${key.map(column => `${columnName(column)} is ${column.meaning}`).join(', ')}. Reference by its key, or key its table by what you have.`,
    )
    return undefined
  }
  const always: Shape = { kind: 'primitive', type: 'string', value: { kind: 'reference', target: to, key, isLive: node.live } }
  const condition = node.live ? liveCondition(node, to, key, context) : undefined
  if (node.live && !condition) return undefined
  const reference: Shape = condition ? { kind: 'when', if: condition, value: always } : always
  const others = resolveObject(
    { kind: 'tree', at: node.at, elements: node.elements },
    target,
    { ...place, type: 'Reference', path: target.path },
    context,
  )
  return (
    others && {
      kind: 'object',
      type: 'Reference',
      required: [],
      elements: [element('reference', 'string', false, reference), ...others.elements],
    }
  )
}
