/** Reads the expressions of a document and checks that the aliases in them are declared. */
import type { Position } from '../../kernel/diagnostics.js'
import type { Aliases } from './aliases.js'
import type { Report } from './diagnostic-codes.js'
import type { Expression } from './document.js'
import { isDiagnostic, parseExpression } from './expression.js'
import { columnsOf } from './expression-columns.js'
import { noSlots, type SlotScope, slotFieldAt } from './slot.js'
import { putSlotsInExpression } from './slot-text.js'
import type { YamlMap, YamlNode } from './yaml-node.js'
import { entryOf } from './yaml-node.js'
import { place, textOf } from './yaml-values.js'

/** `aliases`: those of the map; none in a source document, where columns are written without alias. */
export interface ExpressionReading {
  readonly report: Report
  readonly aliases?: Aliases
  readonly slots?: SlotScope
}

export function expressionAt(map: YamlMap, key: string, reading: ExpressionReading): Expression | undefined {
  const entry = entryOf(map, key)
  return entry === undefined ? undefined : readExpression(entry.value, key, reading)
}

function readExpression(node: YamlNode, key: string, reading: ExpressionReading): Expression | undefined {
  const { report, aliases, slots = noSlots } = reading
  const field = slotFieldAt(node, { report, slots })
  if (field) return field.node && readExpression(field.node, key, { ...reading, slots: field.slots })
  const text = textOf(node, key, report)
  if (text === undefined) return undefined
  const parsed = parseExpression(text.text, text.at, { aliasRequired: aliases !== undefined, place: place(text) })
  if (isDiagnostic(parsed)) {
    report('map.expression-invalid', parsed.at, parsed.message)
    return undefined
  }
  const checkAlias = (alias: string, at: Position): void => {
    if (aliases?.has(alias) === false) aliases.refuse(alias, at)
  }
  for (const { alias, at } of columnsOf(parsed)) if (alias !== undefined) checkAlias(alias, at)
  return slots.lists.size === 0 ? parsed : putSlotsInExpression(parsed, { report, slots, checkAlias })
}
