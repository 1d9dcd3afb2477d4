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
import { StoredBehind, type StoredValue } from '../stored-behind.js'
import { type ElementSource, Provenance, type SourceRows } from './provenance.js'

export interface PreviewedRow {
  /** Of the resource that it is or would be. */
  readonly id: string
  /** `gone`: deleted, 410 on read. `left out`: see the losses. `not served`: kept out by the map's where. */
  readonly state: 'served' | 'gone' | 'left out' | 'not served'
  readonly resource?: object
  readonly elements: readonly ElementSource[]
  readonly losses: readonly (Loss & { readonly stored: readonly StoredValue[] })[]
}

export interface PreviewWanted {
  /** A logical id. */
  readonly key?: string
  readonly limit: number
}

/** In the order of the logical id, as they are read: none when no row has the key. */
export async function* previewRows(
  project: Project,
  map: CompiledMap,
  { key, limit }: PreviewWanted,
  options: ToolOptions,
): AsyncGenerator<PreviewedRow> {
  const prepared = prepareMap(map)
  const wanted = key === undefined ? undefined : wantedRow(map, key)
  if (key !== undefined && wanted === undefined) return
  const { adapter } = sourceOf(project, map)
  const request = { ...callOptions(options.timeoutMs), now: options.now }
  const preview = new RowPreview(prepared, options.now)
  const reading = readRows({ prepared, adapter, limit, options: request, ...(wanted && { where: wanted }) })
  for await (const rows of reading)
    for (const row of rows) {
      // A row can be many resources, one for each part of a text.
      if (key === undefined || !map.repeat || prepared.idOf(row.row) === key) yield preview.of(row)
    }
}

function wantedRow(map: CompiledMap, id: string): Predicate | undefined {
  const parts = decodeId(id, map)
  const wanted = parts && keyEquals(map.key, parts)
  return wanted?.kind === 'rows' ? wanted.may : undefined
}

/** Row after row of one map. */
class RowPreview {
  readonly #prepared: PreparedMap
  readonly #now: number
  readonly #report: LossReport
  readonly #provenance: Provenance
  readonly #behind: StoredBehind
  readonly #unlisted: ReturnType<typeof codeWatchOf>

  constructor(prepared: PreparedMap, now: number) {
    const { searched, emitted } = prepared.map
    this.#prepared = prepared
    this.#now = now
    this.#report = new LossReport(now)
    this.#provenance = new Provenance(now)
    this.#behind = new StoredBehind(prepared)
    this.#unlisted = codeWatchOf(valuesBelow(searched), emitted.root.fields, prepared.children)
  }

  of(read: ReadRow): PreviewedRow {
    const { row, children } = read
    const { map, isGone } = this.#prepared
    const id = rowId(this.#prepared, row)
    if (isGone(row, { now: this.#now })) return { id, state: 'gone', elements: [], losses: [] }
    const { resource, losses } = this.#report.watch(() => map.emitted.toResource(row, children, this.#report))
    const explained = [...losses, ...(resource ? this.#unlisted(row, children) : [])].map(loss => ({
      ...loss,
      stored: this.#behind.of(loss, read),
    }))
    if (!resource) return { id, state: losses.length > 0 ? 'left out' : 'not served', elements: [], losses: explained }
    const elements = this.#provenance.trace(map.searched, resource, this.#rowsOf(read))
    return { id, state: 'served', resource, elements, losses: explained }
  }

  #rowsOf({ row, children }: ReadRow): SourceRows {
    const lists = this.#prepared.children.map(
      ({ list, layout }, index) => [list.alias, { fields: layout.fields, rows: children[index] ?? [] }] as const,
    )
    const { repeat, emitted } = this.#prepared.map
    return { row, fields: emitted.root.fields, lists: new Map(lists), ...(repeat && { repeat }) }
  }
}

/** The logical id, or the key's values where they make none. */
export function rowId({ map, keyPlaces }: PreparedMap, row: ReadRow['row']): string {
  const parts = keyPlaces
    .map(place => row[place])
    .map(value => (value === null || value === undefined ? undefined : String(value)))
  return encodeId(map, parts) ?? parts.map(part => part ?? '(null)').join('.')
}
