/** Text with holes in { } and parts in [ ] that may be left out: the one notation of templates and of patterns (MAPPING section 7). */

export type HolePart<Hole> =
  | { readonly kind: 'text'; readonly text: string }
  | Hole
  | { readonly kind: 'optional'; readonly parts: readonly HolePart<Hole>[] }

export interface HoleFault {
  readonly offset: number
  readonly message: string
}

export interface HoleNotation<Hole> {
  /** Characters that stand for themselves after a backslash. */
  readonly escapable: string
  /** At `offset` stands a {. */
  readHole(text: string, offset: number): { readonly hole: Hole; readonly length: number } | HoleFault
  /** What is wrong with the parts in [ ]. */
  faultOfOptional(parts: readonly HolePart<Hole>[]): string | undefined
}

export function readTextWithHoles<Hole>(text: string, notation: HoleNotation<Hole>): readonly HolePart<Hole>[] | HoleFault {
  return readParts({ text, notation, offset: 0 }, undefined)
}

interface Reader<Hole> {
  readonly text: string
  readonly notation: HoleNotation<Hole>
  offset: number
}

function readParts<Hole>(reader: Reader<Hole>, open: number | undefined): readonly HolePart<Hole>[] | HoleFault {
  const parts: HolePart<Hole>[] = []
  let literal = ''
  const endLiteral = (): void => {
    if (literal !== '') parts.push({ kind: 'text', text: literal })
    literal = ''
  }
  while (reader.offset < reader.text.length) {
    const character = reader.text[reader.offset] ?? ''
    const next = reader.text[reader.offset + 1] ?? ''
    if (character === '\\' && next !== '' && reader.notation.escapable.includes(next)) {
      literal += next
      reader.offset += 2
    } else if (character === '{' || (character === '[' && open === undefined)) {
      endLiteral()
      const read = character === '{' ? readHole(reader) : readOptional(reader)
      if ('message' in read) return read
      parts.push(read.part)
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

function readHole<Hole>(reader: Reader<Hole>): { readonly part: HolePart<Hole> } | HoleFault {
  const read = reader.notation.readHole(reader.text, reader.offset)
  if ('message' in read) return read
  reader.offset += read.length
  return { part: read.hole }
}

function readOptional<Hole>(reader: Reader<Hole>): { readonly part: HolePart<Hole> } | HoleFault {
  const open = reader.offset++
  const parts = readParts(reader, open)
  if ('message' in parts) return parts
  reader.offset++
  const fault = reader.notation.faultOfOptional(parts)
  return fault === undefined ? { part: { kind: 'optional', parts } } : { offset: open, message: fault }
}
