/** Reads a map: what the rows of one table mean as one resource type (MAPPING section 3). */
import { Aliases } from './aliases.js'
import type { CodeMapReading } from './code-map.js'
import { readCodeMaps } from './code-map.js'
import { onceEach, type Report } from './diagnostic-codes.js'
import type { CodeMap, MapDocument, SourceDocument, TreeNode } from './document.js'
import type { MapScope } from './map-scope.js'
import { readTree } from './node.js'
import { expressionAt } from './read-expression.js'
import { checkTable, readRelations, relationEntries, reportUnknownList } from './relation.js'
import { readSearchOverrides } from './search-override.js'
import { openSlot, readSlotLists, type Slot } from './slot.js'
import { readName } from './source-document.js'
import { readSplits } from './split.js'
import { expandSystem } from './systems.js'
import type { YamlEntry, YamlMap } from './yaml-node.js'
import { entryOf, placeIn } from './yaml-node.js'
import { mapOf, nearestKey, requiredAt, textAt } from './yaml-values.js'

const mapKeys = ['map', 'prefix', 'profile', 'from', 'joins', 'lists', 'for', 'where', 'codes', 'search']

type DocumentReading = Pick<CodeMapReading, 'report' | 'readBeside'>

/**
 * One map, or its copies when it is repeated over slots. Without a source document (its folder has none) short names stay
 * as they are and tables are not checked.
 */
export function readMapDocuments(
  map: YamlMap,
  reading: DocumentReading,
  source: SourceDocument | undefined,
): readonly MapDocument[] {
  const once: DocumentReading = { ...reading, report: onceEach(reading.report) }
  if (entryOf(map, 'for') === undefined) return readCopy(map, once, source, undefined)
  const repeated = repeatedOver(map, once.report)
  if (repeated && 'at' in repeated) return readCopy(map, once, source, repeated)
  if (repeated) return repeated.slots.flatMap(slot => readCopy(map, once, source, { alias: repeated.alias, slot }))
  // For its other faults.
  readCopy(map, once, source, undefined)
  return []
}

interface Copy {
  /** Of the list. */
  readonly alias: string
  readonly slot: Slot
}

/** A whole map that is repeated over packed text is one map, whose rows are parts. */
interface Parts {
  readonly alias: string
  readonly at: YamlEntry['at']
}

/** What a whole map is repeated over. */
function repeatedOver(
  map: YamlMap,
  report: Report,
): { readonly alias: string; readonly slots: readonly Slot[] } | Parts | undefined {
  const named = textAt(map, 'for', report)
  const entries = relationEntries(map, 'lists', report)
  if (named === undefined) return undefined
  const list = readSlotLists(entries, report).lists.get(named.text)
  if (list) return list
  const entry = entries.find(({ key }) => key === named.text)
  if (entry?.value.kind === 'map' && entryOf(entry.value, 'split')) return { alias: named.text, at: named.at }
  if (entry)
    report(
      'map.for-rows',
      named.at,
      `${named.text} gives rows, and a map is repeated over slots or packed text only. Make its table the from of this map, and join what is the from now.`,
    )
  else
    reportUnknownList(
      named,
      entries.map(({ key }) => key),
      report,
    )
  return undefined
}

function readCopy(
  map: YamlMap,
  { report, readBeside }: DocumentReading,
  source: SourceDocument | undefined,
  repeated: Copy | Parts | undefined,
): readonly MapDocument[] {
  const copy = repeated && 'slot' in repeated ? repeated : undefined
  const { resource, meant } = findResource(map, report)
  const name = readName(map, 'map', report)
  if (!meant.has('from')) requiredAt(map, 'from', 'A map', report)
  const from = readFrom(map, source, report)
  const relations = { joins: relationEntries(map, 'joins', report), lists: relationEntries(map, 'lists', report) }
  const codeReading: CodeMapReading = {
    report,
    readBeside,
    system: text => expandSystem(source ?? { systems: new Map() }, text),
  }
  const codesEntry = entryOf(map, 'codes')
  const codes = codesEntry === undefined ? new Map<string, CodeMap>() : readCodeMaps(codesEntry.value, codeReading)
  const slots = readSlotLists(relations.lists, report)
  const declared = declareAliases([...(from === undefined ? [] : [from]), ...relations.joins, ...relations.lists], report)
  const aliases = new Aliases(declared, from !== undefined)
  const scope: MapScope = {
    ...codeReading,
    aliases,
    lists: new Set(relations.lists.map(({ key }) => key)),
    codeNames: codeNames(map, source),
    slots: copy ? openSlot(slots, copy.alias, copy.slot) : slots,
  }
  const rest = {
    joins: readRelations(relations.joins, 'joins', scope, source),
    lists: readRelations(relations.lists, 'lists', scope, source),
    splits: readSplits(relations.lists, scope),
    codes,
    search: readSearchOverrides(map, scope),
    ...readOptions(map, scope),
  }
  const body = resource === undefined ? undefined : readBody(resource, scope)
  aliases.tell(report)
  if (name === undefined || from === undefined || resource === undefined || body === undefined) return []
  const { at, table, key: alias } = from
  const named = copy ? { name: `${name}.${copy.slot.name}`, copy: { of: name, slot: copy.slot.name } } : { name }
  const repeat = repeated && 'at' in repeated && { repeat: { at: repeated.at, list: repeated.alias } }
  const document = { at: map.at, ...named, ...repeat, source: source?.name ?? '', from: { at, table, alias }, ...rest }
  return [{ ...document, resourceType: resource.key, body }]
}

