/**
 * Which columns each value of a resource came from: the parts of a map's shape are run one by one on the same row, by the same
 * row functions that serve it, so that what is told is what happened.
 */
import { columnsBelow, rowReader } from '../../mapping/check/data/watcher.js'
import { type ColumnBinding, columnKey, columnName, fieldsOf, type Meaning } from '../../mapping/compile/column.js'
import { type EmittedMap, emitRowFunction, type RowReport } from '../../mapping/compile/emit-row-function.js'
import { childFinder } from '../../mapping/compile/row-key.js'
import type { EachShape, ObjectShape, PartsShape, Shape, ShapeElement, SplitBinding } from '../../mapping/compile/shape.js'
import type { Field, Row, Scalar } from '../../spi/index.js'

export interface ElementSource {
  /** As in FHIRPath, with places in lists: `name[0].family`. */
  readonly path: string
  readonly value: unknown
  /** None: a constant. */
  readonly from: readonly { readonly column: string; readonly stored: Scalar }[]
}

/** The rows that one resource was made from. */
export interface SourceRows {
  readonly row: Row
  readonly fields: readonly Field[]
  /** The packed text of whose parts the row is one. */
  readonly repeat?: SplitBinding
  /** By alias of the list. */
  readonly lists: ReadonlyMap<string, { readonly fields: readonly Field[]; readonly rows: readonly Row[] }>
}

export class Provenance {
  readonly #now: number
  readonly #functions = new WeakMap<Shape, EmittedMap>()
  /** By alias of a packed text: the part that is looked at. */
  readonly #parts = new Map<string, Part>()

  constructor(now: number) {
    this.#now = now
  }

  trace(shape: ObjectShape, resource: object, rows: SourceRows): readonly ElementSource[] {
    const found: ElementSource[] = []
    this.#walk(shape, resource, '', { ...rows, open: [] }, found)
    return found
  }

  #walk(shape: Shape, value: unknown, path: string, context: Context, found: ElementSource[]): void {
    switch (shape.kind) {
      case 'object':
        for (const element of shape.elements) this.#element(element, value, path, context, found)
        return
      case 'first': {
        const chosen = shape.of.find(alternative => this.#valueOf(alternative, context) !== undefined)
        if (chosen) this.#walk(chosen, value, path, context, found)
        return
      }
      case 'when':
        this.#walk(shape.value, value, path, context, found)
        return
      default: {
        const from = columnsBelow(shape).flatMap(column => storedIn(column, context))
        found.push({ path, value, from })
      }
    }
  }

  #element(element: ShapeElement, owner: unknown, path: string, context: Context, found: ElementSource[]): void {
    const value = typeof owner === 'object' && owner !== null ? (owner as Record<string, unknown>)[element.name] : undefined
    if (value === undefined) return
    const place = path === '' ? element.name : `${path}.${element.name}`
    if (!Array.isArray(value)) {
      const [item] = element.items
      if (item) this.#walk(item.shape, value, place, context, found)
      return
    }
    let index = 0
    for (const item of element.items)
      for (const [shape, inner] of occurrences(item.shape, context)) {
        if (this.#valueOf(shape, inner) === undefined) continue
        this.#walk(shape, value[index], `${place}[${index}]`, inner, found)
        index++
      }
  }

