/** `quality`: rows and elements that are left out, by rule, with ids and stored values of some of them. For the trust's own eyes. */
import { prepareMap } from '../engine/prepared-map.js'
import { repeatedIds } from '../engine/repeated-ids.js'
import { rowName } from '../engine/row-name.js'
import { validateResource } from '../fhir/validate/validate-resource.js'
import { valuesBelow } from '../mapping/check/data/watcher.js'
import type { CompiledMap } from '../mapping/compile/compile-model.js'
import { type CountedLoss, type CountedRule, LossTally } from './loss-tally.js'
import { rowId } from './preview/preview-map.js'
import { callOptions, type Project, sourceOf, type ToolOptions } from './project.js'
import { type ReadRow, readRows } from './read-rows.js'
import { codeWatchOf, type Loss, LossReport } from './row-losses.js'
import { StoredBehind } from './stored-behind.js'

export interface MapQuality {
  readonly map: string
  readonly rows: number
  readonly served: number
  readonly gone: number
  /** Rows that give no valid resource. */
  readonly leftOut: number
  readonly rules: readonly CountedRule[]
  readonly losses: readonly CountedLoss[]
}

/** The row that an outcome or the log names. */
export interface NamedRow {
  readonly name: string
  readonly rowKey: Uint8Array
}

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
  const tally = new LossTally()
  const behind = new StoredBehind(prepared)
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
      const losses = [...found.losses, ...broken, ...(found.resource ? unlisted(row, children) : [])]
      const isServed = found.resource !== undefined && broken.length === 0
      if (isServed) counts.served++
      else counts.leftOut += Math.min(1, losses.length)
      if (losses.length === 0) continue
      const explained = losses.map(loss => ({ ...loss, stored: behind.of(loss, { row, children }) }))
      tally.add({ id: rowId(prepared, row), losses: explained, isLeftOut: !isServed })
    }
    options.progress(`${map.name}: ${counts.rows} rows`)
  }
  return { map: map.name, ...counts, rules: tally.rules(), losses: tally.losses() }
}

function brokenRules(resource: object, map: CompiledMap, repeated: ReadonlySet<string>): readonly Loss[] {
  const found = validateResource(resource).map(({ rule, path }): Loss => ({ rule, place: path }))
  const id = 'id' in resource ? String(resource.id) : ''
  return repeated.has(id) ? [...found, { rule: 'repeated-id', place: `${map.type}.id` }] : found
}
