/** Reads text with holes: `'{r.DOSE}[ {r.FREQ}]'`, where a part in [ ] is dropped when a hole in it is empty. */
import type { Position } from '../../kernel/diagnostics.js'
import type { ColumnNode, TemplatePart } from './document.js'

export interface TemplateFault {
  readonly offset: number
  readonly message: string
}

const hole = /\{([A-Za-z][A-Za-z0-9_]*)\.(?:"([^"]+)"|([\p{L}\p{N}_]+))\}/uy
const escaped = /\\[{}[\]|\\]/g
const anyHole = new RegExp(hole.source, 'u')

/** Text is a template only when it has a hole: `mm[Hg]` and `{x}` are constants. */
export const isTemplate = (text: string): boolean => anyHole.test(text.replace(escaped, ''))

/** A backslash makes a bracket, a brace, a bar or a backslash stand for itself. */
export function parseTemplate(text: string, place: (offset: number) => Position): readonly TemplatePart[] | TemplateFault {
  return readParts({ text, place, offset: 0 }, undefined)
}

interface Reader {
  readonly text: string
  readonly place: (offset: number) => Position
  offset: number
}

function readParts(reader: Reader, open: number | undefined): readonly TemplatePart[] | TemplateFault {
  const parts: TemplatePart[] = []
  let literal = ''
  const endLiteral = (): void => {
    if (literal !== '') parts.push({ kind: 'text', text: literal })
    literal = ''
  }
  while (reader.offset < reader.text.length) {
    const character = reader.text[reader.offset] ?? ''
    const next = reader.text[reader.offset + 1] ?? ''
    if (character === '\\' && next !== '' && '{}[]|\\'.includes(next)) {
      literal += next
      reader.offset += 2
    } else if (character === '{' || (character === '[' && open === undefined)) {
      endLiteral()
      const part = character === '{' ? readHole(reader) : readOptional(reader)
      if ('message' in part) return part
      parts.push(part)
    } else if (character === '[') {
      return { offset: reader.offset, message: 'Optional parts do not nest. Write \\[ for the character.' }
    } else if (character === ']' && open !== undefined) {
      endLiteral()
      return parts
    } else {
      literal += character
      reader.offset++
    }
  }
  endLiteral()
  return open === undefined ? parts : { offset: open, message: 'This [ is not closed. Write \\[ for the character.' }
}

function readHole(reader: Reader): TemplatePart | TemplateFault {
  hole.lastIndex = reader.offset
  const found = hole.exec(reader.text)
  if (found === null) return { offset: reader.offset, message: '{ begins a hole {alias.COLUMN}. Write \\{ for the character.' }
  const column: ColumnNode = {
    kind: 'column',
    at: reader.place(reader.offset + 1),
    alias: found[1] ?? '',
    name: found[2] ?? found[3] ?? '',
  }
  reader.offset += found[0].length
  return { kind: 'hole', column }
}

function readOptional(reader: Reader): TemplatePart | TemplateFault {
  const open = reader.offset++
  const parts = readParts(reader, open)
  if ('message' in parts) return parts
  reader.offset++
  if (parts.some(part => part.kind === 'hole')) return { kind: 'optional', parts }
  return { offset: open, message: 'A part in [ ] needs a hole {alias.COLUMN} that can be empty. Write \\[ for the character.' }
}

/** The columns of all holes, in order. */
export const holesOf = (parts: readonly TemplatePart[]): readonly ColumnNode[] =>
  parts.flatMap(part => (part.kind === 'hole' ? [part.column] : part.kind === 'optional' ? holesOf(part.parts) : []))
