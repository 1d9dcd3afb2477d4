/** Where a command writes: results to stdout, words about the work to stderr. */
import { chooseStyle, type Style } from '../tooling/terminal/style.js'

export interface Terminal {
  /** A line of the result. */
  print(line: string): void
  /** A line about the work. */
  say(line: string): void
  /** Replaced by what comes next; nothing is shown where nobody looks on. */
  progress(line: string): void
  /** Of what is printed. */
  readonly style: Style
  /** Of what is said. */
  readonly sayStyle: Style
  /** False in a pipe. */
  readonly isTerminal: boolean
}

export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process
  let shown = false
  const clear = (): void => {
    if (shown) stderr.write('\r\u001b[K')
    shown = false
  }
  return {
    print: line => {
      clear()
      stdout.write(`${line}\n`)
    },
    say: line => {
      clear()
      stderr.write(`${line}\n`)
    },
    progress: line => {
      if (!stderr.isTTY) return
      clear()
      stderr.write(line.slice(0, (stderr.columns ?? 80) - 1))
      shown = line !== ''
    },
    style: chooseStyle(stdout.isTTY === true, env),
    sayStyle: chooseStyle(stderr.isTTY === true, env),
    isTerminal: stdout.isTTY === true,
  }
}
