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
  const { unread: _, ...whole } = mapping
  const { prepared, report } = mapping
  const [read, repeated] = await Promise.all([readAndMap(rows, mapping), repeatedIds(rows, whole)])
  return rows.map((row, index): MappedRow => {
    const mapped = read[index] ?? { kind: 'kept-out' }
    const id = mapped.kind === 'resource' && repeated.size > 0 ? mapped.resource.id : undefined
    if (mapped.kind !== 'resource' || id === undefined || !repeated.has(id)) return mapped
    const faults = [{ place: `${prepared.map.type}.id`, rule: 'repeated-id' }]
    return { kind: 'left-out', leftOut: report.leaveOut(prepared, row, faults, mapped.resource) }
  })
}

/** A row that gives no valid resource without the lists that are not asked for is read with all of them, and that counts. */
async function readAndMap(rows: readonly Row[], mapping: RowMapping): Promise<readonly MappedRow[]> {
  const { prepared, report, unread, ...whole } = mapping
  if (!unread || unread.size === 0) {
    const children = await readChildren(mapping, rows)
    return rows.map((row, index) => report.map(prepared, row, children[index] ?? []))
  }
  const some = await readChildren(mapping, rows)
  const parts = rows.map((row, index) => report.mapPart(prepared, row, some[index] ?? []))
  const rest = rows.filter((_, index) => parts[index] === undefined)
  const mapped = rest.length === 0 ? [] : await readAndMap(rest, { ...whole, prepared, report })
  let next = 0
  return parts.map(part => part ?? mapped[next++] ?? { kind: 'kept-out' })
}
