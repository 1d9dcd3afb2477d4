/** All mappings together, checked and compiled in both directions: what the rest of the program runs on. */
import { createHash } from 'node:crypto'
import type { Terminology } from '../../fhir/terminology/terminology.js'
import type { Diagnostic, Position } from '../../kernel/diagnostics.js'
import { sortDiagnostics } from '../../kernel/diagnostics.js'
import { nearestName } from '../../kernel/nearest.js'
import { searchParameter } from '../../search/element-path.js'
import { checkModel } from '../check/check-model.js'
import { checkRules, type RuledMaps } from '../check/check-rules.js'
import { onceEach, type Report, reportTo } from '../language/diagnostic-codes.js'
import type { ReferenceNode, RulesDocument, SourceDocument } from '../language/document.js'
import { type ReadDocuments, unreadOf, withoutDependants, withoutFollowing } from '../language/faulty-documents.js'
import { type ColumnBinding, fieldsOf } from './column.js'
import { columnPresent } from './column-inverse.js'
import { type Clock, conditionHolds, timeless } from './condition.js'
import { type EmittedMap, emitRowFunction } from './emit-row-function.js'
import { allOf, always, type Inverse, negate, undecided } from './inverse.js'
import { isParameterMapped, requirementMet } from './invert.js'
import { latestHolds } from './latest.js'
import { reportLive } from './live.js'
import { type Doubt, doubtsOf } from './prove-valid.js'
import { type BoundMap, bindMap, fullName, idSpaceOf, resolveBody } from './resolve-map.js'
import { type BoundOverride, reportUnmapped } from './resolve-override.js'
import type { Relations } from './resolve-relations.js'
import type { SchemaOf } from './row-scope.js'
import type { ServedRows } from './served-rows.js'
import type { Condition, LatestBinding, MappedFunction, ObjectShape, ReferenceTarget, SplitBinding } from './shape.js'
import { hasUniqueIds, type UniqueIdContext } from './unique-ids.js'

export interface CompiledMap {
  /** Of its document. */
  readonly at: Position
  /** With its source: `gp/patient`. */
  readonly name: string
  readonly source: string
  readonly type: string
  readonly prefix?: string
  readonly slot?: string
  /** The packed text of whose parts each is a resource. */
  readonly repeat?: SplitBinding
  readonly entity: string
  readonly alias: string
  /** What the logical id is made of: unique. */
  readonly key: readonly ColumnBinding[]
  /** Its stored columns, the last terms of every order: all of them, but for the number of a part of a text. */
  readonly rowKey: readonly ColumnBinding[]
  readonly relations: Relations
  readonly where: Condition | undefined
  readonly latest: LatestBinding | undefined
  readonly gone: Condition | undefined
  /** Of meta.lastUpdated: the first that has a value. */
  readonly changed: readonly ColumnBinding[]
  /** As searches see it: what the resource requires is asked for once, by `served`. */
  readonly searched: ObjectShape
  /** By parameter: what is meant instead of what the elements say. */
  readonly overrides: ReadonlyMap<string, BoundOverride>
  readonly emitted: EmittedMap
  /** The rows that are there to be served: table rules and `where`. */
  present(clock: Clock): Inverse
  /** Of these, the rows that have what is required. */
  served(clock: Clock): Inverse
  /** Why a row that is `served` may give no valid resource, or one whose id another has too; empty when that is proven impossible. */
  readonly doubts: readonly Doubt[]
  /** Whether no two rows can have one logical id. */
  readonly hasUniqueIds: boolean
}

export interface MappingModel {
  /** Changes when a mapping does. */
  readonly version: string
  readonly maps: readonly CompiledMap[]
  /** In the order in which they were declared. */
  readonly mapsOf: ReadonlyMap<string, readonly CompiledMap[]>
  readonly sources: ReadonlyMap<string, SourceDocument>
  /** By type. */
  readonly rules: ReadonlyMap<string, RulesDocument>
  /** Value sets and hierarchies of codes; absent where the installation has none. */
  readonly terminology?: Terminology
  /** An estimate of a table's rows; undefined when nothing is known. */
  rowsOf(source: string, table: string): number | undefined
}

export interface LoadedSource extends ReadDocuments {
  /** What introspection found; absent when no database was asked, and then columns of undeclared type are taken to fit. */
  readonly schemaOf?: SchemaOf
  /** The name of the adapter that reads it. */
  readonly adapter?: string
  /** What its file of functions exports. */
  readonly functions?: ReadonlyMap<string, MappedFunction>
}

export interface CompiledModel {
  /** Absent when a diagnostic is an error. */
  readonly model?: MappingModel
  readonly diagnostics: readonly Diagnostic[]
}

/** Every fault, without compiling anything: all that can be said when no database was asked, or when some documents can not be read. */
export const checkMappings = (loaded: readonly LoadedSource[]): readonly Diagnostic[] =>
  withoutFollowing(resolveMaps(loaded.map(withoutDependants)).diagnostics, loaded)

