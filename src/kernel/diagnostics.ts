/** What is wrong with a document, where, and what to write instead. Collected, never thrown. */

export interface Position {
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
}

export type Severity = 'error' | 'warning' | 'info'

export interface Diagnostic {
  readonly severity: Severity
  /** Stable and documented, such as `map.alias-unknown`. */
  readonly code: string
  readonly at: Position
  /** One sentence or two: the thing, what is wrong with it and what to write instead. */
  readonly message: string
  /** The column whose rows would tell more. */
  readonly column?: ColumnPlace
}

export interface ColumnPlace {
  readonly source: string
  /** As maps call it. */
  readonly table: string
  readonly name: string
}

export const formatDiagnostic = ({ severity, code, at, message }: Diagnostic): string =>
  `${at.file}:${at.line}:${at.column} ${severity} ${code}: ${message}`

/** File order: by file name, then by line, then by column. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) => (a.at.file < b.at.file ? -1 : a.at.file > b.at.file ? 1 : 0) || a.at.line - b.at.line || a.at.column - b.at.column,
  )
}
