/** Reads the joins and lists of a map: where further rows come from (MAPPING sections 3 and 4). */
import { nearestName } from '../../kernel/nearest.js'
import type { Report } from './diagnostic-codes.js'
import type { Relation, SourceDocument } from './document.js'
import type { MapScope } from './map-scope.js'
import { expressionAt } from './read-expression.js'
import type { YamlEntry, YamlMap, YamlText } from './yaml-node.js'
import { entryOf } from './yaml-node.js'
import { checkKeys, columnNameAt, columnNamesAt, mapOf, requiredAt, textAt, wordAt } from './yaml-values.js'

export type RelationKind = 'joins' | 'lists'

const relationKeys = {
  joins: { known: ['table', 'match', 'latest', 'includeGone'] },
  lists: { known: ['table', 'match', 'order', 'includeGone'] },
}

/** The entries of `joins` or `lists`, each of which declares an alias. */
export function relationEntries(map: YamlMap, kind: RelationKind, report: Report): readonly YamlEntry[] {
  const entry = entryOf(map, kind)
  return entry === undefined ? [] : (mapOf(entry.value, kind, report)?.entries ?? [])
}

export function readRelations(
  entries: readonly YamlEntry[],
  kind: RelationKind,
  scope: MapScope,
  source: SourceDocument | undefined,
): ReadonlyMap<string, Relation> {
  const relations = new Map<string, Relation>()
  for (const entry of entries) {
    const relation = readRelation(entry, kind, scope, source)
    if (relation !== undefined) relations.set(relation.alias, relation)
  }
  return relations
}

function readRelation(
  { key: alias, at, value }: YamlEntry,
  kind: RelationKind,
  scope: MapScope,
  source: SourceDocument | undefined,
): Relation | undefined {
  const { report } = scope
  // Slots and packed text are read apart: they are no rows of a table.
  const isPacked = value.kind === 'map' && entryOf(value, 'split') !== undefined
  if (kind === 'lists' && (value.kind === 'list' || isPacked)) return undefined
  const map = mapOf(value, alias, report)
  if (map === undefined) return undefined
  const meant = checkKeys(map, relationKeys[kind], kind === 'joins' ? 'a join' : 'a list', report)
  const thing = `${kind === 'joins' ? 'The join' : 'The list'} ${alias}`
  for (const key of ['table', 'match']) if (!meant.has(key)) requiredAt(map, key, thing, report)
  const table = textAt(map, 'table', report)
  if (table !== undefined) checkTable(table, source, report)
  const match = expressionAt(map, 'match', scope)
  const order = kind === 'lists' ? columnNamesAt(map, 'order', report) : []
  const latest = kind === 'joins' ? columnNameAt(map, 'latest', report) : undefined
  const includeGone = wordAt(map, 'includeGone', ['true', 'false'], report) === 'true'
  if (table === undefined || match === undefined) return undefined
  return { at, alias, table: table.text, match, order, includeGone, ...(latest === undefined ? {} : { latest }) }
}

/** `for` names a list that the map declares. */
export function reportUnknownList({ at, text }: Pick<YamlText, 'at' | 'text'>, lists: Iterable<string>, report: Report): void {
  const nearest = nearestName(text, lists)
  const advice = nearest === undefined ? 'Declare it under lists.' : `Did you mean ${nearest}?`
  report('map.list-unknown', at, `No list is called ${text}. ${advice}`)
}

/** A table is one of the source document, once that is known. */
export function checkTable(
  { at, text }: Pick<YamlText, 'at' | 'text'>,
  source: SourceDocument | undefined,
  report: Report,
): void {
  if (source === undefined || source.tables.has(text)) return
  const nearest = nearestName(text, source.tables.keys())
  const advice = nearest === undefined ? `It has ${[...source.tables.keys()].join(', ')}.` : `Did you mean ${nearest}?`
  report('map.table-unknown', at, `The source ${source.name} has no table ${text}. ${advice}`)
}
