/** Patterns that take a text apart into named parts (MAPPING section 7): `{SYS:int}/{DIA:int}`, `{FAMILY}, {GIVEN}[ ({PREFIX})]`. */

import { type HoleFault, type HolePart, readTextWithHoles } from './text-with-holes.js'

/** A part in [ ] may be left out; it is taken where it fits. */
export type PatternPart = HolePart<PatternHole>

export interface PatternHole {
  readonly kind: 'hole'
  readonly name: string
  /** `text` is the shortest that lets the rest fit, `word` has no blanks. */
  readonly holds: 'text' | 'word' | 'decimal' | 'int' | 'choice'
  /** Of a choice: `<=|>=|<|>`. */
  readonly words: readonly string[]
}

const hole = /\{([\p{L}_][\p{L}\p{N}_]*)(?::([^{}]*))?\}/uy

/** A backslash makes a bracket, a brace or a backslash stand for itself. */
export function parsePattern(text: string): readonly PatternPart[] | HoleFault {
  const parts = readTextWithHoles<PatternHole>(text, {
    escapable: '{}[]\\',
    readHole,
    faultOfOptional: inner => (inner.length > 0 ? undefined : 'This [ ] is empty.'),
  })
  if ('message' in parts) return parts
  return faultOf(parts) ?? parts
}

function readHole(text: string, offset: number): { readonly hole: PatternHole; readonly length: number } | HoleFault {
  hole.lastIndex = offset
  const found = hole.exec(text)
  if (found === null) return { offset, message: '{ begins a hole {NAME} or {NAME:decimal}. Write \\{ for the character.' }
  const [{ length }, name = '', type] = found
  if (type === undefined) return { hole: { kind: 'hole', name, holds: 'text', words: [] }, length }
  if (type === 'word' || type === 'decimal' || type === 'int')
    return { hole: { kind: 'hole', name, holds: type, words: [] }, length }
  const words = type.split('|')
  if (words.length > 1 && words.every(word => word !== ''))
    return { hole: { kind: 'hole', name, holds: 'choice', words }, length }
  const says = type === '' ? 'nothing' : type
  return { offset, message: `A hole holds word, decimal, int or a choice such as a|b; this one says ${says}.` }
}

export const holesIn = (parts: readonly PatternPart[]): readonly PatternHole[] =>
  parts.flatMap(part => (part.kind === 'hole' ? [part] : part.kind === 'optional' ? holesIn(part.parts) : []))

function faultOf(parts: readonly PatternPart[]): HoleFault | undefined {
  const holes = holesIn(parts)
  if (holes.length === 0) return { offset: 0, message: 'This pattern has no hole such as {NAME}.' }
  const twice = holes.find(({ name }, index) => holes.findIndex(other => other.name === name) < index)
  if (twice) return { offset: 0, message: `The hole ${twice.name} stands twice in this pattern.` }
  const touching = touchingHoles(parts)
  if (!touching) return undefined
  const names = touching.map(({ name }) => `{${name}}`).join('')
  return {
    offset: 0,
    message: `Where the one ends and the other begins in ${names} is not clear. Write what stands between them.`,
  }
}

/** Two holes of free text without a literal between them, whatever optional part is left out. */
function touchingHoles(parts: readonly PatternPart[]): readonly [PatternHole, PatternHole] | undefined {
  let before: readonly PatternHole[] = []
  let clash: readonly [PatternHole, PatternHole] | undefined
  const walk = (pieces: readonly PatternPart[]): void => {
    for (const part of pieces) {
      if (part.kind === 'text') before = []
      else if (part.kind === 'hole') {
        const [free] = before.filter(isFree)
        if (free && isFree(part)) clash ??= [free, part]
        before = [part]
      } else {
        const without = before
        walk(part.parts)
        before = [...before, ...without]
      }
    }
  }
  walk(parts)
  return clash
}

