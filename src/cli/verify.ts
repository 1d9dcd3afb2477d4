/** `careconnect verify`: searches find what reads return, tried on the author's own rows. Exit code 1 when they do not. */
import { randomBytes } from 'node:crypto'
import { openProject } from '../app/open-project.js'
import { mapsNamed } from '../tooling/project.js'
import { countWrong, renderVerified } from '../tooling/verify/render-verified.js'
import { verifyMaps } from '../tooling/verify/verify.js'
import type { RunCommand } from './arguments.js'
import { openConfig, orRefused } from './open-config.js'
import type { Terminal } from './terminal.js'
import { adviseMap, countOption, toolOptions } from './tool-options.js'

const usualRows = 50

export const verify = (command: RunCommand, terminal: Terminal): Promise<number | undefined> =>
  orRefused(terminal, async () => {
    const rows = countOption(command, 'rows', usualRows, terminal)
    if (rows === undefined) return 2
    const project = await openProject(openConfig(command.configFile), terminal.say)
    try {
      const maps = mapsNamed(project, command.argument)
      if (maps.length === 0) return adviseMap(command.argument, project, terminal)
      const types = await verifyMaps(project, maps, { rows, pageKey: randomBytes(32) }, toolOptions(terminal))
      terminal.progress('')
      if (command.options.json === true) terminal.print(JSON.stringify({ wrong: countWrong(types), types }, null, 2))
      else for (const line of renderVerified(types, terminal.style)) terminal.print(line)
      return countWrong(types) > 0 ? 1 : 0
    } finally {
      await project.close()
    }
  })
