/** A configuration with its mappings read, its databases open and everything compiled: what serving and the author's tools begin with. */
import type { Config } from '../config/config.js'
import type { Terminology } from '../fhir/terminology/terminology.js'
import type { Diagnostic } from '../kernel/diagnostics.js'
import { checkMappings, compileModel, type LoadedSource, type MappingModel } from '../mapping/compile/compile-model.js'
import type { CallOptions } from '../spi/index.js'
import { type ChosenAdapter, chooseAdapter } from './adapters.js'
import { type LoadedMapping, loadMappings } from './load-mappings.js'
import { loadTerminology } from './load-terminology.js'
import { type Opening, type OpenSource, openSource } from './open-sources.js'
import { hasErrors, refuseFor, StartRefused } from './start-refused.js'

export interface OpenProject {
  readonly model: MappingModel
  /** By name. */
  readonly sources: ReadonlyMap<string, OpenSource>
  /** Warnings and remarks. */
  readonly diagnostics: readonly Diagnostic[]
  close(): Promise<void>
}

/** Looks once more at what is told of a project that is refused, while its databases are open. */
type TellMore = (diagnostics: readonly Diagnostic[], sources: ReadonlyMap<string, OpenSource>) => Promise<readonly Diagnostic[]>

/**
 * Every fault of the configuration, the mappings and their tables at once: what reading found is no reason not to ask the databases
 * about the rest. Throws StartRefused, with nothing left open.
 */
export async function openProject(
  config: Config,
  say: (line: string) => void,
  tellMore: TellMore = async diagnostics => diagnostics,
): Promise<OpenProject> {
  const diagnostics: Diagnostic[] = []
  const { mappings, chosen, terminology } = await readProject(config, diagnostics)
  const isReadable = !hasErrors(diagnostics)
  const { timeoutMs } = config.limits
  const options: CallOptions = { signal: AbortSignal.timeout(timeoutMs), timeoutMs, traceId: 'start' }
  const sources = new Map<string, OpenSource>()
  const close = async (): Promise<void> => {
    for (const { adapter } of sources.values()) await adapter.close()
  }
  try {
    for (const [name, loaded] of mappings) {
      const adapter = chosen.get(name)
      if (adapter === undefined) continue
      const opened = await openOrRefuse(loaded, adapter, { options, diagnostics, say }, isReadable)
      if (opened !== undefined) sources.set(name, opened)
    }
    const all = [...mappings].map(([name, loaded]) => asLoaded(loaded, sources.get(name)))
    if (hasErrors(diagnostics)) {
      // A table that is not there is a fault of the source document, too: of the maps that read it nothing more is said.
      const found = checkMappings(all.map(each => ({ ...each, faults: diagnostics })))
      throw refuseFor(await tellMore([...diagnostics, ...found], sources))
    }
    const compiled = compileModel(all)
    diagnostics.push(...compiled.diagnostics)
    if (compiled.model === undefined || hasErrors(diagnostics)) throw refuseFor(await tellMore(diagnostics, sources))
    return { model: { ...compiled.model, ...(terminology && { terminology }) }, sources, diagnostics, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Where the documents have faults, a database that can not be asked only means that less is said. */
async function openOrRefuse(
  loaded: LoadedMapping,
  adapter: ChosenAdapter,
  opening: Opening,
  isReadable: boolean,
): Promise<OpenSource | undefined> {
  try {
    return await openSource(loaded, adapter, opening)
  } catch (error) {
    if (isReadable || !(error instanceof StartRefused)) throw error
    for (const line of error.lines) opening.say(line)
    return undefined
  }
}

function asLoaded({ dir: _, ...documents }: LoadedMapping, open: OpenSource | undefined): LoadedSource {
  if (open === undefined) return documents
  const { adapterName, functions, schemaOf } = open
  return { ...documents, adapter: adapterName, schemaOf, ...(functions && { functions }) }
}

/** All that can be said of the configuration and the mappings without any database. */
export async function checkProject(config: Config): Promise<readonly Diagnostic[]> {
  const diagnostics: Diagnostic[] = []
  const { mappings } = await readProject(config, diagnostics)
  return [...diagnostics, ...checkMappings([...mappings.values()])]
}

interface ReadProject {
  readonly mappings: ReadonlyMap<string, LoadedMapping>
  readonly chosen: ReadonlyMap<string, ChosenAdapter>
  readonly terminology: Terminology | undefined
}

async function readProject(config: Config, diagnostics: Diagnostic[]): Promise<ReadProject> {
  const mappings = loadMappings(config, diagnostics)
  const chosen = new Map<string, ChosenAdapter>()
  for (const source of config.sources.values()) {
    const adapter = await chooseAdapter(source, config.folder, diagnostics)
    if (adapter !== undefined) chosen.set(source.name, adapter)
  }
  return { mappings, chosen, terminology: loadTerminology(config, diagnostics) }
}
