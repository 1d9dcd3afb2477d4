#!/usr/bin/env node
/** The command `careconnect`. */
import { programVersion } from '../app/version.js'
import { readArguments } from './arguments.js'
import { helpFor } from './help.js'
import { runCommand } from './run-command.js'
import { processTerminal } from './terminal.js'

// `careconnect schema | head` reads no further: that is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

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
  case 'run':
    process.exitCode = await runCommand(command, processTerminal())
    break
  default:
    command satisfies never
}
