/** The text of a facts file: lines that begin a block, and the lines below them, which are indented by two blanks. */

export interface FactsBlock {
  readonly head: string
  /** Without the two blanks. */
  readonly lines: readonly string[]
}

export function readBlocks(facts: string): readonly FactsBlock[] {
  const blocks: { head: string; lines: string[] }[] = []
  for (const line of facts.split('\n')) {
    if (line.startsWith('  ')) blocks.at(-1)?.lines.push(line.slice(2))
    else if (line !== '') blocks.push({ head: line, lines: [] })
  }
  return blocks
}

/** '0..*' as numbers. */
export function readCardinality(text: string): { readonly min: number; readonly max: number } {
  const [min = '', max = ''] = text.split('..')
  return { min: Number(min), max: max === '*' ? Number.POSITIVE_INFINITY : Number(max) }
}
