/** A mapping as an author writes it, read as the program reads it. */
import { formatDiagnostic } from '../../src/kernel/diagnostics.js'
import { checkMappings } from '../../src/mapping/compile/compile-model.js'
import { parseMappingFile } from '../../src/mapping/language/read-mapping-files.js'
import type { Mapping } from './open-facade.js'

export interface MappingText {
  /** Source document, maps and rules, with any margin. */
  readonly yaml: string
  /** Text beside it, by name. */
  readonly files?: Readonly<Record<string, string>>
}

/** Throws what is wrong with it. */
export function parseMapping(text: MappingText): Mapping {
  const { source, maps, rules, diagnostics } = parse(text)
  if (source === undefined || diagnostics.some(({ severity }) => severity === 'error'))
    throw new Error(diagnostics.map(formatDiagnostic).join('\n'))
  return { source, maps, rules }
}

/** What is wrong with the text alone. */
export const faultsOfText = (text: MappingText): readonly string[] => parse(text).diagnostics.map(formatDiagnostic)

/** What is wrong with a mapping, as an author reads it; no database is asked. */
export function faultsOfMapping(yaml: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  const { source, maps, rules, diagnostics } = parse({ yaml, files })
  const compiled = source === undefined ? [] : checkMappings([{ source, maps, rules }])
  return [...new Set([...diagnostics, ...compiled].map(formatDiagnostic))]
}

function parse({ yaml, files = {} }: MappingText) {
  const { sources, maps, rules, diagnostics } = parseMappingFile('test.yaml', withoutMargin(yaml), path => files[path])
  return { source: sources[0], maps, rules, diagnostics }
}

/** Text without a margin stays as it is, line by line. */
function withoutMargin(text: string): string {
  const lines = text.split('\n')
  const margin = Math.min(...lines.filter(line => line.trim() !== '').map(line => line.length - line.trimStart().length))
  if (margin === 0) return text
  return lines
    .map(line => line.slice(margin))
    .join('\n')
    .replace(/^\n/, '')
}
