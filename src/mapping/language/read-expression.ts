/** Reads the expressions of a document and checks that the aliases in them are declared. */
import type { Position } from '../../kernel/diagnostics.js'
import { nearestName } from '../../kernel/nearest.js'
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
  readonly aliases?: ReadonlySet<string>
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
    if (aliases !== undefined && !aliases.has(alias)) reportUnknownAlias(alias, at, { report, aliases })
  }
  for (const { alias, at } of columnsOf(parsed)) if (alias !== undefined) checkAlias(alias, at)
  return slots.lists.size === 0 ? parsed : putSlotsInExpression(parsed, { report, slots, checkAlias })
}

export function reportUnknownAlias(
  alias: string,
  at: Position,
  { report, aliases }: { readonly report: Report; readonly aliases: ReadonlySet<string> },
  advice?: string,
): void {
  const nearest = alias.length > 2 ? nearestName(alias, aliases) : undefined
  const meant = advice ?? (nearest === undefined ? undefined : `Did you mean ${nearest}?`)
  const message = `${alias} is not an alias here (${listed([...aliases])}).`
  report('map.alias-unknown', at, meant === undefined ? message : `${message} ${meant}`)
}

const listed = (names: readonly string[]): string =>
  names.length === 0 ? 'none is' : `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'}`
