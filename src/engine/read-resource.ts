/** Reads one resource by its logical id, which decodes to the key of one map. https://hl7.org/fhir/STU3/http.html#read */
import { FacadeError } from '../kernel/errors.js'
import { keyEquals } from '../mapping/compile/invert-value.js'
import { decodeId } from '../mapping/compile/logical-id.js'
import type { Adapter, Predicate, Row } from '../spi/index.js'
import type { ReadResult, RequestOptions } from './engine.js'
import type { MappingReport } from './map-rows.js'
import type { PreparedMap } from './prepared-map.js'
import { readChildren } from './read-children.js'
import { sourceError } from './source-errors.js'

export async function readResource(
  type: string,
  id: string,
  maps: readonly PreparedMap[],
  adapterOf: (prepared: PreparedMap) => Adapter,
  report: MappingReport,
  options: RequestOptions,
): Promise<ReadResult> {
  for (const prepared of maps) {
    const parts = decodeId(id, prepared.map)
    const wanted = parts && keyEquals(prepared.map.key, parts)
    if (wanted?.kind !== 'rows') continue
    const adapter = adapterOf(prepared)
    const row = await readRow(prepared, wanted.may, adapter, options)
    if (!row) continue
    if (prepared.isGone(row, options)) throw new FacadeError('read.deleted', { text: `This ${type} has been deleted.` })
    const [children = []] = await readChildren(prepared, [row], adapter, options, options)
    const resource = report.map(prepared, row, children)
    if (!resource)
      throw new FacadeError('read.not-valid', { text: `This ${type} lacks what its profile requires and is not served.` })
    return { resource, hasExactDecimals: report.hasExactDecimals }
  }
  throw new FacadeError('read.no-such-resource', { text: `There is no ${type} with this id.` })
}

async function readRow(
  prepared: PreparedMap,
  wanted: Predicate,
  adapter: Adapter,
  options: RequestOptions,
): Promise<Row | undefined> {
  const { map } = prepared
  const rules = prepared.where(options)
  const query = {
    from: { entity: map.entity, alias: map.alias },
    joins: prepared.joins(options),
    select: map.emitted.root.fields,
    where: rules ? ({ op: 'and', of: [wanted, rules] } as const) : wanted,
    orderBy: map.key.map(({ field }) => ({ by: field, direction: 'asc', nulls: 'last' }) as const),
    limit: 1,
  }
  try {
    for await (const [row] of adapter.read(query, { ...options, batchSize: 1 })) return row
  } catch (error) {
    throw sourceError(error, map.source)
  }
  return undefined
}
