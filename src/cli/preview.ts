/** `careconnect preview gp/patient`: rows beside the resources that they become. */
import { openProject } from '../app/open-project.js'
import { previewMap } from '../tooling/preview/preview-map.js'
import { renderPreview } from '../tooling/preview/render-preview.js'
import { mapsNamed } from '../tooling/project.js'
import type { RunCommand } from './arguments.js'
import { openConfig, orRefused } from './open-config.js'
import type { Terminal } from './terminal.js'
import { adviseMap, countOption, toolOptions } from './tool-options.js'

export const preview = (command: RunCommand, terminal: Terminal): Promise<number | undefined> =>
  orRefused(terminal, async () => {
    const limit = countOption(command, 'limit', 3, terminal)
    if (limit === undefined) return 2
    const project = await openProject(openConfig(command.configFile), terminal.say)
    try {
      const [map] = mapsNamed(project, command.argument)
      if (map === undefined) return adviseMap(command.argument, project, terminal)
      const { key } = command.options
      const wanted = { limit, ...(typeof key === 'string' && { key }) }
      const rows = await previewMap(project, map, wanted, toolOptions(terminal))
      terminal.progress('')
      if (rows === undefined) {
        terminal.say(`No row of ${map.name} has the id ${String(key)}. It is the logical id, as in ${map.type}/ID.`)
        return 1
      }
      if (command.options.json === true) terminal.print(JSON.stringify({ map: map.name, type: map.type, rows }, null, 2))
      else for (const line of renderPreview(map.name, map.type, rows, terminal.style)) terminal.print(line)
      return 0
    } finally {
      await project.close()
    }
  })
