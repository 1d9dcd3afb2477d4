/** One map, bound: its rows, its key, its conditions and the shape of its resource. */
import { profileOf } from '../../fhir/careconnect/profiles.js'
import { resourceTypes } from '../../fhir/stu3/elements.js'
import { nearestName } from '../../kernel/nearest.js'
import type { Report } from '../language/diagnostic-codes.js'
import type { MapDocument, SourceDocument, TableDocument } from '../language/document.js'
import { type ColumnBinding, columnName } from './column.js'
import type { IdSpace } from './logical-id.js'
import { element, type MapContext } from './map-context.js'
import { type FindColumn, resolveCondition } from './resolve-condition.js'
import { type BoundOverride, resolveOverrides } from './resolve-override.js'
import { conjunction, type Relations, reportRough, reportUndecidable, resolveRelations, tableRules } from './resolve-relations.js'
import { resolveObject } from './resolve-tree.js'
import { resolveNode } from './resolve-value.js'
import { RowScope, type SchemaOf } from './row-scope.js'
import type { Condition, LatestBinding, ObjectShape, ReferenceTarget, Shape, ShapeElement, SplitBinding } from './shape.js'

/** A map whose rows are bound; its body is resolved when all maps are known, since references need them. */
export interface BoundMap {
  readonly document: MapDocument
  readonly source: SourceDocument
  readonly scope: RowScope
  readonly table: TableDocument
  readonly relations: Relations
  /** The packed text of whose parts each is a resource: then the number of the part ends the key. */
  readonly repeat: SplitBinding | undefined
  readonly overrides: ReadonlyMap<string, BoundOverride>
  /** The columns of the logical id. */
  readonly key: readonly ColumnBinding[]
  readonly where: Condition | undefined
  readonly latest: LatestBinding | undefined
  readonly gone: Condition | undefined
  readonly changed: readonly ColumnBinding[]
  readonly target: ReferenceTarget
}

export const fullName = ({ source, name }: MapDocument): string => `${source}/${name}`

export const idSpaceOf = ({ prefix, copy }: MapDocument): IdSpace => ({
  ...(prefix !== undefined && { prefix }),
  ...(copy && { slot: copy.slot }),
})

interface BindingSource {
  readonly source: SourceDocument
  readonly schemaOf?: SchemaOf
  /** The name of the adapter that reads it. */
  readonly adapter?: string
}

export function bindMap(
  document: MapDocument,
  { source, schemaOf, adapter }: BindingSource,
  report: Report,
): BoundMap | undefined {
  const { from } = document
  const scope = new RowScope(source, schemaOf, from.alias, report)
  const table = scope.declare(from.alias, from.table)
  for (const { alias, table: name } of [...document.joins.values(), ...document.lists.values()]) scope.declare(alias, name)
  if (!table) return undefined
  if (!resourceTypes.includes(document.resourceType)) {
    const near = nearestName(document.resourceType, resourceTypes)
    report(
      'map.resource-type',
      document.at,
      `${document.resourceType} is not one of the Care Connect resource types.${near === undefined ? '' : ` Did you mean ${near}?`}`,
    )
    return undefined
  }
  const columns = (names: readonly { readonly name: string; readonly at: MapDocument['at'] }[]) =>
    names.map(({ name, at }) => scope.column(from.alias, name, at))
  const key = columns(table.id ?? table.key)
  const changed = columns(table.changed)
  const relations = resolveRelations(document, scope)
  const repeat = document.repeat && relations.splits.get(document.repeat.list)
  if (document.repeat && !repeat) return undefined
  const rules = tableRules(table, from.alias, scope)
  const own = document.where && resolveCondition(document.where, ownColumns(scope, relations, report), scope)
  const isComplete =
    key.every(column => column !== undefined) &&
    changed.every(column => column !== undefined) &&
    (own !== undefined || document.where === undefined) &&
    (rules.where !== undefined || table.where === undefined) &&
    (rules.gone !== undefined || table.gone === undefined) &&
    (rules.latest !== undefined || table.latest === undefined)
  if (!isComplete || key.length === 0) return undefined
  reportUndecidable(rules.where, table.where, scope)
  reportUndecidable(own, document.where, scope)
  reportRough(rules.gone, from.alias, table.at, scope)
  checkKey(key, report)
  const idKey = repeat ? [...key, repeat.number] : key
  checkChanged(changed, report)
  const target: ReferenceTarget = {
    map: fullName(document),
    type: document.resourceType,
    entity: document.from.table,
    key: idKey,
    ...idSpaceOf(document),
    ...(document.copy && { repeats: `${document.source}/${document.copy.of}` }),
  }
  return {
    document,
    source,
    scope,
    table,
    relations,
    repeat,
    overrides: resolveOverrides(document, { scope, relations, ...(adapter !== undefined && { adapter }) }),
    key: idKey,
    where: conjunction([rules.where, own]),
    latest: rules.latest,
    gone: rules.gone,
    changed,
    target,
  }
}

