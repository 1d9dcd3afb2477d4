/** `careconnect check`: every mistake at once, in file order. Exit code 1 when one of them is an error. */
import { readFileSync } from 'node:fs'
import { checkProject, openProject } from '../app/open-project.js'
import { StartRefused } from '../app/start-refused.js'
import { loadConfig } from '../config/load-config.js'
import type { Diagnostic } from '../kernel/diagnostics.js'
import { checkData } from '../tooling/check-data.js'
import { suggestFormats } from '../tooling/suggest-formats.js'
import {
  countDiagnostics,
  renderPlain,
  renderWithSource,
  summarize,
  toJsonReport,
} from '../tooling/terminal/render-diagnostics.js'
import type { RunCommand } from './arguments.js'
import { orRefused } from './open-config.js'
import type { Terminal } from './terminal.js'
import { toolOptions } from './tool-options.js'

type Level = 'static' | 'schema' | 'data'

export const check = ({ configFile, options }: RunCommand, terminal: Terminal): Promise<number | undefined> =>
  orRefused(terminal, async () => {
    const level: Level = options.data === true ? 'data' : options.live === true ? 'schema' : 'static'
    const diagnostics = await diagnose(configFile, level, terminal)
    terminal.progress('')
    if (options.json === true) terminal.print(JSON.stringify(toJsonReport(diagnostics, level), null, 2))
    else show(diagnostics, level, terminal)
    return countDiagnostics(diagnostics).errors > 0 ? 1 : 0
  })

async function diagnose(configFile: string, level: Level, terminal: Terminal): Promise<readonly Diagnostic[]> {
  const loaded = loadConfig(configFile, process.env)
  if ('diagnostics' in loaded) return loaded.diagnostics
  if (level === 'static') return checkProject(loaded.config)
  try {
    const project = await openProject(loaded.config, terminal.say, async (found, sources) =>
      level === 'data' ? suggestFormats(found, sources, toolOptions(terminal)) : found,
    )
    try {
      if (level === 'schema') return project.diagnostics
      const found = await checkData(project, toolOptions(terminal))
      return [...project.diagnostics, ...found]
    } finally {
      await project.close()
    }
  } catch (error) {
    // A database that is not there is no fault of a document.
    if (error instanceof StartRefused && error.diagnostics !== undefined) return error.diagnostics
    throw error
  }
}

const levelWords = {
  static: 'Checked without a database; --live also asks for its tables and columns.',
  schema: 'Checked against the databases; --data also looks at their rows.',
  data: 'Checked against the databases and their rows.',
} as const satisfies Record<Level, string>

function show(diagnostics: readonly Diagnostic[], level: Level, { print, style, isTerminal }: Terminal): void {
  const lines = isTerminal ? renderWithSource(diagnostics, style, lineOf) : renderPlain(diagnostics)
  for (const line of lines) print(line)
  const counts = countDiagnostics(diagnostics)
  const summary = summarize(counts)
  print(`${counts.errors > 0 ? style.red(summary) : style.green(summary)} ${style.dim(levelWords[level])}`)
}

function lineOf(file: string, line: number): string | undefined {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/)[line - 1]
  } catch {
    return undefined
  }
}
