/**
 * Which columns each value of a resource came from: the parts of a map's shape are run one by one on the same row, by the same
 * row functions that serve it, so that what is told is what happened.
 */
import { columnsBelow, rowReader } from '../../mapping/check/data/watcher.js'
import { type ColumnBinding, columnKey, columnName, fieldsOf, type Meaning } from '../../mapping/compile/column.js'
import { type EmittedMap, emitRowFunction, type RowReport } from '../../mapping/compile/emit-row-function.js'
import type { EachShape, ObjectShape, PartsShape, Shape, ShapeElement } from '../../mapping/compile/shape.js'
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
  /** By alias of the list. */
  readonly lists: ReadonlyMap<string, { readonly fields: readonly Field[]; readonly rows: readonly Row[] }>
}

export class Provenance {
  readonly #now: number
  readonly #functions = new WeakMap<Shape, EmittedMap>()
  /** The part of a packed text that is looked at. */
  readonly #part: PartHolder = { part: [] }

  constructor(now: number) {
    this.#now = now
  }

  trace(shape: ObjectShape, resource: object, rows: SourceRows): readonly ElementSource[] {
    const found: ElementSource[] = []
    this.#walk(shape, resource, '', { ...rows }, found)
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
  #valueOf(shape: Shape, { row, fields, lists, current }: Context): unknown {
    const known = this.#functions.get(shape)
    const emitted = known ?? emitRowFunction(wrapped(shape, current, this.#part))
    if (!known) this.#functions.set(shape, emitted)
    if (current?.kind === 'part') this.#part.part = current.part
    const root = arranged(row, fields, emitted.root.fields)
    const children = emitted.lists.map(({ list, layout }) => {
      if (current?.kind === 'row' && list.alias === current.each.list.alias)
        return [arranged(current.row, current.fields, layout.fields)]
      const read = lists.get(list.alias)
      return (read?.rows ?? []).map(child => arranged(child, read?.fields ?? [], layout.fields))
    })
    const result = emitted.toResource(root, children, silent(this.#now)) as { readonly value?: unknown } | undefined
    const value = result?.value
    return current && Array.isArray(value) ? value[0] : value
  }
}

type Part = readonly (Meaning | undefined)[]
interface PartHolder {
  part: Part
}

/** What is being repeated over: a row of a list, or a part of a packed text. */
type Current =
  | { readonly kind: 'row'; readonly each: EachShape; readonly fields: readonly Field[]; readonly row: Row }
  | { readonly kind: 'part'; readonly parts: PartsShape; readonly part: Part }

interface Context extends SourceRows {
  readonly current?: Current
}

/** A shape once for each time that it may give an item. */
function* occurrences(shape: Shape, context: Context): Generator<readonly [Shape, Context]> {
  if (shape.kind === 'each') {
    const list = context.lists.get(shape.list.alias)
    for (const row of list?.rows ?? [])
      yield [shape.item, { ...context, current: { kind: 'row', each: shape, fields: list?.fields ?? [], row } }]
  } else if (shape.kind === 'parts') {
    const text = rowReader(context.fields, shape.split.column)?.(context.row)
    for (const part of shape.split.take(text, { dropped: () => undefined }))
      yield [shape.item, { ...context, current: { kind: 'part', parts: shape, part } }]
  } else yield [shape, context]
}

/** An object with the shape as its only element, inside the list or the packed text whose columns it may read. */
function wrapped(shape: Shape, current: Current | undefined, holder: PartHolder): ObjectShape {
  const item = inside(shape, current, holder)
  const element: ShapeElement = {
    name: 'value',
    type: 'string',
    isList: current !== undefined,
    choiceRank: 0,
    items: [{ shape: item }],
  }
  return { kind: 'object', type: 'Preview', elements: [element], required: [], isAlwaysKept: true }
}

function inside(shape: Shape, current: Current | undefined, holder: PartHolder): Shape {
  if (!current) return shape
  if (current.kind === 'row') return { ...current.each, item: shape }
  return { ...current.parts, split: { ...current.parts.split, take: () => [holder.part] }, item: shape }
}

const silent = (now: number): RowReport => ({
  now,
  hasExactDecimals: false,
  dropped: () => undefined,
  incomplete: () => undefined,
})

/** A row in the order of other fields. */
const arranged = (row: Row, from: readonly Field[], to: readonly Field[]): Row =>
  to.map(({ alias, name }) => row[from.findIndex(field => field.alias === alias && field.name === name)] ?? null)

/** The stored columns behind a column, with what they hold. */
function storedIn(column: ColumnBinding, { row, fields, current }: Context): ElementSource['from'] {
  if (current?.kind === 'part') {
    const place = current.parts.split.fields.findIndex(field => columnKey(field) === columnKey(column))
    if (place >= 0) return [{ column: columnName(column), stored: current.part[place] ?? null }]
  }
  return fieldsOf(column).map(({ alias, name }) => {
    const at = (among: readonly Field[]) => among.findIndex(field => field.alias === alias && field.name === name)
    const inCurrent = current?.kind === 'row' ? at(current.fields) : -1
    const stored = current?.kind === 'row' && inCurrent >= 0 ? current.row[inCurrent] : row[at(fields)]
    return { column: `${alias}.${name}`, stored: stored ?? null }
  })
}
