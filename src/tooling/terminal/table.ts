/** Rows of text in aligned columns. */
import type { Style } from './style.js'

export interface TableLayout {
  readonly style: Style
  /** Longer cells end in an ellipsis; 48 when left out. */
  readonly widest?: number
  readonly indent?: string
}

export function renderTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { style, widest = 48, indent = '' }: TableLayout,
): readonly string[] {
  const cut = rows.map(row => row.map(cell => shorten(cell, widest)))
  const widths = head.map((title, column) => Math.max(widthOf(title), ...cut.map(row => widthOf(row[column] ?? ''))))
  const line = (cells: readonly string[]): string =>
    (
      indent +
      cells
        .map((cell, column) => (column === cells.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell))))
        .join('  ')
    ).trimEnd()
  return [style.dim(line(head)), ...cut.map(line)]
}

/** A line break or another control character would break the table, or do worse to a terminal. */
export const printable = (text: string): string => text.replace(/\p{Cc}/gu, '·')
const widthOf = (text: string): number => [...text].length

function shorten(text: string, widest: number): string {
  const characters = [...printable(text)]
  return characters.length <= widest ? characters.join('') : `${characters.slice(0, widest - 1).join('')}…`
}
