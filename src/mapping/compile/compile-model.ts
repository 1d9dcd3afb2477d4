/** All mappings together, checked and compiled in both directions: what the rest of the program runs on. */
import { createHash } from 'node:crypto'
import type { Diagnostic } from '../../kernel/diagnostics.js'
import { sortDiagnostics } from '../../kernel/diagnostics.js'
import { checkModel } from '../check/check-model.js'
import { type Report, reportTo } from '../language/diagnostic-codes.js'
import type { MapDocument, ReferenceNode, SourceDocument } from '../language/document.js'
import type { ColumnBinding } from './column.js'
import { type Clock, conditionHolds, timeless } from './condition.js'
import { type EmittedMap, emitRowFunction } from './emit-row-function.js'
import { allOf, type Inverse, negate } from './inverse.js'
import { requirementMet } from './invert.js'
import { type BoundMap, bindMap, fullName, resolveBody } from './resolve-map.js'
import type { Relations } from './resolve-relations.js'
import type { SchemaOf } from './row-scope.js'
import type { Condition, ObjectShape, ReferenceTarget } from './shape.js'

export interface CompiledMap {
  /** With its source: `gp/patient`. */
  readonly name: string
  readonly source: string
  readonly type: string
  readonly prefix?: string
  readonly entity: string
  readonly alias: string
  /** The columns of the logical id: unique, and the last terms of every order. */
  readonly key: readonly ColumnBinding[]
  readonly relations: Relations
  readonly where: Condition | undefined
  readonly gone: Condition | undefined
  /** Of meta.lastUpdated: the first that has a value. */
  readonly changed: readonly ColumnBinding[]
  /** As searches see it: what the resource requires is asked for once, by `served`. */
  readonly searched: ObjectShape
  readonly emitted: EmittedMap
  /** The rows that are served: table rules, `where`, and the presence of what is required. */
  served(clock: Clock): Inverse
}

export interface MappingModel {
  /** Changes when a mapping does. */
  readonly version: string
  readonly maps: readonly CompiledMap[]
  /** In the order in which they were declared. */
  readonly mapsOf: ReadonlyMap<string, readonly CompiledMap[]>
  readonly sources: ReadonlyMap<string, SourceDocument>
  /** An estimate of a table's rows; undefined when nothing is known. */
  rowsOf(source: string, table: string): number | undefined
}

export interface LoadedSource {
  readonly source: SourceDocument
  readonly maps: readonly MapDocument[]
  /** What introspection found; absent without a database. */
  readonly schemaOf: SchemaOf
}

export interface CompiledModel {
  /** Absent when a diagnostic is an error. */
  readonly model?: MappingModel
  readonly diagnostics: readonly Diagnostic[]
}

export function compileModel(loaded: readonly LoadedSource[]): CompiledModel {
  const diagnostics: Diagnostic[] = []
  const report = onceEach(reportTo(diagnostics))
  const bound = loaded.flatMap(({ source, maps, schemaOf }) => maps.flatMap(map => bindMap(map, source, schemaOf, report) ?? []))
  const targets = bound.map(map => map.target)
  const usedCodes = new Map<SourceDocument, Set<string>>()
  const compiled = bound.flatMap(map => {
    const used = usedCodes.get(map.source) ?? new Set<string>()
    usedCodes.set(map.source, used)
    const shape = resolveBody(map, node => findTarget(node, map, targets, report), used)
    return shape ? [{ bound: map, shape }] : []
  })
  checkModel(compiled, loaded, usedCodes, report)
  const sorted = sortDiagnostics(diagnostics)
  if (sorted.some(({ severity }) => severity === 'error')) return { diagnostics: sorted }
  const maps = compiled.map(({ bound: map, shape }) => compileMap(map, shape))
  const mapsOf = new Map<string, CompiledMap[]>()
  for (const map of maps) mapsOf.set(map.type, [...(mapsOf.get(map.type) ?? []), map])
  const sources = new Map(loaded.map(({ source }) => [source.name, source] as const))
  const rowsOf = (source: string, table: string) => loaded.find(each => each.source.name === source)?.schemaOf(table)?.rows
  return { model: { version: versionOf(loaded), maps, mapsOf, sources, rowsOf }, diagnostics: sorted }
}

/** A column that is used twice is wrong once. */
function onceEach(report: Report): Report {
  const seen = new Set<string>()
  return (code, at, message) => {
    const key = `${code} ${at.file}:${at.line}:${at.column} ${message}`
    if (seen.has(key)) return
    seen.add(key)
    report(code, at, message)
  }
}

/** DESIGN, ruling 6: a type means its one map in the same source; a name means a map there, or `source/name`. */
function findTarget(
  node: ReferenceNode,
  from: BoundMap,
  targets: readonly ReferenceTarget[],
  report: Report,
): ReferenceTarget | undefined {
  const { name, at } = node.target
  const exact = targets.find(target => target.map === name || target.map === `${from.source.name}/${name}`)
  if (exact) return exact
  const ofType = targets.filter(target => target.type === name && target.map.startsWith(`${from.source.name}/`))
  if (ofType.length === 1) return ofType[0]
  if (ofType.length > 1)
    report(
      'map.reference-unclear',
      at,
      `${name} is served by ${ofType.map(({ map }) => map.split('/')[1]).join(', ')}. Name the map that is meant.`,
    )
  else report('map.reference-unknown', at, `No map here is named ${name} or serves ${name}.`)
  return undefined
}

function compileMap(bound: BoundMap, shape: ObjectShape): CompiledMap {
  const { document, relations, key, where, gone, changed } = bound
  const decided = conditionHolds(where, { now: 0 })
  const emitted = emitRowFunction(shape, decided.kind === 'rows' && !decided.exact ? where : undefined)
  for (const column of [...key, ...changed]) emitted.root.add(column.field)
  const served = (clock: Clock): Inverse =>
    allOf([
      conditionHolds(where, clock),
      negate(gone ? conditionHolds(gone, clock) : { kind: 'never' }),
      ...shape.required.map(requirement => requirementMet(shape, requirement, clock)),
    ])
  return {
    name: fullName(document),
    source: document.source,
    type: document.resourceType,
    ...(document.prefix !== undefined && { prefix: document.prefix }),
    entity: document.from.table,
    alias: document.from.alias,
    key,
    relations,
    where,
    gone,
    changed,
    searched: { ...shape, required: [], isAlwaysKept: true },
    emitted,
    served: timeless(served),
  }
}

function versionOf(loaded: readonly LoadedSource[]): string {
  const hash = createHash('sha256')
  for (const { source, maps } of loaded) hash.update(JSON.stringify([source, maps], replaceMaps))
  return hash.digest('base64url').slice(0, 12)
}

const replaceMaps = (_: string, value: unknown): unknown => (value instanceof Map ? [...value] : value)
