/** `preview`: some rows of a map beside the resources that they become. */
import { type PreparedMap, prepareMap } from '../../engine/prepared-map.js'
import { valuesBelow } from '../../mapping/check/data/watcher.js'
import type { CompiledMap } from '../../mapping/compile/compile-model.js'
import { keyEquals } from '../../mapping/compile/invert-value.js'
import { decodeId, encodeId } from '../../mapping/compile/logical-id.js'
import type { Predicate } from '../../spi/index.js'
import { callOptions, type Project, sourceOf, type ToolOptions } from '../project.js'
import { type ReadRow, readRows } from '../read-rows.js'
import { codeWatchOf, type Loss, LossReport } from '../row-losses.js'
import { type ElementSource, Provenance } from './provenance.js'

export interface PreviewedRow {
  /** Of the resource that it is or would be. */
  readonly id: string
  /** `gone`: deleted, 410 on read. `left out`: see the losses. `not served`: kept out by the map's where. */
  readonly state: 'served' | 'gone' | 'left out' | 'not served'
  readonly resource?: object
  readonly elements: readonly ElementSource[]
  readonly losses: readonly Loss[]
}

export interface PreviewWanted {
  /** A logical id. */
  readonly key?: string
  readonly limit: number
}

/** Undefined when no row has the key. */
export async function previewMap(
  project: Project,
  map: CompiledMap,
  { key, limit }: PreviewWanted,
  options: ToolOptions,
): Promise<readonly PreviewedRow[] | undefined> {
  const prepared = prepareMap(map)
  const wanted = key === undefined ? undefined : wantedRow(map, key)
  if (key !== undefined && wanted === undefined) return undefined
  const { adapter } = sourceOf(project, map)
  const request = { ...callOptions(options.timeoutMs), now: options.now }
  const provenance = new Provenance(options.now)
  const shown: PreviewedRow[] = []
  const reading = readRows({ prepared, adapter, limit, options: request, ...(wanted && { where: wanted }) })
  for await (const rows of reading) for (const row of rows) shown.push(previewRow(row, prepared, provenance, options))
  return key !== undefined && shown.length === 0 ? undefined : shown
}

function wantedRow(map: CompiledMap, id: string): Predicate | undefined {
  const parts = decodeId(id, map)
  const wanted = parts && keyEquals(map.key, parts)
  return wanted?.kind === 'rows' ? wanted.may : undefined
}

function previewRow(
  { row, children }: ReadRow,
  prepared: PreparedMap,
  provenance: Provenance,
  { now }: ToolOptions,
): PreviewedRow {
  const { map } = prepared
  const report = new LossReport(now)
  const { resource, losses } = report.watch(() => map.emitted.toResource(row, children, report))
  const id = rowId(prepared, row)
  if (prepared.isGone(row, { now })) return { id, state: 'gone', elements: [], losses: [] }
  if (!resource) return { id, state: losses.length > 0 ? 'left out' : 'not served', elements: [], losses }
  const lists = new Map(
    prepared.children.map(
      ({ list, layout }, index) => [list.alias, { fields: layout.fields, rows: children[index] ?? [] }] as const,
    ),
  )
  const elements = provenance.trace(map.searched, resource, { row, fields: map.emitted.root.fields, lists })
  const unlisted = codeWatchOf(valuesBelow(map.searched), map.emitted.root.fields, prepared.children)(row, children)
  return { id, state: 'served', resource, elements, losses: [...losses, ...unlisted] }
}

/** The logical id, or the key's values where they make none. */
export function rowId({ map, keyPlaces }: PreparedMap, row: ReadRow['row']): string {
  const parts = keyPlaces
    .map(place => row[place])
    .map(value => (value === null || value === undefined ? undefined : String(value)))
  return encodeId(map, parts) ?? parts.map(part => part ?? '(null)').join('.')
}
