#!/usr/bin/env node
/** The command `careconnect`. */
import { programVersion } from '../app/version.js'
import { type RunCommand, readArguments } from './arguments.js'
import type { CommandName } from './command-table.js'
import { helpFor } from './help.js'
import { processTerminal, type Terminal } from './terminal.js'

/** Gives the exit code; undefined while the program goes on. */
type Run = (command: RunCommand, terminal: Terminal) => Promise<number | undefined>

/** Each is loaded only when it is asked for: a check need not wait for a web server to load. */
const runners: Readonly<Record<CommandName, () => Promise<Run>>> = {
  serve: async () => (await import('./serve.js')).serve,
  dev: async () => (await import('./serve.js')).serveAndReload,
  check: async () => (await import('./check.js')).check,
  preview: async () => (await import('./preview.js')).preview,
  explain: async () => (await import('./explain.js')).explain,
  quality: async () => (await import('./quality.js')).quality,
}

const command = readArguments(process.argv.slice(2))
switch (command.kind) {
  case 'help':
    console.log(helpFor(command.of))
    break
  case 'version':
    console.log(programVersion())
    break
  case 'mistaken':
    console.error(command.message)
    process.exitCode = 2
    break
  case 'run': {
    const run = await runners[command.name]()
    process.exitCode = await run(command, processTerminal())
    break
  }
  default:
    command satisfies never
}
