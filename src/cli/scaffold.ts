/** `careconnect scaffold gp patient_table`: a first map of a table, to be finished by a person. */
import { openTable } from '../app/open-table.js'
import { nearestName } from '../kernel/nearest.js'
import { callOptions } from '../tooling/project.js'
import { printScaffold, scaffoldTable, scaffoldTypes } from '../tooling/scaffold/scaffold-table.js'
import { writeScaffold } from '../tooling/scaffold/write-scaffold.js'
import type { RunCommand } from './arguments.js'
import { openConfig, orRefused } from './open-config.js'
import type { Terminal } from './terminal.js'
import { toolOptions } from './tool-options.js'

export const scaffold = (command: RunCommand, terminal: Terminal): Promise<number | undefined> =>
  orRefused(terminal, async () => {
    const { configFile, argument = '', second = '', options } = command
    const type = typeof options.as === 'string' ? options.as : undefined
    if (type !== undefined && !scaffoldTypes.includes(type)) return adviseType(type, terminal)
    const table = await openTable(openConfig(configFile), argument, second, terminal.say)
    try {
      const written = await scaffoldTable(table, type, callOptions(toolOptions(terminal).timeoutMs))
      if (written.kind === 'untold') {
        terminal.say(`Nothing in ${second} tells what it is. Say it: --as TYPE, one of ${scaffoldTypes.join(', ')}.`)
        return 2
      }
      if (options['dry-run'] === true) {
        for (const line of printScaffold(table, written)) terminal.print(line)
        return 0
      }
      const { kind, lines } = writeScaffold(table, written, options.force === true)
      for (const line of lines) kind === 'done' ? terminal.print(line) : terminal.say(line)
      return kind === 'done' ? 0 : 1
    } finally {
      await table.adapter.close()
    }
  })

function adviseType(type: string, { say }: Terminal): number {
  const nearest = nearestName(type, scaffoldTypes)
  say(`${type} is not served.${nearest === undefined ? ` There are: ${scaffoldTypes.join(', ')}.` : ` Did you mean ${nearest}?`}`)
  return 2
}
