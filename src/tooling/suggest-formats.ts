/** A text column where a date is due: looks at its rows, and says which format they look like. Counts alone; no value is told. */
import type { ColumnPlace, Diagnostic } from '../kernel/diagnostics.js'
import { countFormats } from '../mapping/check/data/usual-formats.js'
import type { Adapter } from '../spi/index.js'
import { callOptions, type MappedSource, type ToolOptions } from './project.js'

/** Enough to tell a format by. */
const mostRows = 5000
/** A mistyped date here and there does not hide the format. */
const enough = 0.9

export async function suggestFormats(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, Pick<MappedSource, 'adapter'>>,
  { timeoutMs }: Pick<ToolOptions, 'timeoutMs'>,
): Promise<readonly Diagnostic[]> {
  const told: Diagnostic[] = []
  for (const diagnostic of diagnostics) {
    const { column } = diagnostic
    const adapter = column && sources.get(column.source)?.adapter
    const pattern = adapter && (await formatOf(column, adapter, timeoutMs))
    told.push(
      pattern === undefined ? diagnostic : { ...diagnostic, message: `${diagnostic.message} Its values look like ${pattern}.` },
    )
  }
  return told
}

async function formatOf({ table, name }: ColumnPlace, adapter: Adapter, timeoutMs: number): Promise<string | undefined> {
  const counts = [...countFormats(false), ...countFormats(true)]
  const query = {
    from: { entity: table, alias: table },
    joins: [],
    select: [{ alias: table, name, type: 'string' as const }],
    orderBy: [],
  }
  let [seen, filled] = [0, 0]
  for await (const rows of adapter.read(query, { ...callOptions(timeoutMs), batchSize: 1000 })) {
    for (const [stored] of rows) {
      seen++
      if (typeof stored !== 'string' || stored.trim() === '') continue
      filled++
      for (const count of counts) count.see(stored)
    }
    if (seen >= mostRows) break
  }
  const [best] = counts.toSorted((a, b) => b.fitting() - a.fitting())
  return best && filled > 0 && best.fitting() >= filled * enough ? best.pattern : undefined
}
