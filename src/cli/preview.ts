/** `careconnect preview gp/patient`: rows beside the resources that they become. */
import { openProject } from '../app/open-project.js'
import { LossTally } from '../tooling/loss-tally.js'
import { type PreviewedRow, previewRows } from '../tooling/preview/preview-map.js'
import { renderPreview, renderPreviewed } from '../tooling/preview/render-preview.js'
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
      const rows = previewRows(project, map, wanted, toolOptions(terminal))
      const count = await (command.options.json === true ? printJson(map, rows, terminal) : printPages(map, rows, terminal))
      if (key === undefined || count > 0) return 0
      terminal.say(`No row of ${map.name} has the id ${String(key)}. It is the logical id, as in ${map.type}/ID.`)
      return 1
    } finally {
      await project.close()
    }
  })

interface MapName {
  readonly name: string
  readonly type: string
}

/** One after the other, as they are read: however many they are, they are not kept. Gives how many there were. */
async function printPages(map: MapName, rows: AsyncIterable<PreviewedRow>, { print, style }: Terminal): Promise<number> {
  const states = new Map<PreviewedRow['state'], number>()
  const tally = new LossTally()
  let count = 0
  for await (const row of rows) {
    count++
    states.set(row.state, (states.get(row.state) ?? 0) + 1)
    tally.add({ ...row, isLeftOut: row.resource === undefined })
    for (const line of renderPreview(map.name, map.type, row, style)) print(line)
  }
  if (count > 1) for (const line of renderPreviewed(map.name, states, tally, style)) print(line)
  return count
}

/** One JSON document, written row by row. */
async function printJson(map: MapName, rows: AsyncIterable<PreviewedRow>, { print }: Terminal): Promise<number> {
  let count = 0
  print(`{"map":${JSON.stringify(map.name)},"type":${JSON.stringify(map.type)},"rows":[`)
  for await (const row of rows) print(`${count++ === 0 ? '' : ','}${JSON.stringify(row, null, 2)}`)
  print(']}')
  return count
}
