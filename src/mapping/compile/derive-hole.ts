/** Columns that a pattern takes out of a text (MAPPING: the fact `parse`): what is looked for stands in the text, the rest is decided on the row. */
import type { FieldType, Folding, TextMatch } from '../../spi/index.js'
import { compilePattern, holesIn, type PatternHole, type PatternPart } from '../language/pattern.js'
import { type ColumnBinding, isBlank, type Meaning, toInteger } from './column.js'
import { columnPresent, columnText } from './column-inverse.js'
import { allOf, anyOf, type Inverse, inexact, never, undecided, unsupported } from './inverse.js'

/** What a text gives: the holes of the first pattern that fits. */
export type TakeApart = (text: string) => ReadonlyMap<string, string> | undefined

export function compilePatterns(patterns: readonly (readonly PatternPart[])[]): TakeApart {
  const compiled = patterns.map(parts => ({ split: compilePattern(parts), names: holesIn(parts).map(({ name }) => name) }))
  let last: string | undefined
  let fit: ReadonlyMap<string, string> | undefined
  const take: TakeApart = text => {
    for (const { split, names } of compiled) {
      const found = split(text)
      if (!found) continue
      return new Map(names.flatMap((name, place) => (found[place] === undefined ? [] : [[name, found[place]] as const])))
    }
    return undefined
  }
  // The holes of one row are asked for one after the other.
  return text => {
    if (text === last) return fit
    fit = take(text)
    last = text
    return fit
  }
}

/** What the holes of one name hold; undefined when two patterns disagree. */
export function meaningOfHole(name: string, patterns: readonly (readonly PatternPart[])[]): FieldType | undefined {
  const found = new Set(patterns.flatMap(parts => holesNamed(name, parts)).map(meaningOf))
  const [only, other] = found
  return other === undefined ? only : found.size === 2 && found.has('decimal') && found.has('integer') ? 'decimal' : undefined
}

const holesNamed = (name: string, parts: readonly PatternPart[]): readonly PatternHole[] =>
  holesIn(parts).filter(hole => hole.name === name)

const meaningOf = ({ holds }: PatternHole): FieldType =>
  holds === 'decimal' ? 'decimal' : holds === 'int' ? 'integer' : 'string'

/** `base` is the text. */
export function deriveHole(
  base: ColumnBinding,
  patterns: readonly (readonly PatternPart[])[],
  take: TakeApart,
  { name, meaning }: { readonly name: string; readonly meaning: FieldType },
): ColumnBinding {
  const using = patterns.filter(parts => holesNamed(name, parts).length > 0)
  const rough = (inverse: Inverse) => allOf([columnPresent(base), inexact(inverse), undecided])
  const matches = (match: TextMatch, folding: Folding, value: string): Inverse => {
    if (isBlank(value)) return match === 'equals' ? never : rough(undecided)
    const starts = match !== 'contains'
    return rough(anyOf(using.map(parts => within(base, parts, name, starts, folding, value))))
  }
  return {
    ...base,
    meaning,
    derived: {
      fact: 'parse',
      column: name,
      from: [base],
      mustRead: false,
      fits: value => take(String(value)) !== undefined,
      read: value => (value === undefined ? undefined : holeValue(take(String(value))?.get(name), meaning)),
      present: () => rough(undecided),
      equals: text => (meaning === 'string' ? matches('equals', 'exact', text) : rough(undecided)),
      compare: () => rough(undecided),
      text: (match, folding, value) =>
        meaning === 'string'
          ? matches(match, folding, value)
          : unsupported(`${base.field.alias}.${name} holds ${meaning} values, which have no text search.`),
    },
  }
}

function holeValue(text: string | undefined, meaning: FieldType): Meaning | undefined {
  if (text === undefined || isBlank(text)) return undefined
  if (meaning === 'string') return text
  const digits = text.startsWith('+') ? text.slice(1) : text
  return meaning === 'integer' ? toInteger(digits) : withoutZeros(digits)
}

/** As JSON writes a number: 007.50 is 7.50. */
const withoutZeros = (digits: string): string => digits.replace(/^(-?)0+(?=\d)/, '$1')

/** A test on the whole text that holds wherever the hole's own text passes. */
function within(
  base: ColumnBinding,
  parts: readonly PatternPart[],
  name: string,
  starts: boolean,
  folding: Folding,
  value: string,
): Inverse {
  const before = literalBefore(parts, name)
  if (starts && before !== undefined) return columnText(base, 'startsWith', folding, before + value)
  return columnText(base, 'contains', folding, value)
}

/** The text in front of a hole, when that is the same in every row. */
function literalBefore(parts: readonly PatternPart[], name: string): string | undefined {
  const [first, second] = parts
  if (first?.kind === 'hole') return first.name === name ? '' : undefined
  return first?.kind === 'text' && second?.kind === 'hole' && second.name === name ? first.text : undefined
}
