/** Reads one resource by its logical id, which decodes to the key of one map. https://hl7.org/fhir/STU3/http.html#read */
import { FacadeError } from '../kernel/errors.js'
import type { Inverse } from '../mapping/compile/inverse.js'
import { keyEquals } from '../mapping/compile/invert-value.js'
import { decodeId } from '../mapping/compile/logical-id.js'
import type { Adapter, Row } from '../spi/index.js'
import type { ReadResult, RequestOptions } from './engine.js'
import { mapRows } from './map-candidates.js'
import { faultText, type LeftOut, type MappingReport } from './map-rows.js'
import type { PreparedMap } from './prepared-map.js'
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
  const { type, id, maps } = reading
  for (const prepared of maps) {
    const parts = decodeId(id, prepared.map)
    const wanted = parts && keyEquals(prepared.map.key, parts)
    if (wanted?.kind !== 'rows') continue
    const rows = await readRowsOf(prepared, wanted, reading)
    const result = await resourceOf(rows, prepared, reading)
    if (result) return result
  }
  throw new FacadeError('read.no-such-resource', { text: `There is no ${type} with this id.` })
}

/** Undefined when none of the rows is one of the map's. A row beside others that are marked as deleted is the one that is meant. */
async function resourceOf(
  rows: readonly Row[],
  prepared: PreparedMap,
  { type, report, maxScannedRows, options, ...reading }: ResourceReading,
): Promise<ReadResult | undefined> {
  const there = rows.filter(row => !prepared.isGone(row, options))
  if (rows.length > 0 && there.length === 0) throw new FacadeError('read.deleted', { text: `This ${type} has been deleted.` })
  const mapping = { prepared, adapter: reading.adapter(prepared), report, maxScannedRows, options }
  const mapped = (await mapRows(there, mapping)).find(({ kind }) => kind !== 'kept-out')
  if (mapped?.kind === 'resource') return { resource: mapped.resource, hasExactDecimals: report.hasExactDecimals }
  if (mapped?.kind === 'left-out') throw notValid(type, mapped.leftOut)
  return undefined
}

/** The row is known by its name to who keeps the system; the id alone tells the client nothing that a 410 would not. */
function notValid(type: string, { name, faults: [fault] }: LeftOut): FacadeError {
  const why = fault ? ` ${faultText(fault)}.` : ''
  return new FacadeError('read.not-valid', {
    text: `There is a record of this ${type} (${name}), and it can not be served as a valid one:${why} Whoever keeps the system can find it by that name.`,
  })
}

/** The rows whose id it is: one, but for a key that is a number stored as text, which only reading tells, or that is not unique. */
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
  const query = { adapter, source: map.source, from, joins, layout: map.emitted.root, orderBy, maxScannedRows }
  // One row of the source can be many of the map's.
  const isOne = wanted.exact && map.hasUniqueIds && !map.repeat
  const rows = readRows(
    { ...query, where: divided.where, residual: divided.residual, ...(isOne && { limit: 1 }) },
    { ...options, batchSize: isOne ? 1 : 1000 },
  )
  const found: Row[] = []
  for await (const batch of rows) found.push(...batch.filter(row => prepared.idOf(row) === id))
  return found
}
