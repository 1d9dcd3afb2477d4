/** `careconnect explain 'Patient?family=smith'`: how a search is answered. Exit code 1 when it would be refused. */
import { openProject } from '../app/open-project.js'
import { explainSearch } from '../tooling/explain/explain-search.js'
import { renderExplanation } from '../tooling/explain/render-explanation.js'
import type { RunCommand } from './arguments.js'
import { openConfig, orRefused } from './open-config.js'
import type { Terminal } from './terminal.js'
import { toolOptions } from './tool-options.js'

export const explain = ({ configFile, argument = '', options }: RunCommand, terminal: Terminal): Promise<number | undefined> =>
  orRefused(terminal, async () => {
    const project = await openProject(openConfig(configFile), terminal.say)
    try {
      const explanation = await explainSearch(project, argument, toolOptions(terminal))
      if (options.json === true) terminal.print(JSON.stringify(explanation, null, 2))
      else for (const line of renderExplanation(explanation, terminal.style)) terminal.print(line)
      return explanation.kind === 'faults' || explanation.refused !== undefined ? 1 : 0
    } finally {
      await project.close()
    }
  })
