/** The configuration of a command, and how a command ends that can not run. */
import { refuseFor, StartRefused } from '../app/start-refused.js'
import type { Config } from '../config/config.js'
import { loadConfig } from '../config/load-config.js'
import type { Terminal } from './terminal.js'

/** Throws StartRefused. */
export function openConfig(configFile: string): Config {
  const loaded = loadConfig(configFile, process.env)
  if ('diagnostics' in loaded) throw refuseFor(loaded.diagnostics)
  return loaded.config
}

/** Exit code 1, with the reasons said, when the work can not begin. */
export async function orRefused(terminal: Terminal, work: () => Promise<number | undefined>): Promise<number | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error
    for (const line of error.lines) terminal.say(line)
    return 1
  }
}
