/** Reads the value of an element: text, a list, one of the value objects, or a tree of elements (MAPPING section 5). */
import { nearestName } from '../../kernel/nearest.js'
import { readCodeMap } from './code-map.js'
import type { CodedNode, ColumnNode, ElementNode, ListNode, Node, ReferenceNode, TreeNode, ValueNode } from './document.js'
import type { MapScope } from './map-scope.js'
import { expressionAt } from './read-expression.js'
import { readSql } from './read-sql.js'
import { reportUnknownList } from './relation.js'
import { readColumn, readScalar } from './scalar.js'
import { openSlot, type SlotList, slotFieldAt, slotListOf, slotTextAt } from './slot.js'
import type { YamlEntry, YamlList, YamlMap, YamlNode } from './yaml-node.js'
import { entryOf } from './yaml-node.js'
import { checkKeys, itemsOf, requiredAt, textAt, textOf, wordAt, wrongKind } from './yaml-values.js'

/** The key that makes an object a value, and how it is read. The rest are trees. */
const valueReaders: readonly (readonly [string, (map: YamlMap, scope: MapScope) => Node | undefined])[] = [
  ['col', readCoded],
  ['first', readFirst],
  ['then', readWhen],
  ['ref', readReference],
  ['const', readConstant],
  ['fn', readFunction],
  ['sql', readSql],
  ['absent', readAbsent],
]

/** Undefined when it can not be read, which is reported, and for a field that the slot being written out does not have. */
function readNode(node: YamlNode, key: string, scope: MapScope): Node | undefined {
  const field = slotFieldAt(node, scope)
  if (field) return field.node && readNode(field.node, key, { ...scope, slots: field.slots })
  switch (node.kind) {
    case 'text': {
      const text = textOf(node, key, scope.report)
      return text === undefined ? undefined : readScalar(text, scope)
    }
    case 'list':
      return readList(node, key, scope)
    case 'map':
      return readObject(node, scope)
    case 'faulty':
      return undefined
    default:
      return node satisfies never
  }
}

function readList(node: YamlList, key: string, scope: MapScope): ListNode {
  const items = itemsOf(node, key, scope.report).flatMap(item => {
    const slots = item.kind === 'map' ? slotListOf(item, scope.slots) : undefined
    if (item.kind === 'map' && slots) return writeOut(item, slots, scope)
    return readNode(item, key, scope) ?? []
  })
  return { kind: 'list', at: node.at, items }
}

/** The body of a `for` over slots, once for each. */
function writeOut(map: YamlMap, { alias, slots }: SlotList, scope: MapScope): readonly Node[] {
  const body = { ...map, entries: map.entries.filter(({ key }) => key !== 'for') }
  return slots.flatMap(slot => readNode(body, alias, { ...scope, slots: openSlot(scope.slots, alias, slot) }) ?? [])
}

function readObject(map: YamlMap, scope: MapScope): Node | undefined {
  const slots = slotListOf(map, scope.slots)
  if (slots) return { kind: 'list', at: map.at, items: writeOut(map, slots, scope) }
  for (const [key, read] of valueReaders) if (entryOf(map, key) !== undefined) return read(map, scope)
  return readTree(map, scope)
}

/** A value where a tree or a list makes no sense: a key, a unit. */
function readValue(node: YamlNode, key: string, scope: MapScope): ValueNode | undefined {
  const read = readNode(node, key, scope)
  if (read?.kind !== 'tree' && read?.kind !== 'list') return read
  return wrongKind(node, `${key} takes a value`, scope.report)
}

function readCoded(map: YamlMap, scope: MapScope): CodedNode | ColumnNode | undefined {
  checkKeys(map, { known: ['col', 'codes'] }, 'a coded column', scope.report)
  const col = slotTextAt(map, 'col', scope)
  const column = col && readColumn(col.text, 'col', col.scope)
  const entry = entryOf(map, 'codes')
  if (entry === undefined) return column
  const codes = readCodes(entry, scope)
  return column === undefined || codes === undefined ? undefined : { kind: 'coded', at: map.at, column, codes }
}

function readCodes(entry: YamlEntry, scope: MapScope): CodedNode['codes'] | undefined {
  const { value } = entry
  const field = slotFieldAt(value, scope)
  if (field) return field.node && readCodes({ ...entry, value: field.node }, { ...scope, slots: field.slots })
  if (value.kind === 'map') return readCodeMap(value, scope)
  const name = textOf(value, 'codes', scope.report)
  if (name === undefined) return undefined
  if (scope.codeNames !== undefined && !scope.codeNames.has(name.text)) {
    const nearest = nearestName(name.text, scope.codeNames)
    const advice = nearest === undefined ? 'Declare it under codes.' : `Did you mean ${nearest}?`
    scope.report('map.codes-unknown', name.at, `No code map is called ${name.text}. ${advice}`)
  }
  return { at: name.at, name: name.text }
}

