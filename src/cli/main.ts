#!/usr/bin/env node
/** The command `careconnect`. */
import { programVersion } from '../app/version.js'
import { help, readArguments } from './arguments.js'
import { serve } from './serve.js'

const command = readArguments(process.argv.slice(2))
switch (command.kind) {
  case 'help':
    console.log(help)
    break
  case 'version':
    console.log(programVersion())
    break
  case 'mistaken':
    console.error(command.message)
    process.exitCode = 2
    break
  case 'serve':
    await serve(command.configFile)
    break
  default:
    command satisfies never
}
