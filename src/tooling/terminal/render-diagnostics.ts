/** Diagnostics for people (with the line that is meant, on a terminal) and for programs. */
import { type Diagnostic, formatDiagnostic, type Severity, sortDiagnostics } from '../../kernel/diagnostics.js'
import type { Style } from './style.js'

export interface DiagnosticCounts {
  readonly errors: number
  readonly warnings: number
  readonly infos: number
}

export function countDiagnostics(diagnostics: readonly Diagnostic[]): DiagnosticCounts {
  const count = (severity: Severity): number => diagnostics.filter(each => each.severity === severity).length
  return { errors: count('error'), warnings: count('warning'), infos: count('info') }
}

/** One line each; in the shape that editors know from compilers. */
export const renderPlain = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  sortDiagnostics(diagnostics).map(formatDiagnostic)

/** `lineOf` gives a line of a file; undefined when it can not be read. */
export function renderWithSource(
  diagnostics: readonly Diagnostic[],
  style: Style,
  lineOf: (file: string, line: number) => string | undefined,
): readonly string[] {
  return sortDiagnostics(diagnostics).flatMap(({ severity, code, at, message }) => {
    const place = style.bold(`${at.file}:${at.line}:${at.column}`)
    const head = `${place} ${paintOf(severity, style)(severity)} ${style.dim(code)}`
    const source = lineOf(at.file, at.line)
    const number = String(at.line)
    const excerpt =
      source === undefined
        ? []
        : [
            `  ${style.dim(`${number} │`)} ${source}`,
            `  ${style.dim(`${' '.repeat(number.length)} │`)} ${' '.repeat(Math.max(0, at.column - 1))}${paintOf(severity, style)('^')}`,
          ]
    return [head, ...excerpt, `  ${message}`, '']
  })
}

const paintOf = (severity: Severity, style: Style) =>
  severity === 'error' ? style.red : severity === 'warning' ? style.yellow : style.cyan

/** `2 errors, 1 warning.` */
export function summarize({ errors, warnings, infos }: DiagnosticCounts): string {
  const parts = [
    plural(errors, 'error'),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
    ...(infos > 0 ? [plural(infos, 'remark')] : []),
  ]
  return `${parts.join(', ')}.`
}

export const plural = (count: number, word: string): string =>
  `${count === 0 ? 'No' : count} ${count === 1 ? word : /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`}`

/** The shape that docs/reference/commands.md describes. */
export function toJsonReport(diagnostics: readonly Diagnostic[], level: string): object {
  return {
    level,
    ...countDiagnostics(diagnostics),
    diagnostics: sortDiagnostics(diagnostics).map(({ severity, code, at, message }) => ({
      file: at.file,
      line: at.line,
      column: at.column,
      severity,
      code,
      message,
    })),
  }
}
