/** A YAML document as plain data with places: text, lists, objects. Every scalar is text as written. */
import type { Position } from '../../kernel/diagnostics.js'

export type YamlNode = YamlText | YamlMap | YamlList | YamlFaulty

export interface YamlText {
  readonly kind: 'text'
  readonly at: Position
  readonly text: string
  /** `lines`: a text of several lines whose characters are not traced to their places. */
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'lines'
  /** What stands between the quotes in the file; for other styles empty. */
  readonly raw: string
}
export interface YamlMap {
  readonly kind: 'map'
  readonly at: Position
  readonly entries: readonly YamlEntry[]
}
export interface YamlEntry {
  readonly key: string
  readonly at: Position
  readonly value: YamlNode
}
export interface YamlList {
  readonly kind: 'list'
  readonly at: Position
  readonly items: readonly YamlNode[]
}
/** Already reported: nothing more is to be said of it. */
interface YamlFaulty {
  readonly kind: 'faulty'
  readonly at: Position
}

/** The place in the file of the character at `offset` of the text; the start of the text where that is not known. */
export function placeIn({ at, text, style, raw }: YamlText, offset: number): Position {
  switch (style) {
    case 'plain':
      return { ...at, column: at.column + offset }
    case 'single':
      return { ...at, column: at.column + 1 + rawOffset(raw, offset, singleQuoteLength) }
    case 'double':
      return { ...at, column: at.column + 1 + rawOffset(raw, offset, escapeLength) }
    case 'literal':
      return { ...at, line: at.line + text.slice(0, offset).split('\n').length, column: 1 }
    case 'lines':
      return at
    default:
      return style satisfies never
  }
}

function rawOffset(raw: string, offset: number, lengthAt: (raw: string, index: number) => number): number {
  let index = 0
  for (let count = 0; count < offset && index < raw.length; count++) index += lengthAt(raw, index)
  return index
}

const singleQuoteLength = (raw: string, index: number): number => (raw[index] === "'" ? 2 : 1)

function escapeLength(raw: string, index: number): number {
  if (raw[index] !== '\\') return 1
  const letter = raw[index + 1]
  return letter === 'x' ? 4 : letter === 'u' ? 6 : letter === 'U' ? 10 : 2
}

export const entryOf = (map: YamlMap, key: string): YamlEntry | undefined => map.entries.find(entry => entry.key === key)
