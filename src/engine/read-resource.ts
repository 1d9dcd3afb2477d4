/** Reads one resource by its logical id, which decodes to the key of one map. https://hl7.org/fhir/STU3/http.html#read */
import { FacadeError } from '../kernel/errors.js'
import type { Inverse } from '../mapping/compile/inverse.js'
import { keyEquals } from '../mapping/compile/invert-value.js'
import { decodeId } from '../mapping/compile/logical-id.js'
import type { Adapter, Row } from '../spi/index.js'
import type { ReadResult, RequestOptions } from './engine.js'
import type { MappingReport } from './map-rows.js'
import type { PreparedMap } from './prepared-map.js'
import { readChildren } from './read-children.js'
import { divide, readRows } from './read-source.js'

export interface ResourceReading {
  readonly type: string
  readonly id: string
  /** Those of the type. */
  readonly maps: readonly PreparedMap[]
  readonly report: MappingReport
  readonly maxScannedRows: number
  readonly options: RequestOptions
  adapter(prepared: PreparedMap): Adapter
}

export async function readResource(reading: ResourceReading): Promise<ReadResult> {
  const { type, id, maps, report, maxScannedRows, options } = reading
  for (const prepared of maps) {
    const parts = decodeId(id, prepared.map)
    const wanted = parts && keyEquals(prepared.map.key, parts)
    if (wanted?.kind !== 'rows') continue
    const adapter = reading.adapter(prepared)
    for (const row of await readRowsOf(prepared, wanted, reading)) {
      if (prepared.isGone(row, options)) throw new FacadeError('read.deleted', { text: `This ${type} has been deleted.` })
      const [children = []] = await readChildren({ prepared, adapter, maxScannedRows, options }, [row])
      const resource = report.map(prepared, row, children)
      if (resource) return { resource, hasExactDecimals: report.hasExactDecimals }
      if (!report.wasKeptOut)
        throw new FacadeError('read.not-valid', { text: `This ${type} lacks what its profile requires and is not served.` })
    }
  }
  throw new FacadeError('read.no-such-resource', { text: `There is no ${type} with this id.` })
}

/** The row whose id it is: one, but for a key that is a number stored as text, which only reading tells. */
async function readRowsOf(
  prepared: PreparedMap,
  wanted: Extract<Inverse, { kind: 'rows' }>,
  { id, maxScannedRows, options, ...reading }: ResourceReading,
): Promise<readonly Row[]> {
  const { map, from, keyOrder: orderBy } = prepared
  const adapter = reading.adapter(prepared)
  const joins = prepared.joins(options)
  const rules = prepared.where(options)
  const divided = divide(rules ? { op: 'and', of: [wanted.may, rules] } : wanted.may, { adapter, from, joins })
  // One row of the source can be many of the map's.
  const isOne = wanted.exact && !map.repeat
  const query = { adapter, source: map.source, from, joins, layout: map.emitted.root, orderBy, maxScannedRows }
  const rows = readRows(
    { ...query, where: divided.where, residual: divided.residual, ...(isOne && { limit: 1 }) },
    { ...options, batchSize: isOne ? 1 : 1000 },
  )
  const found: Row[] = []
  for await (const batch of rows) found.push(...batch.filter(row => prepared.idOf(row) === id))
  return found
}
