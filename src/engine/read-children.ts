/** Reads the child rows of a page: one statement for each list, also for one that stands in another, whatever the number of owners. */
import { groupRows, keyText } from '../mapping/compile/row-key.js'
import { parametersKept } from '../plan/split-plan.js'
import type { Adapter, EntityCapabilities, Field, Literal, Predicate, Row, Scalar } from '../spi/index.js'
import type { RequestOptions } from './engine.js'
import type { PreparedList, PreparedMap } from './prepared-map.js'
import { divide, readRows } from './read-source.js'

/** For each owner, in order: for each list of the map, its rows; of a list in a list, those of all its owners. */
export type Children = readonly (readonly (readonly Row[])[])[]

export interface ChildReading {
  readonly prepared: PreparedMap
  readonly adapter: Adapter
  readonly maxScannedRows: number
  readonly options: RequestOptions
  /** Aliases of lists that the answer does not need: they have no rows then. */
  readonly unread?: ReadonlySet<string>
}

const noRows: readonly Row[] = []

/** The rows of one list, by the key under which their owner finds them. */
type Groups = ReadonlyMap<string, readonly Row[]>

export async function readChildren(reading: ChildReading, owners: readonly Row[]): Promise<Children> {
  const { children } = reading.prepared
  if (children.length === 0 || owners.length === 0) return owners.map(() => [])
  const found: Promise<Groups>[] = []
  // A list in a list stands after the one that owns it, and waits for its rows alone.
  for (const list of children)
    if (reading.unread?.has(list.list.alias)) found.push(Promise.resolve(new Map()))
    else found.push(readOwned(list, list.owner === undefined ? undefined : found[list.owner], owners, reading))
  const groups = await Promise.all(found)
  return owners.map(owner => {
    const rows: (readonly Row[])[] = []
    for (const [index, list] of children.entries())
      rows.push(ownedBy(list.owner === undefined ? [owner] : (rows[list.owner] ?? noRows), list, groups[index]))
    return rows
  })
}

async function readOwned(
  list: PreparedList,
  owning: Promise<Groups> | undefined,
  roots: readonly Row[],
  reading: ChildReading,
): Promise<Groups> {
  const owners = owning ? [...(await owning).values()].flat() : roots
  return owners.length === 0 ? new Map() : readList(list, owners, reading)
}

/** Rows that several of the owners share are there once. */
function ownedBy(owners: readonly Row[], { outerPlaces }: PreparedList, groups: Groups | undefined): readonly Row[] {
  const keys = new Set(owners.flatMap(owner => keyText(owner, outerPlaces) ?? []))
  const [only] = keys
  if (keys.size === 1 && only !== undefined) return groups?.get(only) ?? noRows
  return [...keys].flatMap(key => groups?.get(key) ?? noRows)
}

async function readList(
  list: PreparedList,
  owners: readonly Row[],
  { prepared, adapter, maxScannedRows, options }: ChildReading,
): Promise<Groups> {
  const groups = new Map<string, Row[]>()
  const { from } = list
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
    for await (const batch of rows) groupRows(batch, list.innerPlaces, groups)
  }
  return groups
}

/** As many keys as one statement may hold. */
export function keysAtOnce(fields: readonly Field[], { maxInList, maxParameters }: EntityCapabilities): number {
  return Math.max(1, Math.min(maxInList, Math.floor((maxParameters - parametersKept) / fields.length)))
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
