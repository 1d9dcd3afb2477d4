/** Reads text with holes: `'{r.DOSE}[ {r.FREQ}]'`, where a part in [ ] is dropped when a hole in it is empty. */
import type { Position } from '../../kernel/diagnostics.js'
import type { ColumnNode, TemplatePart } from './document.js'
import { type HoleFault, readTextWithHoles } from './text-with-holes.js'

const hole = /\{([A-Za-z][A-Za-z0-9_]*)\.(?:"([^"]+)"|([\p{L}\p{N}_]+))\}/uy
const escaped = /\\[{}[\]|\\]/g
const anyHole = new RegExp(hole.source, 'u')

/** Text is a template only when it has a hole: `mm[Hg]` and `{x}` are constants. */
export const isTemplate = (text: string): boolean => anyHole.test(text.replace(escaped, ''))

/** A backslash makes a bracket, a brace, a bar or a backslash stand for itself. */
export function parseTemplate(text: string, place: (offset: number) => Position): readonly TemplatePart[] | HoleFault {
  return readTextWithHoles<TemplateHole>(text, {
    escapable: '{}[]|\\',
    readHole: (whole, offset) => readHole(whole, offset, place),
    faultOfOptional: parts =>
      parts.some(part => part.kind === 'hole')
        ? undefined
        : 'A part in [ ] needs a hole {alias.COLUMN} that can be empty. Write \\[ for the character.',
  })
}

type TemplateHole = Extract<TemplatePart, { readonly kind: 'hole' }>

function readHole(text: string, offset: number, place: (offset: number) => Position) {
  hole.lastIndex = offset
  const found = hole.exec(text)
  if (found === null) return { offset, message: '{ begins a hole {alias.COLUMN}. Write \\{ for the character.' }
  const column: ColumnNode = { kind: 'column', at: place(offset + 1), alias: found[1] ?? '', name: found[2] ?? found[3] ?? '' }
  return { hole: { kind: 'hole', column } as const, length: found[0].length }
}

/** The columns of all holes, in order. */
export const holesOf = (parts: readonly TemplatePart[]): readonly ColumnNode[] =>
  parts.flatMap(part => (part.kind === 'hole' ? [part.column] : part.kind === 'optional' ? holesOf(part.parts) : []))
