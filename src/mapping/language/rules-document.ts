/** Reads a rules document: what searches of one type must say, and how much they get (MAPPING section 10). */
import type { Report } from './diagnostic-codes.js'
import type { RequiredGroup, RulesDocument } from './document.js'
import type { YamlMap } from './yaml-node.js'
import { entryOf } from './yaml-node.js'
import { checkKeys, itemsOf, textAt, textsOf, wordAt, wrongKind } from './yaml-values.js'

const rulesKeys = { known: ['rules', 'require_any', 'default_count', 'max_count', 'allow_scan'] }

export function readRulesDocument(map: YamlMap, report: Report): RulesDocument | undefined {
  checkKeys(map, rulesKeys, 'a rules document', report)
  const type = textAt(map, 'rules', report)
  const requireAny = readGroups(map, report)
  const [defaultCount, maxCount] = [countAt(map, 'default_count', report), countAt(map, 'max_count', report)]
  const allowScan = wordAt(map, 'allow_scan', ['true', 'false'] as const, report)
  if (defaultCount !== undefined && maxCount !== undefined && defaultCount > maxCount)
    report('map.value-invalid', map.at, `default_count (${defaultCount}) is more than max_count (${maxCount}).`)
  return (
    type && {
      at: type.at,
      type: type.text,
      requireAny,
      ...(defaultCount !== undefined && { defaultCount }),
      ...(maxCount !== undefined && { maxCount }),
      ...(allowScan !== undefined && { allowScan: allowScan === 'true' }),
    }
  )
}

/** `[[identifier], [name, birthdate]]`; a name alone is a group of one. */
function readGroups(map: YamlMap, report: Report): readonly RequiredGroup[] {
  const value = entryOf(map, 'require_any')?.value
  if (value === undefined) return []
  if (value.kind !== 'list') {
    wrongKind(value, 'require_any takes a list of groups, [[identifier], [name, birthdate]]', report)
    return []
  }
  return itemsOf(value, 'require_any', report).flatMap(item => {
    const names = textsOf(item, 'require_any', report)
    return names.length === 0 ? [] : [names.map(({ at, text }) => ({ at, name: text }))]
  })
}

function countAt(map: YamlMap, key: string, report: Report): number | undefined {
  const text = textAt(map, key, report)
  if (text === undefined) return undefined
  if (/^[1-9]\d{0,5}$/.test(text.text)) return Number(text.text)
  report('map.value-invalid', text.at, `${key} takes a whole number from 1 on; this is ${text.text}.`)
  return undefined
}
