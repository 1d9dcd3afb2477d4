/** A configuration with its mappings read, its databases open and everything compiled: what serving and the author's tools begin with. */
import type { Config } from '../config/config.js'
import type { Diagnostic } from '../kernel/diagnostics.js'
import { checkMappings, compileModel, type LoadedSource, type MappingModel } from '../mapping/compile/compile-model.js'
import type { CallOptions } from '../spi/index.js'
import { type ChosenAdapter, chooseAdapter } from './adapters.js'
import { type LoadedMapping, loadMappings } from './load-mappings.js'
import { type OpenSource, openSource } from './open-sources.js'
import { hasErrors, refuseFor } from './start-refused.js'

export interface OpenProject {
  readonly model: MappingModel
  /** By name. */
  readonly sources: ReadonlyMap<string, OpenSource>
  /** Warnings and remarks. */
  readonly diagnostics: readonly Diagnostic[]
  close(): Promise<void>
}

/** Every fault of the configuration and the mappings at once; only then are databases asked. Throws StartRefused, with nothing left open. */
export async function openProject(config: Config, say: (line: string) => void): Promise<OpenProject> {
  const diagnostics: Diagnostic[] = []
  const { mappings, chosen } = await readProject(config, diagnostics)
  if (hasErrors(diagnostics)) throw refuseFor(diagnostics)
  const { timeoutMs } = config.limits
  const options: CallOptions = { signal: AbortSignal.timeout(timeoutMs), timeoutMs, traceId: 'start' }
  const sources = new Map<string, OpenSource>()
  const close = async (): Promise<void> => {
    for (const { adapter } of sources.values()) await adapter.close()
  }
  try {
    for (const [name, loaded] of mappings) {
      const adapter = chosen.get(name)
      if (adapter !== undefined) sources.set(name, await openSource(loaded, adapter, { options, diagnostics, say }))
    }
    const compiled = compileModel([...mappings].map(([name, loaded]) => asLoaded(loaded, sources.get(name))))
    diagnostics.push(...compiled.diagnostics)
    if (compiled.model === undefined || hasErrors(diagnostics)) throw refuseFor(diagnostics)
    return { model: compiled.model, sources, diagnostics, close }
  } catch (error) {
    await close()
    throw error
  }
}

function asLoaded({ source, maps, rules }: LoadedMapping, open: OpenSource | undefined): LoadedSource {
  const native = open && { adapter: open.adapterName, ...(open.functions && { functions: open.functions }) }
  return { source, maps, rules, schemaOf: table => open?.schemaOf(table), ...native }
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
}

async function readProject(config: Config, diagnostics: Diagnostic[]): Promise<ReadProject> {
  const mappings = loadMappings(config, diagnostics)
  const chosen = new Map<string, ChosenAdapter>()
  for (const source of config.sources.values()) {
    const adapter = await chooseAdapter(source, config.folder, diagnostics)
    if (adapter !== undefined) chosen.set(source.name, adapter)
  }
  return { mappings, chosen }
}
