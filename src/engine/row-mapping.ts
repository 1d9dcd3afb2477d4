/** What it takes to map rows of one map. */
import type { Adapter } from '../spi/index.js'
import type { RequestOptions } from './engine.js'
import type { MappingReport } from './map-rows.js'
import type { PreparedMap } from './prepared-map.js'

export interface RowMapping {
  readonly prepared: PreparedMap
  readonly adapter: Adapter
  readonly report: MappingReport
  readonly maxScannedRows: number
  readonly options: RequestOptions
}
