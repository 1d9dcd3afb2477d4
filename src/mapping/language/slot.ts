/**
 * Slots: columns that repeat side by side in one row, as a list of `{ slot: hr, value: c.PULSE, … }`. What stands under
 * `for:` is read once for each slot, its fields put in before anything else (MAPPING section 4).
 */
import type { Position } from '../../kernel/diagnostics.js'
import { nearestName } from '../../kernel/nearest.js'
import { columnIn } from './column-form.js'
import type { Report } from './diagnostic-codes.js'
import type { YamlEntry, YamlList, YamlMap, YamlNode, YamlText } from './yaml-node.js'
import { entryOf } from './yaml-node.js'
import { itemsOf, mapOf, requiredAt, textAt, textOf } from './yaml-values.js'

export interface SlotList {
  readonly alias: string
  readonly slots: readonly Slot[]
  /** Of all slots together: one of them may lack some. */
  readonly fields: ReadonlySet<string>
}
export interface Slot {
  readonly name: string
  /** `slot` itself too. */
  readonly fields: ReadonlyMap<string, YamlNode>
}

export interface SlotScope {
  readonly lists: ReadonlyMap<string, SlotList>
  /** By alias: the slot that is being written out. */
  readonly open: ReadonlyMap<string, Slot>
}
export const noSlots: SlotScope = { lists: new Map(), open: new Map() }

export const openSlot = ({ lists, open }: SlotScope, alias: string, slot: Slot): SlotScope => ({
  lists,
  open: new Map(open).set(alias, slot),
})

/** The lists whose value is a YAML list. */
export function readSlotLists(entries: readonly YamlEntry[], report: Report): SlotScope {
  const lists = new Map<string, SlotList>()
  for (const { key, value } of entries) if (value.kind === 'list') lists.set(key, readSlotList(key, value, report))
  return { lists, open: new Map() }
}

function readSlotList(alias: string, list: YamlList, report: Report): SlotList {
  const slots: Slot[] = []
  for (const item of itemsOf(list, alias, report)) {
    const map = mapOf(item, `A slot of ${alias}`, report)
    const slot = map && readSlot(map, alias, report)
    if (!map || !slot) continue
    if (slots.some(({ name }) => name === slot.name))
      report('map.slot-duplicate', map.at, `${alias} has a slot ${slot.name} already. A slot's name is its own.`)
    else slots.push(slot)
  }
  return { alias, slots, fields: new Set(slots.flatMap(({ fields }) => [...fields.keys()])) }
}

function readSlot(map: YamlMap, alias: string, report: Report): Slot | undefined {
  requiredAt(map, 'slot', `A slot of ${alias}`, report)
  const name = textAt(map, 'slot', report)
  if (name === undefined) return undefined
  if (!/^[A-Za-z0-9-]{1,20}$/.test(name.text)) {
    report(
      'map.name-invalid',
      name.at,
      `${name.text} can not end a logical id. A slot is named by at most 20 letters, digits and -.`,
    )
    return undefined
  }
  for (const { key, at } of map.entries)
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key))
      report('map.name-invalid', at, `${key} is no name of a field. It begins with a letter and has letters, digits and _.`)
  return { name: name.text, fields: new Map(map.entries.map(({ key, value }) => [key, value] as const)) }
}

/** The list of slots that an object is repeated over. */
export function slotListOf(map: YamlMap, { lists }: SlotScope): SlotList | undefined {
  const value = entryOf(map, 'for')?.value
  return value?.kind === 'text' ? lists.get(value.text) : undefined
}

export interface SlotField {
  /** Absent where the slot has no such field: then there is no value. */
  readonly node?: YamlNode
  /** For what the field says: its own slot is closed, so that it can not mean itself. */
  readonly slots: SlotScope
}

interface SlotReading {
  readonly report: Report
  readonly slots: SlotScope
}

/** What `v.value` stands for; undefined when `v` is no list of slots. */
export function slotField(alias: string, name: string, at: Position, { report, slots }: SlotReading): SlotField | undefined {
  const list = slots.lists.get(alias)
  if (list === undefined) return undefined
  const slot = slots.open.get(alias)
  const inner: SlotScope = { lists: slots.lists, open: new Map([...slots.open].filter(([open]) => open !== alias)) }
  if (slot === undefined)
    report('map.list-outside-for', at, `${alias} is a list of slots. Repeat what uses it over the list (for: ${alias}).`)
  else if (!list.fields.has(name)) {
    const nearest = nearestName(name, list.fields)
    const advice = nearest === undefined ? `They have ${[...list.fields].join(', ')}.` : `Did you mean ${nearest}?`
    report('map.slot-field', at, `No slot of ${alias} has a field ${name}. ${advice}`)
  }
  const node = slot?.fields.get(name)
  return { ...(node && { node }), slots: inner }
}

/** The field that a whole text names. */
export function slotFieldAt(node: YamlNode, reading: SlotReading): SlotField | undefined {
  if (node.kind !== 'text' || reading.slots.lists.size === 0) return undefined
  const column = columnIn(node.text)
  return column && slotField(column.alias, column.name, node.at, reading)
}

/** The text at a key, or of the field that it names, with the scope to read it in; undefined also where the slot lacks it. */
export function slotTextAt<Scope extends SlotReading>(
  map: YamlMap,
  key: string,
  scope: Scope,
): { readonly text: YamlText; readonly scope: Scope } | undefined {
  const value = entryOf(map, key)?.value
  if (value === undefined) return undefined
  const field = slotFieldAt(value, scope)
  if (field) {
    const text = field.node && textOf(field.node, key, scope.report)
    return text && { text, scope: { ...scope, slots: field.slots } }
  }
  const text = textOf(value, key, scope.report)
  return text && { text, scope }
}
