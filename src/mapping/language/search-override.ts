/** Reads `search:` of a map: the exceptions to what search is derived from the elements (MAPPING section 10). */
import type { ColumnNode, SearchOverride, SqlNode, ValueChange } from './document.js'
import type { MapScope } from './map-scope.js'
import { readSql } from './read-sql.js'
import { readColumn } from './scalar.js'
import { slotTextAt } from './slot.js'
import type { YamlEntry, YamlMap } from './yaml-node.js'
import { entryOf } from './yaml-node.js'
import { checkKeys, mapOf, oneOf, requiredAt, textAt, textsOf, wordAt } from './yaml-values.js'

const changes = ['upper', 'lower', 'noPunctuation', 'soundex'] as const satisfies readonly ValueChange[]

/** By parameter. */
export function readSearchOverrides(map: YamlMap, scope: MapScope): ReadonlyMap<string, SearchOverride> {
  const entry = entryOf(map, 'search')
  const overrides = new Map<string, SearchOverride>()
  for (const each of entry === undefined ? [] : (mapOf(entry.value, 'search', scope.report)?.entries ?? [])) {
    const override = readOverride(each, scope)
    if (override) overrides.set(each.key, override)
  }
  return overrides
}

function readOverride({ key, at, value }: YamlEntry, scope: MapScope): SearchOverride | undefined {
  const { report } = scope
  if (value.kind === 'text') {
    if (value.text === 'disabled') return { kind: 'disabled', at }
    report('map.value-invalid', value.at, `${key} takes disabled, { as: parameter } or { col: alias.COLUMN, match: … }.`)
    return undefined
  }
  const map = mapOf(value, key, report)
  if (map === undefined) return undefined
  if (entryOf(map, 'as')) {
    checkKeys(map, { known: ['as'] }, 'another parameter', report)
    const as = textAt(map, 'as', report)
    return as && { kind: 'as', at, parameter: { at: as.at, text: as.text } }
  }
  checkKeys(map, { known: ['col', 'sql', 'type', 'match', 'value'] }, 'a search by column', report)
  const column = readSearched(map, key, scope)
  const match = wordAt(map, 'match', ['equals', 'starts', 'words'] as const, report)
  const type = wordAt(map, 'type', ['string', 'token', 'date', 'number', 'uri'] as const, report)
  return column && { kind: 'column', at, column, ...(type && { type }), ...(match && { match }), value: readChanges(map, scope) }
}

/** A column, or what the database works out of the columns of one row. */
function readSearched(map: YamlMap, key: string, scope: MapScope): ColumnNode | SqlNode | undefined {
  const sql = entryOf(map, 'sql')
  if (sql) {
    if (entryOf(map, 'col')) scope.report('map.keys-conflict', sql.at, 'A search has either col or sql, not both.')
    return readSql({ ...map, entries: [sql] }, scope)
  }
  requiredAt(map, 'col', `The search by ${key}`, scope.report)
  const col = slotTextAt(map, 'col', scope)
  return col && readColumn(col.text, 'col', col.scope)
}

/** In the order in which they are made. */
function readChanges(map: YamlMap, { report }: MapScope): readonly ValueChange[] {
  const entry = entryOf(map, 'value')
  if (entry === undefined) return []
  return textsOf(entry.value, 'value', report).flatMap(text => oneOf(text, 'value', changes, report) ?? [])
}