function readFirst(map: YamlMap, scope: MapScope): Node | undefined {
  checkKeys(map, { known: ['first'] }, 'first', scope.report)
  const value = entryOf(map, 'first')?.value
  if (value === undefined) return undefined
  if (value.kind !== 'list') return wrongKind(value, 'first takes a list of values', scope.report)
  return { kind: 'first', at: map.at, of: readList(value, 'first', scope).items }
}

function readWhen(map: YamlMap, scope: MapScope): Node | undefined {
  checkKeys(map, { known: ['if', 'then'] }, 'if … then', scope.report)
  requiredAt(map, 'if', 'then', scope.report)
  const condition = expressionAt(map, 'if', scope)
  const value = entryOf(map, 'then')?.value
  const then = value === undefined ? undefined : readNode(value, 'then', scope)
  return condition === undefined || then === undefined ? undefined : { kind: 'when', at: map.at, if: condition, then }
}

function readFunction(map: YamlMap, scope: MapScope): Node | undefined {
  checkKeys(map, { known: ['fn', 'args'] }, 'a function', scope.report)
  const name = textAt(map, 'fn', scope.report)
  const listed = requiredAt(map, 'args', 'A function', scope.report)
  if (name === undefined || listed === undefined) return undefined
  const items = listed.kind === 'list' ? itemsOf(listed, 'args', scope.report) : [listed]
  const args = items.flatMap(item => readValue(item, 'args', scope) ?? [])
  return { kind: 'fn', at: map.at, name: { at: name.at, text: name.text }, args }
}

function readConstant(map: YamlMap, scope: MapScope): Node | undefined {
  checkKeys(map, { known: ['const'] }, 'a constant', scope.report)
  const text = textAt(map, 'const', scope.report)
  return text === undefined ? undefined : { kind: 'constant', at: map.at, text: text.text, explicit: true }
}

const absentReasons = ['unknown', 'asked', 'temp', 'notasked', 'masked', 'unsupported', 'astext', 'error', 'NaN'] as const

function readAbsent(map: YamlMap, scope: MapScope): Node | undefined {
  checkKeys(map, { known: ['absent'] }, 'an absent value', scope.report)
  const reason = wordAt(map, 'absent', absentReasons, scope.report)
  return reason === undefined ? undefined : { kind: 'absent', at: map.at, reason }
}

const ownReferenceKeys = ['ref', 'key', 'slot', 'live']

function readReference(map: YamlMap, scope: MapScope): ReferenceNode | undefined {
  const target = slotTextAt(map, 'ref', scope)?.text
  const slot = slotTextAt(map, 'slot', scope)?.text
  const key = requiredAt(map, 'key', 'A reference', scope.report)
  const keyNodes = key === undefined ? [] : key.kind === 'list' ? itemsOf(key, 'key', scope.report) : [key]
  const keyValues = keyNodes.flatMap(node => readValue(node, 'key', scope) ?? [])
  const elements = readElements(map, [...ownReferenceKeys, 'if', 'for', 'ucum'], scope)
  for (const { key: name, at } of map.entries) {
    if (name === 'if') scope.report('map.key-unknown', at, 'if stands around a reference: { if: …, then: { ref: … } }.')
    if (name === 'for' || name === 'ucum')
      scope.report('map.key-unknown', at, `${name} is no key of a reference. It takes ref, key, display and identifier.`)
  }
  if (target === undefined) return undefined
  return {
    kind: 'reference',
    at: map.at,
    target: { at: target.at, name: target.text, ...(slot && { slot: slot.text }) },
    key: keyValues,
    live: wordAt(map, 'live', ['true', 'false'], scope.report) === 'true',
    elements,
  }
}

export function readTree(map: YamlMap, scope: MapScope): TreeNode {
  const condition = expressionAt(map, 'if', scope)
  const repeated = readFor(map, scope)
  const unit = entryOf(map, 'ucum')
  const ucum = unit === undefined ? undefined : readValue(unit.value, 'ucum', scope)
  return {
    kind: 'tree',
    at: map.at,
    ...(condition === undefined ? {} : { if: condition }),
    ...(repeated === undefined ? {} : { for: repeated }),
    ...(ucum === undefined ? {} : { ucum }),
    elements: readElements(map, ['if', 'for', 'ucum'], scope),
  }
}

function readFor(map: YamlMap, { lists, report }: MapScope): TreeNode['for'] {
  const list = textAt(map, 'for', report)
  if (list === undefined) return undefined
  if (!lists.has(list.text)) reportUnknownList(list, lists, report)
  return { at: list.at, list: list.text }
}

const elementName = /^(_?[a-z][A-Za-z0-9]*)(?:\[([^[\]]+)\])?$/

function readElements(map: YamlMap, except: readonly string[], scope: MapScope): readonly ElementNode[] {
  return map.entries.flatMap(({ key, at, value }) => {
    if (except.includes(key)) return []
    const [, name, slice] = elementName.exec(key) ?? []
    if (name === undefined) {
      scope.report('map.element-invalid', at, `${key} is no element. Write name, name[slice] or _name, as in STU3 JSON.`)
      return []
    }
    const node = readNode(value, key, scope)
    return node === undefined ? [] : [{ at, name, ...(slice === undefined ? {} : { slice }), node }]
  })
}
