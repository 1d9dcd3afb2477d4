/** `careconnect serve` and `careconnect dev`: from start to the signal that ends it. Words for people go to stderr, the log to stdout. */
import { resolve } from 'node:path'
import { pino } from 'pino'
import { type Facade, startFacade } from '../app/start-facade.js'
import { StartRefused } from '../app/start-refused.js'
import type { Config } from '../config/config.js'
import { renderPlain } from '../tooling/terminal/render-diagnostics.js'
import type { RunCommand } from './arguments.js'
import { openConfig, orRefused } from './open-config.js'
import type { Terminal } from './terminal.js'
import { FileWatch } from './watch-files.js'

/** How long requests under way may still take once the end is asked for. */
const farewellMs = 10_000
/** An editor writes a file in several steps. */
const settleMs = 150

export const serve = ({ configFile }: RunCommand, terminal: Terminal): Promise<number | undefined> =>
  orRefused(terminal, async () => {
    endOnSignal(await start(openConfig(configFile), terminal), terminal)
    return undefined
  })

/** A mapping that is broken is told, and the one that runs stays. */
export const serveAndReload = ({ configFile }: RunCommand, terminal: Terminal): Promise<number | undefined> =>
  orRefused(terminal, async () => {
    const config = openConfig(configFile)
    const facade = await start(config, terminal)
    endOnSignal(facade, terminal)
    reloadOnChange(facade, configFile, config, terminal)
    return undefined
  })

function start(config: Config, terminal: Terminal): Promise<Facade> {
  // Lines are gathered: a write for each costs more than the line. Nothing waits longer than a tenth of a second.
  const logTo = pino.destination({ dest: 1, sync: true, minLength: 8192, periodicFlush: 100 })
  process.on('exit', () => logTo.flushSync())
  return startFacade({ config, say: terminal.say, logTo })
}

function reloadOnChange(facade: Facade, configFile: string, config: Config, terminal: Terminal): void {
  let waiting: NodeJS.Timeout | undefined
  let isLoading = false
  let known = config
  const reload = async (): Promise<void> => {
    waiting = undefined
    if (isLoading) return later()
    isLoading = true
    try {
      // Looked at before they are read: what changes meanwhile is a change.
      look(known)
      const next = openConfig(configFile)
      known = next
      look(next)
      await facade.reload(next)
      terminal.say(isMoved(config, next) ? 'Reloaded. The new listen and baseUrl need a new start.' : 'Reloaded.')
    } catch (error) {
      sayWhy(error, terminal)
    } finally {
      isLoading = false
    }
  }
  const later = (): void => {
    clearTimeout(waiting)
    waiting = setTimeout(() => void reload(), settleMs)
  }
  const file = resolve(configFile)
  const files = new FileWatch(later)
  const look = ({ mappings, terminology }: Config): void =>
    files.look(
      file,
      [...mappings, ...terminology].map(({ dir }) => dir),
    )
  look(config)
  terminal.say('Watching the mappings and the configuration for changes.')
}

/** Whatever it is, the server goes on. */
function sayWhy(error: unknown, { say }: Terminal): void {
  const refused = error instanceof StartRefused ? error : undefined
  const lines = refused?.diagnostics
    ? renderPlain(refused.diagnostics)
    : (refused?.lines ?? [`The reload failed: ${String(error)}`])
  for (const line of lines) say(line)
  say('What was served before is still served.')
}

const isMoved = (a: Config, b: Config): boolean => JSON.stringify([a.listen, a.baseUrl]) !== JSON.stringify([b.listen, b.baseUrl])

/** The first signal lets requests finish; a second one does not wait. */
function endOnSignal(facade: Facade, { say }: Terminal): void {
  let isEnding = false
  const end = (): void => {
    if (isEnding) process.exit(1)
    isEnding = true
    say('Finishing the requests under way.')
    setTimeout(() => process.exit(1), farewellMs).unref()
    void facade.close().then(() => process.exit(0))
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}
