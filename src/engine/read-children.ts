/** Reads the child rows of a page: one statement for each list, whatever the number of owners. */
import type { Clock } from '../mapping/compile/condition.js'
import type { Adapter, Field, Literal, Predicate, Row, Scalar } from '../spi/index.js'
import type { RequestOptions } from './engine.js'
import { keyText, type PreparedList, type PreparedMap } from './prepared-map.js'
import { sourceError } from './source-errors.js'

/** For each owner, in order: for each list of the map, its rows. */
export type Children = readonly (readonly (readonly Row[])[])[]

const noRows: readonly Row[] = []

export async function readChildren(
  prepared: PreparedMap,
  owners: readonly Row[],
  adapter: Adapter,
  clock: Clock,
  options: RequestOptions,
): Promise<Children> {
  if (prepared.children.length === 0 || owners.length === 0) return owners.map(() => [])
  const groups = await Promise.all(
    prepared.children.map(list => readList(list, prepared.map.source, owners, adapter, clock, options)),
  )
  return owners.map(owner =>
    prepared.children.map((list, index) => {
      const key = keyText(owner, list.outerPlaces)
      return (key === undefined ? undefined : groups[index]?.get(key)) ?? noRows
    }),
  )
}

async function readList(
  list: PreparedList,
  source: string,
  owners: readonly Row[],
  adapter: Adapter,
  clock: Clock,
  options: RequestOptions,
): Promise<ReadonlyMap<string, readonly Row[]>> {
  const keys = distinctKeys(list, owners)
  const groups = new Map<string, Row[]>()
  const { maxInList } = adapter.capabilities(list.list.entity)
  const listRules = list.where(clock)
  for (let start = 0; start < keys.length; start += maxInList) {
    const among = keysIn(
      list.list.on.map(([, inner]) => inner.field),
      keys.slice(start, start + maxInList),
    )
    const query = {
      from: { entity: list.list.entity, alias: list.list.alias },
      joins: list.joins(clock),
      select: list.select,
      where: listRules ? ({ op: 'and', of: [among, listRules] } as const) : among,
      orderBy: list.orderBy,
    }
    try {
      for await (const batch of adapter.read(query, { ...options, batchSize: 1000 })) group(batch, list, groups)
    } catch (error) {
      throw sourceError(error, source)
    }
  }
  return groups
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

function distinctKeys(list: PreparedList, owners: readonly Row[]): readonly (readonly Exclude<Scalar, null>[])[] {
  const keys = new Map<string, readonly Exclude<Scalar, null>[]>()
  for (const owner of owners) {
    const text = keyText(owner, list.outerPlaces)
    if (text === undefined || keys.has(text)) continue
    keys.set(
      text,
      list.outerPlaces.flatMap(place => owner[place] ?? []),
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