function readOptions(map: YamlMap, scope: MapScope): Pick<MapDocument, 'prefix' | 'profile' | 'where'> {
  const prefix = textAt(map, 'prefix', scope.report)
  if (prefix !== undefined && !/^[A-Za-z0-9][A-Za-z0-9-]*$/.test(prefix.text))
    scope.report('map.name-invalid', prefix.at, `${prefix.text} can not begin a logical id. A prefix has letters, digits and -.`)
  const profile = textAt(map, 'profile', scope.report)
  const where = expressionAt(map, 'where', scope)
  return {
    ...(prefix === undefined ? {} : { prefix: prefix.text }),
    ...(profile === undefined ? {} : { profile: profile.text }),
    ...(where === undefined ? {} : { where }),
  }
}

/** Keys that the language does not have are reported, with those that they were `meant` to be; the one with a capital is the resource type. */
function findResource(
  map: YamlMap,
  report: Report,
): { readonly resource: YamlEntry | undefined; readonly meant: ReadonlySet<string> } {
  const resources: YamlEntry[] = []
  const meant = new Set<string>()
  for (const entry of map.entries) {
    const { key, at } = entry
    if (mapKeys.includes(key)) continue
    if (/^[A-Z][A-Za-z]*$/.test(key) && !mapKeys.includes(key.toLowerCase())) resources.push(entry)
    else {
      const nearest = nearestKey(map, key, mapKeys)
      if (nearest !== undefined) meant.add(nearest)
      const advice = nearest === undefined ? 'Elements stand below the resource type.' : `Did you mean ${nearest}?`
      report('map.key-unknown', at, `${key} is no key of a map. ${advice}`)
    }
  }
  const [resource, second] = resources
  if (resource === undefined) report('map.resource-type', map.at, 'A map needs a resource type with its elements: Patient: …')
  if (second !== undefined)
    report(
      'map.resource-type',
      second.at,
      `A map has one resource type. Write a second map for ${second.key} over the same table.`,
    )
  return { resource, meant }
}

interface From {
  readonly at: MapDocument['at']
  readonly table: string
  /** The alias. */
  readonly key: string
}

function readFrom(map: YamlMap, source: SourceDocument | undefined, report: Report): From | undefined {
  const node = textAt(map, 'from', report)
  if (node === undefined) return undefined
  const [, table, alias] = /^(\S+)\s+as\s+(\S+)$/i.exec(node.text) ?? []
  if (table === undefined || alias === undefined) {
    const example = /^\w+$/.test(node.text) ? `${node.text} as ${node.text.slice(0, 1).toLowerCase()}` : 'patient as p'
    report('map.value-invalid', node.at, `from takes a table and its alias: ${example}.`)
    return undefined
  }
  checkTable({ at: placeIn(node, 0), text: table }, source, report)
  return { at: node.at, table, key: alias }
}

function declareAliases(declared: readonly Pick<YamlEntry, 'key' | 'at'>[], report: Report): ReadonlySet<string> {
  const aliases = new Set<string>()
  for (const { key, at } of declared) {
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(key))
      report('map.name-invalid', at, `${key} is no alias. An alias begins with a letter and has letters, digits and _.`)
    if (aliases.has(key))
      report('map.alias-duplicate', at, `${key} is declared already. Each table of a map has an alias of its own.`)
    aliases.add(key)
  }
  return aliases
}

/** Also those that are declared but can not be read: the fault is reported once, where it is. */
function codeNames(map: YamlMap, source: SourceDocument | undefined): ReadonlySet<string> | undefined {
  if (source === undefined) return undefined
  const own = entryOf(map, 'codes')?.value
  return new Set([...(own?.kind === 'map' ? own.entries.map(({ key }) => key) : []), ...source.codes.keys()])
}

function readBody({ key, value }: YamlEntry, scope: MapScope): TreeNode | undefined {
  const map = mapOf(value, key, scope.report)
  if (map === undefined) return undefined
  const repeated = entryOf(map, 'for')
  if (repeated !== undefined) scope.report('map.key-unknown', repeated.at, 'for on a whole resource stands beside from.')
  const guard = entryOf(map, 'if')
  if (guard !== undefined) scope.report('map.key-unknown', guard.at, 'if on a whole resource is written where: beside from.')
  return readTree({ ...map, entries: map.entries.filter(entry => entry !== repeated && entry !== guard) }, scope)
}
