/** `quality`: rows and elements that are left out, by rule, with the ids of some of them. For the trust's own eyes. */
import { prepareMap } from '../engine/prepared-map.js'
import { repeatedIds } from '../engine/repeated-ids.js'
import { rowName } from '../engine/row-name.js'
import { validateResource } from '../fhir/validate/validate-resource.js'
import { valuesBelow } from '../mapping/check/data/watcher.js'
import type { CompiledMap } from '../mapping/compile/compile-model.js'
import { rowId } from './preview/preview-map.js'
import { callOptions, type Project, sourceOf, type ToolOptions } from './project.js'
import { type ReadRow, readRows } from './read-rows.js'
import { codeWatchOf, type Loss, LossReport } from './row-losses.js'

export interface MapQuality {
  readonly map: string
  readonly rows: number
  readonly served: number
  readonly gone: number
  /** Rows that give no valid resource. */
  readonly leftOut: number
  readonly losses: readonly CountedLoss[]
}

export interface CountedLoss extends Loss {
  readonly rows: number
  /** Of these, rows that are not served at all. */
  readonly rowsLeftOut: number
  /** Logical ids of the first. */
  readonly keys: readonly string[]
}

/** The row that an outcome or the log names. */
export interface NamedRow {
  readonly name: string
  readonly rowKey: Uint8Array
}

const shownKeys = 5

export async function measureQuality(
  project: Project,
  map: CompiledMap,
  limit: number | undefined,
  options: ToolOptions,
  wanted?: NamedRow,
): Promise<MapQuality> {
  const prepared = prepareMap(map)
  const { adapter } = sourceOf(project, map)
  const request = { ...callOptions(options.timeoutMs), now: options.now }
  const report = new LossReport(options.now)
  const counts = { rows: 0, served: 0, gone: 0, leftOut: 0 }
  const losses = new Map<string, CountedLoss>()
  const unlisted = codeWatchOf(valuesBelow(map.searched), map.emitted.root.fields, prepared.children)
  const isWanted = ({ row }: ReadRow) => !wanted || rowName(prepared, row, wanted.rowKey) === wanted.name
  const reading = { prepared, adapter, options: request, ...(limit !== undefined && { limit }) }
  for await (const read of readRows(reading)) {
    const rows = read.filter(isWanted)
    const mapping = { prepared, adapter, maxScannedRows: Number.POSITIVE_INFINITY, options: request }
    const repeated = await repeatedIds(
      rows.map(({ row }) => row),
      mapping,
    )
    for (const { row, children } of rows) {
      counts.rows++
      if (prepared.isGone(row, options)) {
        counts.gone++
        continue
      }
      const found = report.watch(() => map.emitted.toResource(row, children, report))
      const broken = found.resource ? brokenRules(found.resource, map, repeated) : []
      const all = [...found.losses, ...broken, ...(found.resource ? unlisted(row, children) : [])]
      const isServed = found.resource !== undefined && broken.length === 0
      if (isServed) counts.served++
      else counts.leftOut += Math.min(1, all.length)
      for (const loss of all) count(loss, !isServed, () => rowId(prepared, row), losses)
    }
    options.progress(`${map.name}: ${counts.rows} rows`)
  }
  const sorted = [...losses.values()].sort((a, b) => b.rowsLeftOut - a.rowsLeftOut || b.rows - a.rows)
  return { map: map.name, ...counts, losses: sorted }
}

function brokenRules(resource: object, map: CompiledMap, repeated: ReadonlySet<string>): readonly Loss[] {
  const found = validateResource(resource).map(({ rule, path }): Loss => ({ rule, place: path }))
  const id = 'id' in resource ? String(resource.id) : ''
  return repeated.has(id) ? [...found, { rule: 'repeated-id', place: `${map.type}.id` }] : found
}

function count(loss: Loss, isLeftOut: boolean, key: () => string, losses: Map<string, CountedLoss>): void {
  const name = `${loss.rule} ${loss.place}`
  const known = losses.get(name) ?? { ...loss, rows: 0, rowsLeftOut: 0, keys: [] }
  losses.set(name, {
    ...known,
    rows: known.rows + 1,
    rowsLeftOut: known.rowsLeftOut + Number(isLeftOut),
    keys: known.keys.length < shownKeys ? [...known.keys, key()] : known.keys,
  })
}
