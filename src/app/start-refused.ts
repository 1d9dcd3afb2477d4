/** Why the facade did not start, in lines for the person at the terminal. */
import { type Diagnostic, formatDiagnostic, sortDiagnostics } from '../kernel/diagnostics.js'

export class StartRefused extends Error {
  readonly lines: readonly string[]
  /** Present when it is documents that are at fault. */
  readonly diagnostics: readonly Diagnostic[] | undefined

  constructor(lines: readonly string[], cause?: unknown, diagnostics?: readonly Diagnostic[]) {
    super(lines[0] ?? 'The facade did not start.', cause === undefined ? undefined : { cause })
    this.name = 'StartRefused'
    this.lines = lines
    this.diagnostics = diagnostics
  }
}

/** Every diagnostic on its line, then how many there are. */
export function refuseFor(diagnostics: readonly Diagnostic[]): StartRefused {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const count = errors === 1 ? '1 error' : `${errors} errors`
  return new StartRefused(
    [
      ...sortDiagnostics(diagnostics).map(formatDiagnostic),
      `${count}. Nothing is served until ${errors === 1 ? 'it is' : 'they are'} put right.`,
    ],
    undefined,
    diagnostics,
  )
}

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.some(({ severity }) => severity === 'error')
