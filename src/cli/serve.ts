/** `careconnect serve`: from start to the signal that ends it. Words for people go to stderr, the log to stdout. */
import { pino } from 'pino'
import { type Facade, startFacade } from '../app/start-facade.js'
import { refuseFor, StartRefused } from '../app/start-refused.js'
import { loadConfig } from '../config/load-config.js'

/** How long requests under way may still take once the end is asked for. */
const farewellMs = 10_000

const say = (line: string): void => console.error(line)

export async function serve(configFile: string): Promise<void> {
  // Lines are gathered: a write for each costs more than the line. Nothing waits longer than a tenth of a second.
  const logTo = pino.destination({ dest: 1, sync: true, minLength: 8192, periodicFlush: 100 })
  process.on('exit', () => logTo.flushSync())
  try {
    const loaded = loadConfig(configFile, process.env)
    if ('diagnostics' in loaded) throw refuseFor(loaded.diagnostics)
    endOnSignal(await startFacade({ config: loaded.config, say, logTo }))
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error
    for (const line of error.lines) say(line)
    process.exitCode = 1
  }
}

/** The first signal lets requests finish; a second one does not wait. */
function endOnSignal(facade: Facade): void {
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
