/** Rows of a map with their child rows, as the engine reads them, for tools that look at how rows are mapped. */
import type { RequestOptions } from '../engine/engine.js'
import type { PreparedMap } from '../engine/prepared-map.js'
import { readChildren } from '../engine/read-children.js'
import type { Adapter, Predicate, Row } from '../spi/index.js'

export interface ReadRow {
  readonly row: Row
  /** For each list of the map, its rows. */
  readonly children: readonly (readonly Row[])[]
}

export interface RowsWanted {
  readonly prepared: PreparedMap
  readonly adapter: Adapter
  /** Beside the map's own rules. */
  readonly where?: Predicate
  readonly limit?: number
  readonly options: RequestOptions
}

/** In the order of the logical id. Rows that are gone are among them. */
export async function* readRows({ prepared, adapter, where, limit, options }: RowsWanted): AsyncGenerator<readonly ReadRow[]> {
  const { map } = prepared
  const rules = [prepared.where(options), where].flatMap(part => part ?? [])
  const [only] = rules
  const query = {
    from: { entity: map.entity, alias: map.alias },
    joins: prepared.joins(options),
    select: map.emitted.root.selected,
    ...(only && { where: rules.length === 1 ? only : ({ op: 'and', of: rules } as const) }),
    orderBy: map.rowKey.map(({ field }) => ({ by: field, direction: 'asc', nulls: 'last' }) as const),
    ...(limit !== undefined && { limit }),
  }
  for await (const batch of adapter.read(query, { ...options, batchSize: Math.min(limit ?? 500, 500) })) {
    const rows = map.emitted.root.expand(batch)
    const children = await readChildren({ prepared, adapter, maxScannedRows: Number.POSITIVE_INFINITY, options }, rows)
    yield rows.map((row, index) => ({ row, children: children[index] ?? [] }))
  }
}
