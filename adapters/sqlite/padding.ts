/**
 * How a column pads its texts with blanks that do not count. A column that pads all of them to one width, as CHAR(n) was meant, is compared
 * as it stands with literals that are padded alike, so that its index serves.
 */

/** `none`: no text ends in a blank. A width: all texts have it, and hold no control characters. */
export type Padding = 'none' | 'mixed' | number

/** A literal padded as the column is. The order is that of the trimmed texts, even beside literals with control characters. */
export function padText(text: string, width: number): string {
  let end = text.length
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) >= 0x20) continue
    // No stored text has one. So this literal stands just above its part before it, and below all else that begins with that part.
    return `${padText(text.slice(0, index), width)}\u0001`
  }
  while (end > 0 && text.charCodeAt(end - 1) === 0x20) end--
  const trimmed = text.slice(0, end)
  return trimmed.padEnd(width + surrogatePairs(trimmed), ' ')
}

/** SQLite counts code points. */
const surrogatePairs = (text: string): number => {
  let pairs = 0
  for (let index = 0; index < text.length; index++) if ((text.charCodeAt(index) & 0xfc00) === 0xdc00) pairs++
  return pairs
}
