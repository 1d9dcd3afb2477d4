/** The frame of a generated page, and tables in Markdown. */

/** Ends in a line feed. `from` is what the page is generated from. */
export const page = (from: string, title: string, lines: readonly string[]): string =>
  [
    `<!-- Generated from ${from} by tools/generate-docs. To write it again: UPDATE_GOLDEN=1 npx vitest run test/docs -->`,
    '',
    `# ${title}`,
    '',
    ...lines,
    '',
  ].join('\n')

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.map(escapeCell).join(' | ')} |`)

const escapeCell = (text: string): string => text.replaceAll('|', '\\|')
