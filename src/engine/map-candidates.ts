/** Maps rows of one map together: their child rows in one go, and what other rows have the same id. */
import type { Row } from '../spi/index.js'
import type { MappedRow, MappingReport } from './map-rows.js'
import { type ChildReading, readChildren } from './read-children.js'
import { repeatedIds } from './repeated-ids.js'

export interface RowMapping extends ChildReading {
  readonly report: MappingReport
}

/** In the order of the rows. */
export async function mapRows(rows: readonly Row[], mapping: RowMapping): Promise<readonly MappedRow[]> {
  const { prepared, report } = mapping
  const [children, repeated] = await Promise.all([readChildren(mapping, rows), repeatedIds(rows, mapping)])
  return rows.map((row, index): MappedRow => {
    const mapped = report.map(prepared, row, children[index] ?? [])
    const id = mapped.kind === 'resource' && repeated.size > 0 ? mapped.resource.id : undefined
    if (mapped.kind !== 'resource' || id === undefined || !repeated.has(id)) return mapped
    const faults = [{ place: `${prepared.map.type}.id`, rule: 'repeated-id' }]
    return { kind: 'left-out', leftOut: report.leaveOut(prepared, row, faults, mapped.resource) }
  })
}
