/** What the author's commands have in common. */
import { nearestName } from '../kernel/nearest.js'
import type { Project, ToolOptions } from '../tooling/project.js'
import type { RunCommand } from './arguments.js'
import type { Terminal } from './terminal.js'

/** A whole table may take its time. */
const readingMs = 3_600_000

export const toolOptions = (terminal: Terminal): ToolOptions => ({
  now: Date.now(),
  timeoutMs: readingMs,
  progress: terminal.progress,
})

/** Undefined, with words, when the option is no number above 0. */
export function countOption({ options }: RunCommand, name: string, otherwise: number, { say }: Terminal): number | undefined {
  const text = options[name]
  if (text === undefined) return otherwise
  const count = Number(text)
  if (Number.isSafeInteger(count) && count > 0) return count
  say(`--${name} takes a number above 0, not ${String(text)}.`)
  return undefined
}

/** Says which maps there are; the exit code of a wrong use. */
export function adviseMap(name: string | undefined, { model }: Project, { say }: Terminal): number {
  const names = model.maps.map(map => map.name)
  const nearest = nearestName(name ?? '', names)
  say(`There is no map ${name}.${nearest === undefined ? ` There are: ${names.join(', ')}.` : ` Did you mean ${nearest}?`}`)
  return 2
}
