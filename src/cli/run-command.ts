/** The function behind each command of the table. */
import type { RunCommand } from './arguments.js'
import type { CommandName } from './command-table.js'
import type { Terminal } from './terminal.js'

/** Gives the exit code; undefined while the program goes on. */
type Run = (command: RunCommand, terminal: Terminal) => Promise<number | undefined>

/** Each is loaded only when it is asked for: a check need not wait for a web server to load. */
const runners: Readonly<Record<CommandName, () => Promise<Run>>> = {
  serve: async () => (await import('./serve.js')).serve,
  dev: async () => (await import('./serve.js')).serveAndReload,
  check: async () => (await import('./check.js')).check,
  preview: async () => (await import('./preview.js')).preview,
  explain: async () => (await import('./explain.js')).explain,
  verify: async () => (await import('./verify.js')).verify,
  scaffold: async () => (await import('./scaffold.js')).scaffold,
  schema: async () => (await import('./schema.js')).schema,
  quality: async () => (await import('./quality.js')).quality,
}

export const runCommand: Run = async (command, terminal) => (await runners[command.name]())(command, terminal)
