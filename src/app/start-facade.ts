/** The composition root: from a configuration to a server that listens. The one place that knows every room. */
import { randomBytes } from 'node:crypto'
import type { DestinationStream } from 'pino'
import { buildCapabilityStatement } from '../capability/build-capability-statement.js'
import type { Config } from '../config/config.js'
import { createEngine } from '../engine/create-engine.js'
import type { Engine } from '../engine/engine.js'
import { basePath } from '../http/base-url.js'
import { servedTypes } from '../http/plugins/negotiation.js'
import { createLog } from '../http/plugins/request-log.js'
import { createServer } from '../http/server.js'
import type { Diagnostic } from '../kernel/diagnostics.js'
import { formatDiagnostic } from '../kernel/diagnostics.js'
import { FacadeError } from '../kernel/errors.js'
import { compileModel, type MappingModel } from '../mapping/compile/compile-model.js'
import type { CallOptions } from '../spi/index.js'
import { type ChosenAdapter, chooseAdapter } from './adapters.js'
import { loadMappings } from './load-mappings.js'
import { type OpenSource, openSource } from './open-sources.js'
import { hasErrors, refuseFor, StartRefused } from './start-refused.js'
import { programVersion } from './version.js'
import { describeSources, originOf, worthOpening } from './welcome.js'

export interface Start {
  readonly config: Config
  /** A line for the person at the terminal. */
  readonly say: (line: string) => void
  readonly logTo: DestinationStream
}

export interface Facade {
  readonly baseUrl: string
  /** Finishes what is under way, then closes the sources. */
  close(): Promise<void>
}

/** Throws StartRefused, with nothing left open. */
export async function startFacade(start: Start): Promise<Facade> {
  const { config, say } = start
  const startedAt = new Date()
  const { model, sources } = await openModel(start)
  const key = config.paging.key ?? randomBytes(32)
  if (config.paging.key === undefined)
    say('Page links are sealed with a key made for this run: they end when it ends. Set paging.key to keep them.')
  try {
    const engine = createEngine({
      model,
      adapters: new Map([...sources].map(([name, { adapter }]) => [name, adapter])),
      limits: config.limits,
      pageKey: key,
      baseUrl: config.baseUrl ?? `${originOf(config.listen.host, config.listen.port)}${basePath}`,
    })
    return await listen(start, engine, startedAt)
  } catch (error) {
    for (const { adapter } of sources.values()) await adapter.close()
    throw error instanceof FacadeError ? new StartRefused([error.message], error) : error
  }
}

interface OpenModel {
  readonly model: MappingModel
  readonly sources: ReadonlyMap<string, OpenSource>
}

/** Every fault of the configuration and the mappings at once; only then are databases asked. */
async function openModel({ config, say }: Start): Promise<OpenModel> {
  const diagnostics: Diagnostic[] = []
  const mappings = loadMappings(config, diagnostics)
  const chosen = new Map<string, ChosenAdapter>()
  for (const source of config.sources.values()) {
    const adapter = await chooseAdapter(source, config.folder, diagnostics)
    if (adapter !== undefined) chosen.set(source.name, adapter)
  }
  if (hasErrors(diagnostics)) throw refuseFor(diagnostics)
  const { timeoutMs } = config.limits
  const options: CallOptions = { signal: AbortSignal.timeout(timeoutMs), timeoutMs, traceId: 'start' }
  const sources = new Map<string, OpenSource>()
  try {
    for (const [name, { source }] of mappings) {
      const adapter = chosen.get(name)
      if (adapter !== undefined) sources.set(name, await openSource(source, adapter, { options, diagnostics, say }))
    }
    const compiled = compileModel(
      [...mappings].map(([name, loaded]) => ({ ...loaded, schemaOf: table => sources.get(name)?.schemaOf(table) })),
    )
    diagnostics.push(...compiled.diagnostics)
    if (compiled.model === undefined || hasErrors(diagnostics)) throw refuseFor(diagnostics)
    for (const diagnostic of diagnostics) say(formatDiagnostic(diagnostic))
    for (const line of describeSources(compiled.model, sources)) say(line)
    return { model: compiled.model, sources }
  } catch (error) {
    for (const { adapter } of sources.values()) await adapter.close()
    throw error
  }
}

async function listen({ config, say, logTo }: Start, engine: Engine, startedAt: Date): Promise<Facade> {
  const { host, port } = config.listen
  const version = programVersion()
  const server = createServer(engine, {
    ...(config.baseUrl === undefined ? {} : { baseUrl: config.baseUrl }),
    origin: originOf(host, port),
    timeoutMs: config.limits.timeoutMs,
    maxUrlLength: config.limits.maxUrlLength,
    log: createLog(config.log.level, logTo),
    capabilityStatement: baseUrl =>
      buildCapabilityStatement({
        offers: engine.offers,
        version,
        date: startedAt.toISOString(),
        baseUrl,
        formats: servedTypes,
        description: 'Care Connect resources, made on the fly from the databases behind this server.',
        cors: false,
      }),
    now: Date.now,
    requestIdPrefix: randomBytes(5).toString('hex'),
  })
  try {
    await server.listen({ host, port })
  } catch (error) {
    throw refuseToListen(error, host, port)
  }
  const address = server.server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  const baseUrl = config.baseUrl ?? `${originOf(host, bound)}${basePath}`
  for (const line of worthOpening(baseUrl, config, engine.offers)) say(line)
  return {
    baseUrl,
    async close() {
      await server.close()
      await engine.close()
    },
  }
}

function refuseToListen(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return new StartRefused(
      [`Port ${port} is in use already. Stop the other program, or choose a port: PORT=${port + 1}.`],
      error,
    )
  if (code === 'EACCES')
    return new StartRefused([`This user may not listen on port ${port}. Choose one above 1023, such as PORT=3000.`], error)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartRefused([`This machine has no address ${host} to listen on. Set listen.host, or HOST, to 127.0.0.1.`], error)
  return error
}