/** `where` is about one row: a list, and what is joined to it, has many. */
const ownColumns =
  (scope: RowScope, { listOf }: Relations, report: Report): FindColumn =>
  (alias = '', name, at) => {
    if (!listOf.has(alias)) return scope.column(alias, name, at)
    report(
      'map.list-outside-for',
      at,
      `${alias} can have many rows for one of this map. Test it where it is repeated over, or make a view.`,
    )
    return undefined
  }

function checkKey(key: readonly ColumnBinding[], report: Report): void {
  for (const column of key)
    if ((column.meaning !== 'integer' && column.meaning !== 'string') || !isStoredAlone(column))
      report(
        'map.key-type',
        column.at,
        `${columnName(column)} holds ${column.meaning} values and can not be part of a logical id. Name other columns with id:.`,
      )
}

/** A row is found by its key as it is stored. */
const isStoredAlone = ({ derived }: ColumnBinding): boolean => derived === undefined || derived.fact.startsWith('uuid')

function checkChanged(changed: readonly ColumnBinding[], report: Report): void {
  for (const column of changed)
    if (!column.isGuess && column.meaning !== 'dateTime' && column.meaning !== 'instant')
      report(
        'map.type-clash',
        column.at,
        `${columnName(column)} holds ${column.meaning} values; changed needs dates with a time.`,
      )
}

/** The whole resource; undefined after a fault. */
export function resolveBody(
  bound: BoundMap,
  others: Pick<MapContext, 'targetOf' | 'servedRows' | 'adapter' | 'functions'>,
  usedCodes: Set<string>,
): ObjectShape | undefined {
  const { document, scope, relations } = bound
  const context: MapContext = { document, scope, relations, usedCodes, ...others, resolveNode }
  const type = document.resourceType
  const shape = resolveObject(document.body, { element: type, type, path: '' }, { type, path: '' }, context)
  if (!shape) return undefined
  const id: ShapeElement = element('id', 'id', false, {
    kind: 'primitive',
    type: 'id',
    value: { kind: 'id', key: bound.key, ...idSpaceOf(document) },
  })
  const written = shape.elements.find(({ name }) => name === 'meta')
  const elements = [id, metaElement(written, bound), ...shape.elements.filter(({ name }) => name !== 'meta')]
  return { ...shape, elements, required: [{ name: 'id' }, ...shape.required] }
}

/** meta.lastUpdated and meta.profile are made here; labels and tags come from the map. */
function metaElement(written: ShapeElement | undefined, { document, changed, scope }: BoundMap): ShapeElement {
  const [item] = written?.items ?? []
  const own = item?.shape.kind === 'object' ? item.shape.elements : []
  if (item && item.shape.kind !== 'object')
    scope.report(
      'map.value-kind',
      item ? document.at : document.at,
      'meta takes security and tag, without if or for around them.',
    )
  for (const { name } of own)
    if (name !== 'security' && name !== 'tag')
      scope.report('map.element-unmapped', document.at, `meta.${name} is not mapped: the facade makes it or leaves it out.`)
  const url = document.profile ?? profileOf(document.resourceType)?.url ?? ''
  const elements: ShapeElement[] = []
  if (changed.length > 0) elements.push(element('lastUpdated', 'instant', false, lastUpdated(changed)))
  elements.push(element('profile', 'uri', true, { kind: 'primitive', type: 'uri', value: { kind: 'constant', text: url } }))
  elements.push(...own.filter(({ name }) => name === 'security' || name === 'tag'))
  return element('meta', 'Meta', false, { kind: 'object', type: 'Meta', elements, required: [], isAlwaysKept: true })
}

function lastUpdated(changed: readonly ColumnBinding[]): Shape {
  const of = changed.map((column): Shape => ({ kind: 'primitive', type: 'instant', value: { kind: 'column', column } }))
  const [only] = of
  return of.length === 1 && only ? only : { kind: 'first', of }
}
