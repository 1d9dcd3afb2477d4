/** Packed text bound: a list whose items are the parts of one column's text. */
import type { MapDocument, SplitList } from '../language/document.js'
import { compilePattern, holesIn } from '../language/pattern.js'
import { type ColumnBinding, columnName, type Meaning, toInteger } from './column.js'
import { columnPresent, columnText } from './column-inverse.js'
import { allOf, type Inverse, inexact, never, undecided } from './inverse.js'
import type { RowScope } from './row-scope.js'
import type { SplitBinding, TakeParts } from './shape.js'

/** Declares the fields of each list in `scope`. */
export function resolveSplits({ splits }: MapDocument, scope: RowScope): ReadonlyMap<string, SplitBinding> {
  const bindings = new Map<string, SplitBinding>()
  for (const split of outermostFirst([...splits.values()], scope)) {
    const { alias, name, at } = split.column
    const column = scope.column(alias, name, at)
    if (!column) continue
    if (column.meaning === 'string') bindings.set(split.alias, bindSplit(split, column, scope))
    else scope.report('map.type-clash', at, `${columnName(column)} holds ${column.meaning} values; split takes text apart.`)
  }
  return bindings
}

/** What takes a part of a text apart again comes after what made the part. */
function outermostFirst(splits: readonly SplitList[], scope: RowScope): readonly SplitList[] {
  const ordered: SplitList[] = []
  let waiting = splits
  while (waiting.length > 0) {
    const next = waiting.filter(({ column }) => !waiting.some(({ alias }) => alias === column.alias))
    if (next.length === 0) {
      for (const { alias, column } of waiting)
        scope.report(
          'map.join-cycle',
          column.at,
          `${alias} splits ${column.alias}.${column.name}, which can not be read before it.`,
        )
      break
    }
    ordered.push(...next)
    waiting = waiting.filter(split => !next.includes(split))
  }
  return ordered
}

function bindSplit(split: SplitList, column: ColumnBinding, scope: RowScope): SplitBinding {
  const fields = [...split.fields].map(([name, holds]) => fieldOf(name, holds, split, column))
  scope.declareFields(split.alias, fields)
  return { at: split.at, alias: split.alias, column, fields, number: numberOf(split, column), take: partTaker(split) }
}

type Holds = SplitList['fields'] extends ReadonlyMap<string, infer Value> ? Value : never

/** What a part says is decided on the mapped resource; to the source its text is somewhere in the column's. */
function fieldOf(name: string, holds: Holds, { alias, by }: SplitList, column: ColumnBinding): ColumnBinding {
  const meaning = holds === 'int' ? 'integer' : holds === 'decimal' ? 'decimal' : 'string'
  const there = (): Inverse => {
    const present = columnPresent(column)
    return present.kind === 'always' ? undecided : inexact(present)
  }
  const within = (folding: Parameters<typeof columnText>[2], text: string): Inverse => {
    const contained = columnText(column, 'contains', folding, text)
    return contained.kind === 'unsupported' ? there() : inexact(contained)
  }
  return {
    at: column.at,
    field: { alias, name, type: meaning },
    meaning,
    nullIf: [],
    zone: column.zone,
    nullable: true,
    derived: {
      fact: 'split',
      column: name,
      from: [column],
      mustRead: false,
      read: () => undefined,
      present: there,
      equals: text => (text.includes(by) ? never : meaning === 'string' ? within('exact', text) : there()),
      compare: there,
      text: (_, folding, text) => within(folding, text),
    },
  }
}

/** No pattern can give a field this name. */
const numberName = 'part number'

function numberOf({ alias }: SplitList, column: ColumnBinding): ColumnBinding {
  const there = (): Inverse => allOf([columnPresent(column), undecided])
  return {
    at: column.at,
    field: { alias, name: numberName, type: 'integer' },
    meaning: 'integer',
    nullIf: [],
    zone: column.zone,
    nullable: true,
    derived: {
      fact: 'split',
      column: numberName,
      from: [column],
      mustRead: false,
      read: () => undefined,
      present: there,
      equals: there,
      compare: there,
      text: there,
    },
  }
}

/** Blanks around a part do not count; a part that no pattern fits is dropped and counted. */
function partTaker({ alias, by, patterns, fields }: SplitList): TakeParts {
  const names = [...fields.keys()]
  const readers = patterns.map(pattern => {
    const split = compilePattern(pattern)
    const holes = holesIn(pattern).map(({ name }) => name)
    const places = names.map(name => holes.indexOf(name))
    return (part: string) => {
      const found = split(part)
      return found && places.map(place => found[place])
    }
  })
  const kinds = [...fields.values()]
  return (text, report) => {
    if (text === undefined) return []
    const parts: (readonly (Meaning | undefined)[])[] = []
    for (const [index, piece] of String(text).split(by).entries()) {
      const part = piece.trim()
      if (part === '') continue
      const found = readers.length === 0 ? [part] : firstFit(readers, part)
      if (found) parts.push([...found.map((value, place) => meaningOf(value, kinds[place])), index + 1])
      else report.dropped(alias)
    }
    return parts
  }
}

type ReadPart = (part: string) => readonly (string | undefined)[] | undefined

function firstFit(readers: readonly ReadPart[], part: string): ReturnType<ReadPart> {
  for (const read of readers) {
    const found = read(part)
    if (found) return found
  }
  return undefined
}

function meaningOf(text: string | undefined, holds: Holds | undefined): Meaning | undefined {
  const trimmed = text?.trim()
  if (trimmed === undefined || trimmed === '') return undefined
  if (holds === 'int') return toInteger(trimmed)
  return holds === 'decimal' ? trimmed.replace(/^\+/, '').replace(/^(-?)0+(?=\d)/, '$1') : trimmed
}