interface ResolvedMaps {
  readonly resolved: readonly { readonly bound: BoundMap; readonly shape: ObjectShape }[]
  readonly diagnostics: readonly Diagnostic[]
}

function resolveMaps(loaded: readonly LoadedSource[]): ResolvedMaps {
  const diagnostics: Diagnostic[] = []
  const report = onceEach(reportTo(diagnostics))
  const bound = loaded.flatMap(each => each.maps.flatMap(map => bindMap(map, each, report) ?? []))
  const targets = bound.map(map => map.target)
  const usedCodes = new Map<SourceDocument, Set<string>>()
  const rowsOfMap = new Map<string, ServedRows>()
  const resolved = bound.flatMap(map => {
    const used = usedCodes.get(map.source) ?? new Set<string>()
    usedCodes.set(map.source, used)
    const targetOf = (node: ReferenceNode) => findTarget(node, map, { targets, loaded, report })
    const { adapter, functions } = loaded.find(({ source }) => source === map.source) ?? {}
    const native = { ...(adapter !== undefined && { adapter }), ...(functions && { functions }) }
    const shape = resolveBody(map, { targetOf, servedRows: name => rowsOfMap.get(name), ...native }, used)
    return shape ? [{ bound: map, shape }] : []
  })
  for (const { bound: map, shape } of resolved) rowsOfMap.set(fullName(map.document), servedRowsOf(map, shape))
  reportLive([...rowsOfMap.values()], name => rowsOfMap.get(name), report)
  for (const { bound: map, shape } of resolved) reportUnmapped(map.document, map.overrides, shape, report)
  checkModel(resolved, loaded, usedCodes, report)
  checkRules(rulesOf(loaded), ruledMaps(resolved, loaded), report)
  return { resolved, diagnostics: sortDiagnostics(diagnostics) }
}

export function compileModel(loaded: readonly LoadedSource[]): CompiledModel {
  const { resolved, diagnostics } = resolveMaps(loaded)
  if (diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics }
  // Nothing is left out in silence, whatever a check forgot to say.
  if (resolved.length < loaded.reduce((sum, { maps }) => sum + maps.length, 0))
    throw new Error('A map could not be resolved, and no diagnostic says why.')
  const maps = resolved.map(({ bound: map, shape }) =>
    compileMap(map, shape, hasUniqueIds(map, uniqueIdContext(map, resolved, loaded))),
  )
  const mapsOf = new Map<string, CompiledMap[]>()
  for (const map of maps) mapsOf.set(map.type, [...(mapsOf.get(map.type) ?? []), map])
  const sources = new Map(loaded.map(({ source }) => [source.name, source] as const))
  const rowsOf = (source: string, table: string) => loaded.find(each => each.source.name === source)?.schemaOf?.(table)?.rows
  const rules = new Map(rulesOf(loaded).map(each => [each.type, each] as const))
  return { model: { version: versionOf(loaded), maps, mapsOf, sources, rules, rowsOf }, diagnostics }
}

const rulesOf = (loaded: readonly LoadedSource[]): readonly RulesDocument[] => loaded.flatMap(({ rules }) => rules ?? [])

function ruledMaps(resolved: ResolvedMaps['resolved'], loaded: readonly LoadedSource[]): RuledMaps {
  const unread = loaded.flatMap(each => each.unread ?? [])
  const types = loaded.flatMap(({ maps }) => maps.map(map => map.resourceType)).concat(unread.flatMap(({ type }) => type ?? []))
  return {
    types,
    areAllKnown: unread.every(({ type }) => type !== undefined),
    isMapped(type, name) {
      const maps = resolved.filter(({ bound }) => bound.document.resourceType === type)
      const parameter = searchParameter(type, name)
      const offers = ({ bound, shape }: (typeof resolved)[number]) =>
        bound.overrides.has(name) || (parameter !== undefined && isParameterMapped(shape, parameter))
      return maps.length < types.filter(other => other === type).length || maps.some(offers)
    },
  }
}

interface Targets {
  readonly targets: readonly ReferenceTarget[]
  readonly loaded: readonly LoadedSource[]
  readonly report: Report
}

/** DESIGN, ruling 6: a type means its one map in the same source; a name means a map there, or `source/name`. */
function findTarget(node: ReferenceNode, from: BoundMap, { targets, loaded, report }: Targets): ReferenceTarget | undefined {
  const { name, at } = node.target
  const exact = targets.filter(({ repeats, map }) => [name, `${from.source.name}/${name}`].includes(repeats ?? map))
  if (exact.length > 0) return copyMeant(node, exact, report)
  const ofType = targets.filter(target => target.type === name && target.map.startsWith(`${from.source.name}/`))
  const names = [...new Set(ofType.map(({ repeats, map }) => (repeats ?? map).split('/')[1]))]
  if (names.length === 1) return copyMeant(node, ofType, report)
  if (names.length > 1)
    report('map.reference-unclear', at, `${name} is served by ${names.join(', ')}. Name the map that is meant.`)
  else if (!isDeclared(name, loaded))
    // A map that has faults of its own is no target yet, and not unknown either.
    report('map.reference-unknown', at, unknownTarget(name, targets))
  return undefined
}