const isFree = ({ holds }: PatternHole): boolean => holds === 'text' || holds === 'word'

// ── Taking apart ────────────────────────────────────────────────────────────────────────────────────────────────────

/** The text of each hole in the order of `holesIn`, undefined where it was left out; undefined when the text does not fit. */
export type Split = (text: string) => readonly (string | undefined)[] | undefined

/** Longer texts are not looked at: they are notes, not values. */
const maxLength = 1000

export function compilePattern(parts: readonly PatternPart[]): Split {
  const names = holesIn(parts).map(({ name }) => name)
  const program = sequence(parts, names, { match: (text, at) => at === text.length, id: 0 }, { next: 1 })
  return text => {
    if (text.length > maxLength) return undefined
    const found: (string | undefined)[] = names.map(() => undefined)
    return program.match(text, 0, found, new Set()) ? found : undefined
  }
}

interface Step {
  readonly id: number
  /** Whether the rest fits from `at` on. `failed` remembers where it does not, so that no place is tried twice. */
  match(text: string, at: number, found: (string | undefined)[], failed: Set<number>): boolean
}

function sequence(parts: readonly PatternPart[], names: readonly string[], end: Step, ids: { next: number }): Step {
  return parts.reduceRight<Step>((rest, part) => remembered(stepOf(part, names, rest, ids), ids), end)
}

function remembered(match: Step['match'], ids: { next: number }): Step {
  const id = ids.next++
  return {
    id,
    match(text, at, found, failed) {
      const key = id * (maxLength + 1) + at
      if (failed.has(key)) return false
      if (match(text, at, found, failed)) return true
      failed.add(key)
      return false
    },
  }
}

function stepOf(part: PatternPart, names: readonly string[], rest: Step, ids: { next: number }): Step['match'] {
  switch (part.kind) {
    case 'text':
      return (text, at, found, failed) => text.startsWith(part.text, at) && rest.match(text, at + part.text.length, found, failed)
    case 'optional': {
      const within = sequence(part.parts, names, rest, ids)
      const inside = holesIn(part.parts).map(({ name }) => names.indexOf(name))
      return (text, at, found, failed) => {
        if (within.match(text, at, found, failed)) return true
        for (const place of inside) found[place] = undefined
        return rest.match(text, at, found, failed)
      }
    }
    case 'hole': {
      const ends = endsOf(part)
      const place = names.indexOf(part.name)
      return (text, at, found, failed) => {
        for (const end of ends(text, at)) {
          if (!rest.match(text, end, found, failed)) continue
          found[place] = text.slice(at, end)
          return true
        }
        return false
      }
    }
    default:
      return part satisfies never
  }
}

/** Where a hole that begins at a place may end, in the order in which it is tried: text as short as can be, numbers as long. */
function endsOf({ holds, words }: PatternHole): (text: string, at: number) => Iterable<number> {
  switch (holds) {
    case 'choice':
      return (text, at) => words.filter(word => text.startsWith(word, at)).map(word => at + word.length)
    case 'decimal':
      return numberEnds(/[+-]?\d+(?:\.\d+)?/y)
    case 'int':
      return numberEnds(/[+-]?\d+/y)
    case 'text':
      return (text, at) => shortEnds(at, text.length)
    case 'word':
      return (text, at) => shortEnds(at, endOfWord(text, at))
    default:
      return holds satisfies never
  }
}

function* shortEnds(at: number, last: number): Iterable<number> {
  for (let end = at + 1; end <= last; end++) yield end
}

/** A number is taken whole: 12 is not 1 and 2. */
function numberEnds(shape: RegExp): (text: string, at: number) => readonly number[] {
  return (text, at) => {
    shape.lastIndex = at
    const match = shape.exec(text)
    return match ? [at + match[0].length] : []
  }
}

function endOfWord(text: string, at: number): number {
  let end = at
  while (end < text.length && !/\s/.test(text[end] ?? '')) end++
  return end
}
