import { expect, test } from 'vitest'
import { readArguments } from '../../src/cli/arguments.js'
import { commandNames, rowOf } from '../../src/cli/command-table.js'
import { helpFor, usageOf } from '../../src/cli/help.js'

const run = (name: string, more: object = {}) => ({ kind: 'run', name, configFile: 'careconnect.yaml', options: {}, ...more })

test.each([
  ['serve', run('serve')],
  ['serve --config a.yaml', run('serve', { configFile: 'a.yaml' })],
  ['--config=a.yaml serve', run('serve', { configFile: 'a.yaml' })],
  ['--config check serve', run('serve', { configFile: 'check' })],
  ['dev', run('dev')],
  ['check --live --json', run('check', { options: { live: true, json: true } })],
  ['preview gp/patient --key 60 --limit 2', run('preview', { argument: 'gp/patient', options: { key: '60', limit: '2' } })],
  ['explain Patient?family=smith', run('explain', { argument: 'Patient?family=smith' })],
  ['quality', run('quality')],
  ['quality gp', run('quality', { argument: 'gp' })],
  ['--help', { kind: 'help' }],
  ['serve --help', { kind: 'help', of: 'serve' }],
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
  ['serve --live', 'There is no option --live.'],
  ['check --lives', 'There is no option --lives. Did you mean --live?'],
  ['preview', 'MAP is missing: careconnect preview MAP [--key ID] [--limit N] [--json].'],
  ['preview a b', 'careconnect preview takes one MAP, not a b.'],
  ['serve --config', '--config FILE takes a value; other options take none.'],
  ['--help=yes', '--config FILE takes a value; other options take none.'],
])('%j is answered with what to type instead', (line, message) => {
  expect(readArguments(line === '' ? [] : line.split(' '))).toEqual({
    kind: 'mistaken',
    message: `${message} careconnect --help tells more.`,
  })
})

test.each(commandNames)('the help lists %s, and has a page for it', name => {
  expect(helpFor(undefined)).toContain(usageOf(name))
  expect(helpFor(name)).toContain(rowOf(name).says)
  expect(rowOf(name).says).toMatch(/^[A-Z].+\.$/)
})