function isDeclared(name: string, loaded: readonly LoadedSource[]): boolean {
  const written = loaded.flatMap(({ source, maps, unread = [] }) =>
    [...maps.map(unreadOf), ...unread].map(map => ({ ...map, source: source.name })),
  )
  return written.some(map => {
    const isAny = map.name === undefined && map.type === undefined
    return isAny || map.name === name || map.type === name || `${map.source}/${map.name}` === name
  })
}

function unknownTarget(name: string, targets: readonly ReferenceTarget[]): string {
  const near = nearestName(
    name,
    targets.flatMap(({ map, type }) => [type, map.split('/')[1] ?? map]),
  )
  return `No map here is named ${name} or serves ${name}.${near === undefined ? '' : ` Did you mean ${near}?`}`
}

/** Of the copies of a repeated map, `slot` says which; `targets` has one for a map that is not repeated. */
function copyMeant({ target }: ReferenceNode, targets: readonly ReferenceTarget[], report: Report): ReferenceTarget | undefined {
  const { name, slot, at } = target
  const slots = targets.flatMap(candidate => candidate.slot ?? [])
  const found = targets.find(candidate => candidate.slot === slot)
  if (found) return found
  if (slots.length === 0) report('map.reference-slot', at, `${name} is not repeated over slots. Leave out slot.`)
  else report('map.reference-slot', at, `${name} is repeated over slots. Say which one: slot: ${slots.join(' or slot: ')}.`)
  return undefined
}

const uniqueIdContext = (
  { source }: BoundMap,
  resolved: ResolvedMaps['resolved'],
  loaded: readonly LoadedSource[],
): UniqueIdContext => ({
  schemaOf: loaded.find(each => each.source === source)?.schemaOf,
  mapNamed: name => resolved.find(({ bound }) => fullName(bound.document) === name)?.bound,
})

function compileMap(bound: BoundMap, shape: ObjectShape, isUnique: boolean): CompiledMap {
  const { document, relations, key, where, latest, gone, changed } = bound
  const decided = conditionHolds(where, { now: 0 })
  const emitted = emitRowFunction(shape, {
    guard: decided.kind === 'rows' && !decided.exact ? where : undefined,
    repeat: bound.repeat,
  })
  const searched = [...bound.overrides.values()].flatMap(override => (override.kind === 'column' ? [override.column] : []))
  for (const column of [...key, ...changed, ...searched]) for (const field of fieldsOf(column)) emitted.root.add(field)
  return {
    at: document.at,
    name: fullName(document),
    source: document.source,
    type: document.resourceType,
    ...idSpaceOf(document),
    ...(bound.repeat && { repeat: bound.repeat }),
    entity: document.from.table,
    alias: document.from.alias,
    key,
    rowKey: key.filter(column => column !== bound.repeat?.number),
    relations,
    where,
    latest,
    gone,
    changed,
    searched: { ...shape, required: [], isAlwaysKept: true },
    overrides: bound.overrides,
    emitted,
    present: timeless(clock => presentRows(bound, clock)),
    served: timeless(servedRowsOf(bound, shape).served),
    doubts: doubtsOf(shape, document.resourceType, key),
    hasUniqueIds: isUnique,
  }
}

const presentRows = ({ where, latest, gone, repeat }: BoundMap, clock: Clock): Inverse =>
  allOf([
    latestHolds(latest, clock),
    conditionHolds(where, clock),
    // Which parts a text has, only reading tells.
    repeat ? columnPresent(repeat.number) : always,
    negate(gone ? conditionHolds(gone, clock) : { kind: 'never' }),
  ])

function servedRowsOf(bound: BoundMap, shape: ObjectShape): ServedRows {
  const { document, key, relations } = bound
  const served = (clock: Clock): Inverse =>
    allOf([
      presentRows(bound, clock),
      // What the source can not decide is decided by the row function: without the element there is no resource.
      ...shape.required.map(requirement => supported(requirementMet(shape, requirement, clock))),
    ])
  return { entity: document.from.table, alias: document.from.alias, key, joins: relations.joins, served }
}

const supported = (inverse: Inverse): Inverse => (inverse.kind === 'unsupported' ? undecided : inverse)

function versionOf(loaded: readonly LoadedSource[]): string {
  const hash = createHash('sha256')
  for (const { source, maps, rules } of loaded) hash.update(JSON.stringify([source, maps, rules], replaceMaps))
  return hash.digest('base64url').slice(0, 12)
}

const replaceMaps = (_: string, value: unknown): unknown => (value instanceof Map ? [...value] : value)
