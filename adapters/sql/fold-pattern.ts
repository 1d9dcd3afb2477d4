/**
 * What folds to a text, as a regular expression: exact folding for servers whose collations fold otherwise than the contract and that take no
 * functions of ours. Folding works on each code point alone, so what folds to one letter is a class, found by folding all of Unicode once.
 * The syntax is what PCRE2, ICU and PostgreSQL share.
 */
import { AdapterError, type Folding, foldText, type TextMatch } from '../../src/spi/index.js'

type Folds = Exclude<Folding, 'exact'>

interface Preimages {
  /** By a code point, those that fold to it and nothing else. */
  readonly single: ReadonlyMap<string, string>
  /** By each code point of what they fold to, those that fold to several: ß to ss. */
  readonly several: ReadonlyMap<string, readonly Expansion[]>
  /** Those that fold to nothing, as the inside of a class. */
  readonly nothing: string
}
interface Expansion {
  readonly from: string
  readonly to: readonly string[]
}

/** A class of what folding drops, the accents that stand alone; undefined when nothing is dropped. */
export function droppedClass(folding: Folds): string | undefined {
  const { nothing } = preimagesOf(folding)
  return nothing === '' ? undefined : `[${nothing}]+`
}

/** `end` is how the engine writes the end of a text. What `droppedClass` names has been taken out of the text. */
export function foldPattern(value: string, match: TextMatch, folding: Folds, end: '\\z' | '\\Z'): string {
  const points = Array.from(foldText(value, folding))
  const writing: Writing = { points, folding, parts: 0 }
  const body = write(writing, edgesOf(points, match, folding), 0, points.length)
  return `${match === 'contains' && body !== '' ? '' : '\\A'}${body}${match === 'equals' ? end : ''}`
}

/** PCRE2 compiles up to 64 KB. */
const mostParts = 2000

interface Writing {
  readonly points: readonly string[]
  readonly folding: Folds
  parts: number
}

/** Several code points of the value, from one place to another, that may be one code point of the text. */
interface Edge {
  readonly from: number
  readonly to: number
  readonly points: string
}

function edgesOf(points: readonly string[], match: TextMatch, folding: Folds): readonly Edge[] {
  const found = new Map<string, Edge>()
  const { several } = preimagesOf(folding)
  const expansions = new Set([...new Set(points)].flatMap(point => several.get(point) ?? []))
  for (const { from, to } of expansions) {
    for (let start = 1 - to.length; start < points.length; start++) {
      if (!fits(points, to, start, match)) continue
      const [begin, end] = [Math.max(0, start), Math.min(points.length, start + to.length)]
      const known = found.get(`${begin} ${end}`)
      found.set(`${begin} ${end}`, { from: begin, to: end, points: (known?.points ?? '') + from })
    }
  }
  return [...found.values()]
}

/** An expansion may reach over an end of the value where the match is open: `aß` begins with `as`, folded. */
function fits(points: readonly string[], expansion: readonly string[], start: number, match: TextMatch): boolean {
  if (start < 0 && match !== 'contains') return false
  if (start + expansion.length > points.length && match === 'equals') return false
  return expansion.every((point, place) => {
    const at = start + place
    return at < 0 || at >= points.length || points[at] === point
  })
}

/**
 * The part between two places. It is divided where no edge is cut, if there is such a place; an edge that is cut becomes an alternative. So the
 * pattern stays short but for long runs of one letter that has a ligature with itself.
 */
function write(writing: Writing, edges: readonly Edge[], from: number, to: number): string {
  const { points, folding } = writing
  const inside = edges.filter(edge => edge.from >= from && edge.to <= to)
  if (to - from === 0) return ''
  if (to - from === 1) {
    if (++writing.parts > mostParts)
      throw new AdapterError('unsupported', 'A text is too long to be looked for without regard to case.')
    return classOf(singleOf(points[from] ?? '', folding) + inside.map(edge => edge.points).join(''))
  }
  const place = placeToDivide(inside, from, to)
  const part = (start: number, end: number) => write(writing, inside, start, end)
  const ways = [
    part(from, place) + part(place, to),
    ...inside
      .filter(edge => edge.from < place && place < edge.to)
      .map(edge => part(from, edge.from) + classOf(edge.points) + part(edge.to, to)),
  ]
  return ways.length === 1 ? (ways[0] ?? '') : `(?:${ways.join('|')})`
}

/** Where the fewest edges are cut, and of these places the one nearest to the middle. */
function placeToDivide(edges: readonly Edge[], from: number, to: number): number {
  const cuts = Array.from({ length: to - from }, () => 0)
  for (const edge of edges)
    for (let place = edge.from + 1; place < edge.to; place++) cuts[place - from] = (cuts[place - from] ?? 0) + 1
  const middle = (from + to) / 2
  let best = from + 1
  for (let place = from + 1; place < to; place++) {
    const [cut = 0, least = 0] = [cuts[place - from], cuts[best - from]]
    if (cut < least || (cut === least && Math.abs(place - middle) < Math.abs(best - middle))) best = place
  }
  return best
}

/** A letter that was not looked at folds to itself. */
const singleOf = (point: string, folding: Folds): string => preimagesOf(folding).single.get(point) ?? point

function classOf(points: string): string {
  const all = Array.from(points).map(escapePoint)
  if (all.length === 0) return '(?!)'
  return all.length === 1 ? (all[0] ?? '') : `[${all.join('')}]`
}

/** Blanks too, which a flag of the session might leave out. */
const escapePoint = (point: string): string => (/[!-/:-@[-`{-~ \t\n\v\f\r]/.test(point) ? `\\${point}` : point)

/** Folds all of Unicode, which takes a moment: at start-up, so that no question waits for it. */
export function prepareFolding(): void {
  preimagesOf('ignoreCase')
  preimagesOf('ignoreCaseAndAccents')
}

const known = new Map<Folds, Preimages>()

function preimagesOf(folding: Folds): Preimages {
  const found = known.get(folding) ?? findPreimages(folding)
  known.set(folding, found)
  return found
}

/** Ideographs and what is not assigned fold to themselves; a test folds them all. */
const unfolded: readonly (readonly [number, number])[] = [
  [0x3400, 0x9fff],
  [0xd800, 0xf8ff],
  [0x1fc00, 0x2f7ff],
  [0x2fa20, 0xe00ff],
  [0xe01f0, 0x10ffff],
]

function findPreimages(folding: Folds): Preimages {
  const single = new Map<string, string>()
  const several = new Map<string, Expansion[]>()
  const nothing: number[] = []
  for (let code = 0; code <= 0x10ffff; code++) {
    const skipped = unfolded.find(([first, last]) => code >= first && code <= last)
    if (skipped !== undefined) {
      code = skipped[1]
      continue
    }
    const point = String.fromCodePoint(code)
    const folded = Array.from(foldText(point, folding))
    const [first] = folded
    if (first === undefined) nothing.push(code)
    else if (folded.length === 1) single.set(first, (single.get(first) ?? '') + point)
    else addExpansion(several, { from: point, to: folded })
  }
  return { single: single, several, nothing: rangesOf(nothing) }
}

function addExpansion(several: Map<string, Expansion[]>, expansion: Expansion): void {
  for (const point of new Set(expansion.to)) {
    const known = several.get(point) ?? []
    known.push(expansion)
    several.set(point, known)
  }
}

function rangesOf(codes: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const code of codes) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] === code - 1) last[1] = code
    else ranges.push([code, code])
  }
  return ranges.map(([first, last]) => `${String.fromCodePoint(first)}-${String.fromCodePoint(last)}`).join('')
}