  /** What a part of the shape gives by itself. */
  #valueOf(shape: Shape, { row, fields, lists, repeat, open }: Context): unknown {
    const known = this.#functions.get(shape)
    const emitted = known ?? emitRowFunction(wrapped(shape, open, this.#parts), { repeat })
    if (!known) this.#functions.set(shape, emitted)
    for (const current of open) if (current.kind === 'part') this.#parts.set(current.parts.split.alias, current.part)
    const root = arranged(row, fields, emitted.root.fields)
    const children = emitted.lists.map(({ list, layout }) => {
      const current = open.find(each => each.kind === 'row' && each.each.list.alias === list.alias)
      if (current?.kind === 'row') return [arranged(current.row, current.fields, layout.fields)]
      const read = lists.get(list.alias)
      return (read?.rows ?? []).map(child => arranged(child, read?.fields ?? [], layout.fields))
    })
    let value = valueIn(emitted.toResource(root, children, silent(this.#now)))
    for (const [depth] of open.entries()) {
      const [only] = Array.isArray(value) ? value : []
      value = depth === open.length - 1 ? only : valueIn(only)
    }
    return value
  }
}

const valueIn = (object: unknown): unknown => (object as { readonly value?: unknown } | undefined)?.value

type Part = readonly (Meaning | undefined)[]

/** What is being repeated over: a row of a list, or a part of a packed text. */
type Current =
  | { readonly kind: 'row'; readonly each: EachShape; readonly fields: readonly Field[]; readonly row: Row }
  | { readonly kind: 'part'; readonly parts: PartsShape; readonly part: Part }

interface Context extends SourceRows {
  /** The outermost first. */
  readonly open: readonly Current[]
}

/** A shape once for each time that it may give an item. */
function* occurrences(shape: Shape, context: Context): Generator<readonly [Shape, Context]> {
  if (shape.kind === 'each') {
    const { fields, rows } = context.lists.get(shape.list.alias) ?? { fields: [], rows: [] }
    for (const row of ownRows(shape, { fields, rows }, context))
      yield [shape.item, { ...context, open: [...context.open, { kind: 'row', each: shape, fields, row }] }]
  } else if (shape.kind === 'parts') {
    for (const part of shape.split.take(meaningIn(context, shape.split.column), { dropped: () => undefined }))
      yield [shape.item, { ...context, open: [...context.open, { kind: 'part', parts: shape, part }] }]
  } else yield [shape, context]
}

/** Of a list in a list: those of the row that is being repeated over. */
function ownRows(
  { list }: EachShape,
  { fields, rows }: Pick<SourceRows, 'fields'> & { readonly rows: readonly Row[] },
  { open }: Context,
) {
  const owner = open.findLast(current => current.kind === 'row' && current.each.list.alias === list.owner)
  if (owner?.kind !== 'row') return rows
  const find = childFinder(
    list.on.map(([outer]) => placeOf(outer.field, owner.fields)),
    list.on.map(([, inner]) => placeOf(inner.field, fields)),
  )
  return find(rows)(owner.row)
}

/** What a column of any of the rows and parts means. */
function meaningIn({ row, fields, open }: Context, column: ColumnBinding): Meaning | undefined {
  for (const current of open.toReversed()) {
    if (current.kind === 'part') {
      const place = partPlace(current, column)
      if (place >= 0) return current.part[place]
    } else {
      const read = rowReader(current.fields, column)
      if (read) return read(current.row)
    }
  }
  return rowReader(fields, column)?.(row)
}

const partPlace = ({ parts }: Extract<Current, { kind: 'part' }>, column: ColumnBinding): number =>
  parts.split.fields.findIndex(field => columnKey(field) === columnKey(column))

/** An object with the shape as its only element, inside the lists and the packed texts whose columns it may read. */
function wrapped(shape: Shape, [current, ...inner]: readonly Current[], parts: ReadonlyMap<string, Part>): ObjectShape {
  const item = current ? inside(inner.length > 0 ? wrapped(shape, inner, parts) : shape, current, parts) : shape
  const element: ShapeElement = {
    name: 'value',
    type: 'string',
    isList: current !== undefined,
    choiceRank: 0,
    items: [{ shape: item }],
  }
  return { kind: 'object', type: 'Preview', elements: [element], required: [], isAlwaysKept: true }
}

function inside(shape: Shape, current: Current, parts: ReadonlyMap<string, Part>): Shape {
  if (current.kind === 'row') return { ...current.each, item: shape }
  const { split } = current.parts
  return { ...current.parts, split: { ...split, take: () => [parts.get(split.alias) ?? []] }, item: shape }
}

const silent = (now: number): RowReport => ({
  now,
  hasExactDecimals: false,
  dropped: () => undefined,
  incomplete: () => undefined,
})

const placeOf = ({ alias, name }: Field, among: readonly Field[]): number =>
  among.findIndex(field => field.alias === alias && field.name === name)

/** A row in the order of other fields. */
const arranged = (row: Row, from: readonly Field[], to: readonly Field[]): Row =>
  to.map(field => row[placeOf(field, from)] ?? null)

/** The stored columns behind a column, with what they hold. */
function storedIn(column: ColumnBinding, { row, fields, open }: Context): ElementSource['from'] {
  for (const current of open) {
    const place = current.kind === 'part' ? partPlace(current, column) : -1
    if (current.kind === 'part' && place >= 0) return [{ column: columnName(column), stored: current.part[place] ?? null }]
  }
  return fieldsOf(column).map(field => {
    const holder = open.findLast(current => current.kind === 'row' && placeOf(field, current.fields) >= 0)
    const stored = holder?.kind === 'row' ? holder.row[placeOf(field, holder.fields)] : row[placeOf(field, fields)]
    return { column: `${field.alias}.${field.name}`, stored: stored ?? null }
  })
}
