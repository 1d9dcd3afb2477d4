/** `quality`: rows and elements that are left out, by rule, with the ids of some of them. For the trust's own eyes. */
import { prepareMap } from '../engine/prepared-map.js'
import { valuesBelow } from '../mapping/check/data/watcher.js'
import type { CompiledMap } from '../mapping/compile/compile-model.js'
import { rowId } from './preview/preview-map.js'
import { callOptions, type Project, sourceOf, type ToolOptions } from './project.js'
import { readRows } from './read-rows.js'
import { codeWatchOf, type Loss, LossReport } from './row-losses.js'

export interface MapQuality {
  readonly map: string
  readonly rows: number
  readonly served: number
  readonly gone: number
  /** Rows that lack what the profile requires. */
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

const shownKeys = 5

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
  const losses = new Map<string, CountedLoss>()
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
      for (const loss of [...found.losses, ...(found.resource ? unlisted(row, children) : [])])
        count(loss, found.resource === undefined, () => rowId(prepared, row), losses)
    }
    options.progress(`${map.name}: ${counts.rows} rows`)
  }
  const sorted = [...losses.values()].sort((a, b) => b.rowsLeftOut - a.rowsLeftOut || b.rows - a.rows)
  return { map: map.name, ...counts, losses: sorted }
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
