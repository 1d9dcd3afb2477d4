import { expect, test } from 'vitest'
import { readArguments } from '../../src/cli/arguments.js'

test.each([
  ['serve', { kind: 'serve', configFile: 'careconnect.yaml' }],
  ['serve --config a.yaml', { kind: 'serve', configFile: 'a.yaml' }],
  ['--config=a.yaml serve', { kind: 'serve', configFile: 'a.yaml' }],
  ['--help', { kind: 'help' }],
  ['serve --help', { kind: 'help' }],
  ['-h', { kind: 'help' }],
  ['--version', { kind: 'version' }],
])('%s is understood', (line, command) => {
  expect(readArguments(line.split(' '))).toEqual(command)
})

test.each([
  ['', 'Say what to do: careconnect serve.'],
  ['sreve', 'There is no command sreve. Did you mean serve?'],
  ['destroy-everything', 'There is no command destroy-everything.'],
  ['serve here', 'careconnect serve takes nothing more than options, not here.'],
  ['serve --confg a.yaml', 'There is no option --confg. Did you mean --config?'],
  ['serve --config', '--config takes a file: --config FILE. --help and --version take nothing.'],
  ['--help=yes', '--config takes a file: --config FILE. --help and --version take nothing.'],
])('%j is answered with what to type instead', (line, message) => {
  expect(readArguments(line === '' ? [] : line.split(' '))).toEqual({
    kind: 'mistaken',
    message: `${message} careconnect --help tells more.`,
  })
})
