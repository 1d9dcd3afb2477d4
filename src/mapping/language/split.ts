/** Reads lists of packed text: `{ split: a.DIAG_ALL, by: ';', parse: '{SYS}:{CODE}' }` (MAPPING section 4). */
import type { SplitList } from './document.js'
import type { MapScope } from './map-scope.js'
import { holesIn } from './pattern.js'
import { readColumn } from './scalar.js'
import { slotTextAt } from './slot.js'
import { readPatterns } from './value-facts.js'
import type { YamlEntry, YamlMap } from './yaml-node.js'
import { entryOf } from './yaml-node.js'
import { checkKeys, requiredAt, wrongKind } from './yaml-values.js'

/** What a part is called where no pattern takes it apart. */
const wholePart = 'PART'

export function readSplits(entries: readonly YamlEntry[], scope: MapScope): ReadonlyMap<string, SplitList> {
  const splits = new Map<string, SplitList>()
  for (const { key, value } of entries) {
    const split = value.kind === 'map' && entryOf(value, 'split') ? readSplit(key, value, scope) : undefined
    if (split) splits.set(key, split)
  }
  return splits
}

function readSplit(alias: string, map: YamlMap, scope: MapScope): SplitList | undefined {
  const { report } = scope
  checkKeys(map, { known: ['split', 'by', 'parse'] }, 'a list of packed text', report)
  const text = slotTextAt(map, 'split', scope)
  const column = text && readColumn(text.text, 'split', text.scope)
  const by = readSeparator(map, alias, scope)
  const patterns = readPatterns(map, report)
  if (!column || by === undefined || (entryOf(map, 'parse') && !patterns)) return undefined
  const holes = patterns?.flatMap(holesIn) ?? [{ name: wholePart, holds: 'text' as const }]
  const fields = new Map<string, (typeof holes)[number]['holds']>()
  for (const { name, holds } of holes) {
    const earlier = fields.get(name)
    fields.set(name, earlier === undefined || earlier === holds ? holds : 'text')
  }
  return { at: map.at, alias, column, by, patterns: patterns ?? [], fields }
}

/** It may be a blank. */
function readSeparator(map: YamlMap, alias: string, { report }: MapScope): string | undefined {
  const node = requiredAt(map, 'by', `The list ${alias}`, report)
  if (node === undefined) return undefined
  if (node.kind !== 'text') return wrongKind(node, 'by takes text', report)
  if (node.text !== '') return node.text
  report('map.value-missing', node.at, "by has no value. Write what stands between two parts: ';'.")
  return undefined
}
