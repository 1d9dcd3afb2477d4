/** `careconnect quality`: what is left out of the answers, by rule. Shows ids and stored values, so its output stays with the trust. */
import { openProject } from '../app/open-project.js'
import { mapsNamed } from '../tooling/project.js'
import { type MapQuality, measureQuality } from '../tooling/quality.js'
import { qualityReport, renderQuality } from '../tooling/render-quality.js'
import type { RunCommand } from './arguments.js'
import { openConfig, orRefused } from './open-config.js'
import type { Terminal } from './terminal.js'
import { adviseMap, countOption, toolOptions } from './tool-options.js'

export const quality = (command: RunCommand, terminal: Terminal): Promise<number | undefined> =>
  orRefused(terminal, async () => {
    const limit = countOption(command, 'limit', Number.MAX_SAFE_INTEGER, terminal)
    if (limit === undefined) return 2
    const config = openConfig(command.configFile)
    const { name } = command.options
    if (name !== undefined && config.privacy.key === undefined) {
      terminal.say('Names of rows end with the run that made them, as long as privacy.key is not set.')
      return 2
    }
    const wanted = config.privacy.key && name !== undefined ? { name: String(name), rowKey: config.privacy.key } : undefined
    const project = await openProject(config, terminal.say)
    try {
      const maps = mapsNamed(project, command.argument)
      if (maps.length === 0) return adviseMap(command.argument, project, terminal)
      const measured: MapQuality[] = []
      const atMost = command.options.limit === undefined ? undefined : limit
      for (const map of maps) measured.push(await measureQuality(project, map, atMost, toolOptions(terminal), wanted))
      terminal.progress('')
      if (command.options.json === true) terminal.print(JSON.stringify(qualityReport(measured), null, 2))
      else for (const line of renderQuality(measured, terminal.style)) terminal.print(line)
      return 0
    } finally {
      await project.close()
    }
  })
