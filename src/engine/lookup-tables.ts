/** Which tables may be kept in memory to decide searches by (DESIGN, decision 12). */
import type { MappingModel } from '../mapping/compile/compile-model.js'

/** Rows that are served change all the time, and have to be found at once: their tables are never kept, whatever name they are read by. */
export function lookupRows(model: MappingModel): (source: string, table: string) => number | undefined {
  const served = new Set(model.maps.map(map => placeOf(model, map.source, map.entity)))
  return (source, table) => (served.has(placeOf(model, source, table)) ? undefined : model.rowsOf(source, table))
}

/** One table may stand under several names in a source document, in any case, with its schema and without. */
const placeOf = ({ sources }: MappingModel, source: string, table: string): string =>
  `${source} ${(sources.get(source)?.tables.get(table)?.path.at(-1) ?? table).toLowerCase()}`
