/** The words of `--help`, from the table of commands. */
import { type CommandName, commandNames, configOption, rowOf } from './command-table.js'

export function helpFor(command: CommandName | undefined): string {
  return (command === undefined ? generalHelp() : commandHelp(command)).join('\n')
}

export function usageOf(name: CommandName): string {
  const { takes, options } = rowOf(name)
  const argument =
    takes === undefined ? [] : [takes.required ? takes.name : `[${takes.name}]`, ...(takes.second ? [takes.second] : [])]
  const switches = Object.entries(options).map(([option, { takes }]) => `[--${option}${takes === undefined ? '' : ` ${takes}`}]`)
  return ['careconnect', name, ...argument, ...switches].join(' ')
}

function generalHelp(): readonly string[] {
  return [
    'Usage: careconnect COMMAND [--config FILE]',
    '',
    ...commandNames.flatMap(name => [`  ${usageOf(name)}`, `      ${rowOf(name).says}`]),
    '',
    `  --config FILE   ${configOption.says}`,
    '  --help          this page; after a command, its own',
    '  --version       the version of this program',
    '',
    'Environment: PORT and HOST stand above listen.port and listen.host; NO_COLOR turns colours off.',
  ]
}

function commandHelp(name: CommandName): readonly string[] {
  const options = Object.entries({ ...rowOf(name).options, config: configOption }).map(
    ([option, { takes, says }]) => [`--${option}${takes === undefined ? '' : ` ${takes}`}`, says] as const,
  )
  const width = Math.max(...options.map(([option]) => option.length))
  return [
    `Usage: ${usageOf(name)} [--config FILE]`,
    '',
    rowOf(name).says,
    '',
    ...options.map(([option, says]) => `  ${option.padEnd(width)}   ${says}`),
  ]
}
