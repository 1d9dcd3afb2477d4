/** An author at work: a folder of their own, and `careconnect` as in a pipe. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pino } from 'pino'
import { type Facade, startFacade } from '../../src/app/start-facade.js'
import { readArguments } from '../../src/cli/arguments.js'
import { helpFor } from '../../src/cli/help.js'
import { runCommand } from '../../src/cli/run-command.js'
import { loadConfig } from '../../src/config/load-config.js'
import { plainStyle } from '../../src/tooling/terminal/style.js'

interface Answer {
  /** What is printed and what is said, as it comes. */
  readonly lines: readonly string[]
  readonly printed: string
  readonly exitCode: number | undefined
}

export interface Author {
  readonly folder: string
  write(file: string, text: string): void
  /** `scaffold gp gp_staff --as Practitioner`: quotes keep blanks. */
  run(line: string, configFile?: string): Promise<Answer>
  remove(): void
}

export function beginAsAuthor(): Author {
  const folder = mkdtempSync(join(tmpdir(), 'careconnect-author-'))
  return {
    folder,
    write: (file, text) => {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), text)
    },
    run: (line, configFile = 'careconnect.yaml') => answerTo(line, join(folder, configFile)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function answerTo(line: string, configFile: string): Promise<Answer> {
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain)
  const command = readArguments(words)
  if (command.kind === 'help') return { lines: helpFor(command.of).split('\n'), printed: '', exitCode: 0 }
  if (command.kind !== 'run') return { lines: ['message' in command ? command.message : ''], printed: '', exitCode: 2 }
  const lines: string[] = []
  const printed: string[] = []
  const say = (text: string): void => {
    lines.push(text)
  }
  const print = (text: string): void => {
    lines.push(text)
    printed.push(text)
  }
  const terminal = { print, say, progress: () => undefined, style: plainStyle, sayStyle: plainStyle, isTerminal: false }
  const exitCode = await runCommand({ ...command, configFile }, terminal)
  return { lines, printed: printed.map(text => `${text}\n`).join(''), exitCode }
}

/** On a free port, and without a log. */
export function serve({ folder }: Author, configFile = 'careconnect.yaml'): Promise<Facade> {
  const loaded = loadConfig(join(folder, configFile), { PORT: '0' })
  if ('diagnostics' in loaded) throw new Error(JSON.stringify(loaded.diagnostics))
  const logTo = pino.destination({ dest: '/dev/null', sync: true })
  return startFacade({ config: loaded.config, say: () => undefined, logTo })
}
