/** `quality`: rows and elements that are left out, by rule, with ids and stored values of some of them. For the trust's own eyes. */
import { prepareMap } from '../engine/prepared-map.js'
import { valuesBelow } from '../mapping/check/data/watcher.js'
import type { CompiledMap } from '../mapping/compile/compile-model.js'
import { type CountedLoss, type CountedRule, LossTally } from './loss-tally.js'
import { rowId } from './preview/preview-map.js'
import { callOptions, type Project, sourceOf, type ToolOptions } from './project.js'
import { readRows } from './read-rows.js'
import { codeWatchOf, LossReport } from './row-losses.js'
import { StoredBehind } from './stored-behind.js'

export interface MapQuality {
  readonly map: string
  readonly rows: number
  readonly served: number
  readonly gone: number
  /** Rows that lack what the profile requires. */
  readonly leftOut: number
  readonly rules: readonly CountedRule[]
  readonly losses: readonly CountedLoss[]
}

export async function measureQuality(
  project: Project,
  map: CompiledMap,
  limit: number | undefined,
  options: ToolOptions,
): Promise<MapQuality> {
  const prepared = prepareMap(map)
  const { adapter } = sourceOf(project, map)
  const request = { ...callOptions(options.timeoutMs), now: options.now }
  const report = new LossReport(options.now)
  const counts = { rows: 0, served: 0, gone: 0, leftOut: 0 }
  const tally = new LossTally()
  const behind = new StoredBehind(prepared)
  const unlisted = codeWatchOf(valuesBelow(map.searched), map.emitted.root.fields, prepared.children)
  for await (const rows of readRows({ prepared, adapter, options: request, ...(limit !== undefined && { limit }) })) {
    for (const { row, children } of rows) {
      counts.rows++
      if (prepared.isGone(row, options)) {
        counts.gone++
        continue
      }
      const found = report.watch(() => map.emitted.toResource(row, children, report))
      if (found.resource) counts.served++
      else if (found.losses.length > 0) counts.leftOut++
      const losses = [...found.losses, ...(found.resource ? unlisted(row, children) : [])]
      if (losses.length === 0) continue
      const explained = losses.map(loss => ({ ...loss, stored: behind.of(loss, { row, children }) }))
      tally.add({ id: rowId(prepared, row), losses: explained, isLeftOut: found.resource === undefined })
    }
    options.progress(`${map.name}: ${counts.rows} rows`)
  }
  return { map: map.name, ...counts, rules: tally.rules(), losses: tally.losses() }
}
