/** The composition root: from a configuration to a server that listens. The one place that knows every room. */
import { randomBytes } from 'node:crypto'
import type { DestinationStream } from 'pino'
import { buildCapabilityStatement } from '../capability/build-capability-statement.js'
import type { Config } from '../config/config.js'
import { createEngine } from '../engine/create-engine.js'
import { DataQuality } from '../engine/data-quality.js'
import type { Engine } from '../engine/engine.js'
import type { EngineSetup } from '../engine/engine-setup.js'
import { ReplaceableEngine } from '../engine/replaceable-engine.js'
import { basePath } from '../http/base-url.js'
import { servedTypes } from '../http/plugins/media-types.js'
import { createLog, logLoss } from '../http/plugins/request-log.js'
import { createServer } from '../http/server.js'
import { formatDiagnostic } from '../kernel/diagnostics.js'
import { FacadeError } from '../kernel/errors.js'
import { openProject } from './open-project.js'
import { StartRefused } from './start-refused.js'
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
  /** Serves by this configuration's mappings and sources from now on; requests under way finish on the old ones. Throws StartRefused, and then nothing has changed. */
  reload(config: Config): Promise<void>
  /** Finishes what is under way, then closes the sources. */
  close(): Promise<void>
}

/** Throws StartRefused, with nothing left open. */
export async function startFacade(start: Start): Promise<Facade> {
  const { config, say } = start
  const startedAt = new Date()
  const pageKey = config.paging.key ?? randomBytes(32)
  const rowKey = config.privacy.key ?? randomBytes(32)
  const log = createLog(config.log.level, start.logTo)
  const quality = new DataQuality(startedAt.getTime(), loss => logLoss(log, loss))
  const kept = { pageKey, rowKey, quality }
  const first = await openEngine(config, config, kept, say)
  if (config.paging.key === undefined)
    say('Page links are sealed with a key made for this run: they end when it ends. Set paging.key to keep them.')
  if (config.privacy.key === undefined)
    say(
      'Rows that are left out are named by a key made for this run. Set privacy.key to find them by name: careconnect quality --name.',
    )
  const engine = new ReplaceableEngine(first)
  try {
    const served = await listen(start, engine, { log, quality, startedAt })
    return { ...served, reload: async next => engine.replace(await openEngine(next, config, kept, say)) }
  } catch (error) {
    await engine.close()
    throw error
  }
}

/** What outlives a change of the mappings. */
type Kept = Required<Pick<EngineSetup, 'pageKey' | 'rowKey' | 'quality'>>

/** The address stays that of the start: a server does not move while it serves. */
async function openEngine(config: Config, { listen, baseUrl }: Config, kept: Kept, say: Start['say']): Promise<Engine> {
  const { model, sources, diagnostics } = await openProject(config, say)
  for (const diagnostic of diagnostics) say(formatDiagnostic(diagnostic))
  for (const line of describeSources(model, sources)) say(line)
  try {
    return createEngine({
      model,
      adapters: new Map([...sources].map(([name, { adapter }]) => [name, adapter])),
      limits: config.limits,
      ...kept,
      baseUrl: baseUrl ?? `${originOf(listen.host, listen.port)}${basePath}`,
    })
  } catch (error) {
    for (const { adapter } of sources.values()) await adapter.close()
    throw error instanceof FacadeError ? new StartRefused([error.message], error) : error
  }
}

interface Served {
  readonly log: ReturnType<typeof createLog>
  readonly quality: DataQuality
  readonly startedAt: Date
}

async function listen(
  { config, say }: Start,
  engine: Engine,
  { log, quality, startedAt }: Served,
): Promise<Omit<Facade, 'reload'>> {
  const { host, port } = config.listen
  const version = programVersion()
  const server = createServer(engine, {
    ...(config.baseUrl === undefined ? {} : { baseUrl: config.baseUrl }),
    origin: originOf(host, port),
    timeoutMs: config.limits.timeoutMs,
    maxUrlLength: config.limits.maxUrlLength,
    corsOrigins: config.cors.origins,
    log,
    quality,
    capabilityStatement: baseUrl =>
      buildCapabilityStatement({
        offers: engine.offers,
        version,
        date: startedAt.toISOString(),
        baseUrl,
        formats: servedTypes,
        description: 'Care Connect resources, made on the fly from the databases behind this server.',
        cors: config.cors.origins.length > 0,
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
