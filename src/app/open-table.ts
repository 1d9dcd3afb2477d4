/** One table of a source that need not be mapped yet: its columns, and the open database. For the author's first steps. */
import type { Config } from '../config/config.js'
import type { Diagnostic } from '../kernel/diagnostics.js'
import { nearestName } from '../kernel/nearest.js'
import type { SourceDocument, TableDocument } from '../mapping/language/document.js'
import { parseTablePath } from '../mapping/language/table-path.js'
import type { CallOptions } from '../spi/index.js'
import type { TableToMap } from '../tooling/scaffold/scaffold-table.js'
import { chooseAdapter } from './adapters.js'
import { type LoadedMapping, loadMappings } from './load-mappings.js'
import { openSource } from './open-sources.js'
import { hasErrors, refuseFor, StartRefused } from './start-refused.js'

const optionsFor = (timeoutMs: number): CallOptions => ({ signal: AbortSignal.timeout(timeoutMs), timeoutMs, traceId: 'author' })

/** Throws StartRefused, with nothing left open. The caller closes the adapter. */
export async function openTable(config: Config, source: string, path: string, say: (line: string) => void): Promise<TableToMap> {
  const sourceConfig = config.sources.get(source)
  if (!sourceConfig)
    throw new StartRefused([`The configuration has no source ${source}.${advice(source, [...config.sources.keys()])}`])
  const parts = parseTablePath(path)
  if (!parts) throw new StartRefused([`${path} is no path of a table. Write PATIENT, dbo.PATIENT or 'dbo."Odd name"'.`])
  const diagnostics: Diagnostic[] = []
  const chosen = await chooseAdapter(sourceConfig, config.folder, diagnostics)
  if (!chosen || hasErrors(diagnostics)) throw refuseFor(diagnostics)
  // Faults of maps that are there already are for `check` to tell.
  const mappings = loadMappings(config, [])
  const mapping = mappings.get(source)
  const name = parts.at(-1) ?? path
  const options = optionsFor(config.limits.timeoutMs)
  const at = sourceConfig.at
  const table: TableDocument = { at, name, path: parts, key: [], changed: [], columns: new Map() }
  const bare: SourceDocument = {
    at,
    name: source,
    zone: 'Europe/London',
    defaults: {},
    systems: new Map(),
    codes: new Map(),
    tables: new Map([[name, table]]),
  }
  const opened = await openSource({ source: bare, maps: [], dir: config.folder }, chosen, {
    options,
    diagnostics,
    say,
  })
  const schema = opened.schemaOf(name)
  if (schema)
    return {
      source,
      path,
      parts,
      schema,
      adapter: opened.adapter,
      ...(mapping && { document: mapping.source }),
      maps: mapping?.maps ?? [],
      ...folderOf(config, mappings, mapping),
    }
  const names = (await opened.adapter.introspect?.('all', options).catch(() => []))?.map(({ entity }) => entity)
  await opened.adapter.close()
  if (!names) throw new StartRefused([`The adapter ${opened.adapterName} does not tell what its tables are.`])
  throw new StartRefused([`The database of the source ${source} has no table ${path}.${advice(name, names)}`])
}

/** Of the source's mappings: its own, or the first that no source has yet. */
function folderOf(
  config: Config,
  mappings: ReadonlyMap<string, LoadedMapping>,
  own: LoadedMapping | undefined,
): Pick<TableToMap, 'folder'> {
  const taken = new Set([...mappings.values()].map(({ dir }) => dir))
  const folder = config.mappings.find(({ dir }) => (own ? dir === own.dir : !taken.has(dir)))
  return folder ? { folder } : {}
}

function advice(word: string, known: readonly string[]): string {
  const nearest = nearestName(word, known)
  if (nearest !== undefined) return ` Did you mean ${nearest}?`
  return known.length === 0 ? '' : ` There are: ${known.join(', ')}.`
}
