/** Reads the child rows of a page: one statement for each list, whatever the number of owners. */
import { parametersKept } from '../plan/split-plan.js'
import type { Adapter, EntityCapabilities, Field, Literal, Predicate, Row, Scalar } from '../spi/index.js'
import type { RequestOptions } from './engine.js'
import { keyText, type PreparedList, type PreparedMap } from './prepared-map.js'
import { divide, readRows } from './read-source.js'

/** For each owner, in order: for each list of the map, its rows. */
export type Children = readonly (readonly (readonly Row[])[])[]

export interface ChildReading {
  readonly prepared: PreparedMap
  readonly adapter: Adapter
  readonly maxScannedRows: number
  readonly options: RequestOptions
}

const noRows: readonly Row[] = []

export async function readChildren(reading: ChildReading, owners: readonly Row[]): Promise<Children> {
  const { children } = reading.prepared
  if (children.length === 0 || owners.length === 0) return owners.map(() => [])
  const groups = await Promise.all(children.map(list => readList(list, owners, reading)))
  return owners.map(owner =>
    children.map((list, index) => {
      const key = keyText(owner, list.outerPlaces)
      return (key === undefined ? undefined : groups[index]?.get(key)) ?? noRows
    }),
  )
}

async function readList(
  list: PreparedList,
  owners: readonly Row[],
  { prepared, adapter, maxScannedRows, options }: ChildReading,
): Promise<ReadonlyMap<string, readonly Row[]>> {
  const groups = new Map<string, Row[]>()
  const from = { entity: list.list.entity, alias: list.list.alias }
  const joins = list.joins(options)
  const rules = list.where(options)
  const capabilities = adapter.capabilities(from.entity)
  const columns = list.list.on.map(([, inner]) => inner.field)
  // Without tuples more is read than is asked for, and what shares a first column is read once.
  const fields = capabilities.logic.includes('inTuples') ? columns : columns.slice(0, 1)
  const keys = distinctKeys(list.outerPlaces.slice(0, fields.length), owners)
  const size = keysAtOnce(fields, capabilities)
  for (let start = 0; start < keys.length; start += size) {
    const some = keys.slice(start, start + size)
    const among = keysIn(fields, some)
    const divided = divide(rules ? { op: 'and', of: [among, rules] } : among, { adapter, from, joins })
    const query = { adapter, source: prepared.map.source, from, joins, layout: list.layout, orderBy: list.orderBy }
    const rows = readRows(
      { ...query, where: divided.where, residual: divided.residual, maxScannedRows },
      { ...options, batchSize: 1000 },
    )
    for await (const batch of rows) group(batch, list, groups)
  }
  return groups
}

/** As many keys as one statement may hold. */
export function keysAtOnce(fields: readonly Field[], { maxInList, maxParameters }: EntityCapabilities): number {
  return Math.max(1, Math.min(maxInList, Math.floor((maxParameters - parametersKept) / fields.length)))
}

function group(batch: readonly Row[], list: PreparedList, groups: Map<string, Row[]>): void {
  for (const row of batch) {
    const key = keyText(row, list.innerPlaces)
    if (key === undefined) continue
    const rows = groups.get(key)
    if (rows) rows.push(row)
    else groups.set(key, [row])
  }
}

function distinctKeys(places: readonly number[], owners: readonly Row[]): readonly (readonly Exclude<Scalar, null>[])[] {
  const keys = new Map<string, readonly Exclude<Scalar, null>[]>()
  for (const owner of owners) {
    const text = keyText(owner, places)
    if (text === undefined || keys.has(text)) continue
    keys.set(
      text,
      places.flatMap(place => owner[place] ?? []),
    )
  }
  return [...keys.values()]
}

function keysIn(fields: readonly Field[], keys: readonly (readonly Exclude<Scalar, null>[])[]): Predicate {
  const literal = (field: Field | undefined, value: Exclude<Scalar, null> | undefined): readonly Literal[] =>
    field && value !== undefined ? [{ type: field.type, value }] : []
  const [field] = fields
  if (fields.length === 1 && field) return { op: 'in', field, values: keys.flatMap(([value]) => literal(field, value)) }
  return { op: 'inTuples', fields, values: keys.map(key => fields.flatMap((each, index) => literal(each, key[index]))) }
}
