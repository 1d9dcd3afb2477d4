/** What the user typed after `careconnect`. */
import { parseArgs } from 'node:util'
import { nearestName } from '../kernel/nearest.js'
import { type CommandName, commandNames, configOption, rowOf } from './command-table.js'
import { usageOf } from './help.js'

export interface RunCommand {
  readonly kind: 'run'
  readonly name: CommandName
  readonly configFile: string
  /** What stands after the command's name. */
  readonly argument?: string
  /** Of a command that takes two. */
  readonly second?: string
  /** Switches that are on are `true`. */
  readonly options: Readonly<Record<string, string | true>>
}

export type Command =
  | RunCommand
  | { readonly kind: 'help'; readonly of?: CommandName }
  | { readonly kind: 'version' }
  /** With what to type instead. */
  | { readonly kind: 'mistaken'; readonly message: string }

export function readArguments(words: readonly string[]): Command {
  const name = commandIn(words)
  const options = name === undefined ? {} : rowOf(name).options
  const known = { ...options, config: configOption }
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        ...Object.fromEntries(
          Object.entries(known).map(([option, { takes }]) => [
            option,
            { type: takes === undefined ? 'boolean' : 'string' } as const,
          ]),
        ),
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
    })
    if (values.help === true) return name === undefined ? { kind: 'help' } : { kind: 'help', of: name }
    if (values.version === true) return { kind: 'version' }
    const [first, ...rest] = positionals
    if (first === undefined) return mistaken('Say what to do: careconnect serve.')
    if (name === undefined) return mistaken(`There is no command ${first}.${advice(first, commandNames)}`)
    return withArgument(name, rest, values)
  } catch {
    return mistaken(unreadable(words, known))
  }
}

/** The first word that is a command. */
const commandIn = (words: readonly string[]): CommandName | undefined => {
  const configAt = words.indexOf('--config')
  const word = words.find((candidate, index) => !candidate.startsWith('-') && !(configAt >= 0 && index === configAt + 1))
  return commandNames.find(name => name === word)
}

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

function withArgument(name: CommandName, rest: readonly string[], values: Values): Command {
  const { takes } = rowOf(name)
  const [argument, ...others] = rest
  const [second, ...more] = takes?.second === undefined ? [undefined, ...others] : others
  if (takes === undefined && argument !== undefined)
    return mistaken(`careconnect ${name} takes nothing more than options, not ${rest.join(' ')}.`)
  if (takes?.required && argument === undefined) return mistaken(`${takes.name} is missing: ${usageOf(name)}.`)
  if (takes?.second !== undefined && second === undefined) return mistaken(`${takes.second} is missing: ${usageOf(name)}.`)
  if (more.length > 0) return mistaken(`careconnect ${name} takes one ${takes?.name}, not ${rest.join(' ')}.`)
  const options = Object.entries(values).flatMap(([option, value]) =>
    option !== 'config' && (typeof value === 'string' || value === true) ? [[option, value] as const] : [],
  )
  return {
    kind: 'run',
    name,
    configFile: typeof values.config === 'string' ? values.config : 'careconnect.yaml',
    ...(argument !== undefined && { argument }),
    ...(second !== undefined && { second }),
    options: Object.fromEntries(options),
  }
}

const mistaken = (message: string): Command => ({ kind: 'mistaken', message: `${message} careconnect --help tells more.` })

type Options = Readonly<Record<string, { readonly takes?: string }>>

function unreadable(words: readonly string[], known: Options): string {
  const names = [...Object.keys(known), 'help', 'version'].map(name => `--${name}`)
  const unknown = words.find(
    word => word.startsWith('-') && !names.includes(word.split('=')[0] ?? '') && word !== '-h' && word !== '-v',
  )
  if (unknown !== undefined) return `There is no option ${unknown}.${advice(unknown, names)}`
  const valued = Object.entries(known).flatMap(([name, { takes }]) => (takes === undefined ? [] : [`--${name} ${takes}`]))
  return `${valued.join(', ')} ${valued.length === 1 ? 'takes' : 'take'} a value; other options take none.`
}

function advice(word: string, known: readonly string[]): string {
  const nearest = nearestName(word, known)
  return nearest === undefined ? '' : ` Did you mean ${nearest}?`
}
