/** What the author's tools work on: compiled maps and the open databases behind them. */
import type { CompiledMap, MappingModel } from '../mapping/compile/compile-model.js'
import type { Adapter, CallOptions, EntitySchema, Row, SourceQuery } from '../spi/index.js'

export interface MappedSource {
  readonly adapter: Adapter
  /** By the name that maps use; undefined where the adapter cannot tell. */
  readonly schemaOf: (table: string) => EntitySchema | undefined
}

export interface Project {
  readonly model: MappingModel
  /** By name. */
  readonly sources: ReadonlyMap<string, MappedSource>
}

export interface ToolOptions {
  /** Milliseconds since 1970: `today` and `now`. */
  readonly now: number
  readonly timeoutMs: number
  /** Shown while the work goes on; each takes the place of the one before. */
  progress(line: string): void
}

export function sourceOf({ sources }: Project, map: CompiledMap): MappedSource {
  const source = sources.get(map.source)
  if (!source) throw new Error(`The source ${map.source} is not open.`)
  return source
}

/** A tool has a person who waits, and who can end it. */
export const callOptions = (timeoutMs: number): CallOptions => ({
  signal: new AbortController().signal,
  timeoutMs,
  traceId: 'author',
})

/** Every row of a query; progress is told now and then. */
export async function eachRow(
  adapter: Adapter,
  query: SourceQuery,
  what: string,
  options: Pick<ToolOptions, 'timeoutMs' | 'progress'>,
  see: (row: Row) => void,
): Promise<number> {
  let rows = 0
  for await (const batch of adapter.read(query, { ...callOptions(options.timeoutMs), batchSize: 1000 })) {
    for (const row of batch) see(row)
    rows += batch.length
    options.progress(`${what}: ${rows} rows`)
  }
  return rows
}

/** The maps that a name means: `gp/patient`, `patient`, `gp` or a type; all of them when there is none. */
export function mapsNamed({ model }: Project, name: string | undefined): readonly CompiledMap[] {
  if (name === undefined) return model.maps
  return model.maps.filter(map => {
    // A map that is repeated over slots is several: `gp/vitals.hr`, `gp/vitals.temp`.
    const whole = map.name.split('.')[0] ?? ''
    return [map.name, whole].some(full => full === name || full.endsWith(`/${name}`)) || map.source === name || map.type === name
  })
}
