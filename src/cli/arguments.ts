/** What the user typed after `careconnect`. */
import { parseArgs } from 'node:util'
import { nearestName } from '../kernel/nearest.js'

export type Command =
  | { readonly kind: 'serve'; readonly configFile: string }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  /** With what to type instead. */
  | { readonly kind: 'mistaken'; readonly message: string }

export const help = `Usage: careconnect serve [--config FILE]

Serves Care Connect resources over the databases that the configuration names.

  --config FILE   the configuration; careconnect.yaml when left out
  --help          this page
  --version       the version of this program

Environment: PORT and HOST stand above listen.port and listen.host.`

const commands = ['serve']
const options = ['--config', '--help', '--version']

export function readArguments(words: readonly string[]): Command {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { config: { type: 'string' }, help: { type: 'boolean', short: 'h' }, version: { type: 'boolean', short: 'v' } },
    })
    if (values.help) return { kind: 'help' }
    if (values.version) return { kind: 'version' }
    const [command, ...rest] = positionals
    if (command === undefined) return mistaken('Say what to do: careconnect serve.')
    if (!commands.includes(command)) return mistaken(`There is no command ${command}.${advice(command, commands)}`)
    if (rest.length > 0) return mistaken(`careconnect ${command} takes nothing more than options, not ${rest.join(' ')}.`)
    return { kind: 'serve', configFile: values.config ?? 'careconnect.yaml' }
  } catch {
    return mistaken(unreadable(words))
  }
}

const mistaken = (message: string): Command => ({ kind: 'mistaken', message: `${message} careconnect --help tells more.` })

function unreadable(words: readonly string[]): string {
  const unknown = words.find(
    word => word.startsWith('-') && !options.includes(word.split('=')[0] ?? '') && word !== '-h' && word !== '-v',
  )
  if (unknown === undefined) return '--config takes a file: --config FILE. --help and --version take nothing.'
  return `There is no option ${unknown}.${advice(unknown, options)}`
}

function advice(word: string, known: readonly string[]): string {
  const nearest = nearestName(word, known)
  return nearest === undefined ? '' : ` Did you mean ${nearest}?`
}
