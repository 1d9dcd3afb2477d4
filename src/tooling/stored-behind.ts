/** The stored values behind what is left out of a row. For the terminal of the person who maps: never for a log or an answer. */
import type { PreparedMap } from '../engine/prepared-map.js'
import { columnsBelow, rowReader, valuesBelow } from '../mapping/check/data/watcher.js'
import { type ColumnBinding, columnName, fieldsOf, type Meaning, readerOf } from '../mapping/compile/column.js'
import { type Converter, converterOf } from '../mapping/compile/element-text.js'
import type { PrimitiveShape, Shape, ShapeElement } from '../mapping/compile/shape.js'
import type { Field, Row, Scalar } from '../spi/index.js'
import type { ReadRow } from './read-rows.js'
import type { Loss } from './row-losses.js'

export interface StoredValue {
  /** `p.SURNAME` */
  readonly column: string
  readonly stored: Scalar
}

/** A column that may be why a place is left out. */
interface Suspect {
  readonly column: ColumnBinding
  /** In rows of these fields; undefined where they do not hold the column. */
  testIn(fields: readonly Field[]): ((row: Row) => boolean) | undefined
}

/** Bound to the rows that hold its column: those of the map, or of one of its lists. */
interface BoundSuspect {
  /** Undefined: the map's own row. */
  readonly list: number | undefined
  readonly isAtFault: (row: Row) => boolean
  readonly valuesIn: (row: Row) => readonly StoredValue[]
}

/** Of the child rows of one owner. */
const shownRows = 3

export class StoredBehind {
  readonly #layouts: readonly (readonly Field[])[]
  readonly #suspects = new Map<string, BoundSuspect[]>()

  constructor({ map, children }: PreparedMap) {
    this.#layouts = [map.emitted.root.fields, ...children.map(({ layout }) => layout.fields)]
    this.#walk(map.searched, map.searched.type)
  }

  of({ rule, place }: Loss, { row, children }: ReadRow): readonly StoredValue[] {
    const found = new Map<string, StoredValue>()
    for (const { list, isAtFault, valuesIn } of this.#suspects.get(`${rule} ${place}`) ?? []) {
      const rows = list === undefined ? [row] : (children[list] ?? [])
      for (const faulty of rows.filter(isAtFault).slice(0, shownRows))
        for (const value of valuesIn(faulty)) found.set(`${value.column} ${literalOf(value.stored)}`, value)
    }
    return [...found.values()]
  }

  #walk(shape: Shape, path: string): void {
    switch (shape.kind) {
      case 'object':
        for (const element of shape.elements) this.#walkElement(element, path)
        return
      case 'first':
        for (const alternative of shape.of) this.#walk(alternative, path)
        return
      case 'when':
        this.#walk(shape.value, path)
        return
      case 'each':
        this.#walk(shape.item, path)
        return
      case 'parts':
        this.#add('unreadable', shape.split.alias, anyValue(shape.split.column))
        this.#walk(shape.item, path)
        return
      case 'primitive':
        this.#walkValue(shape, path)
        return
      default:
        shape satisfies never
    }
  }

  #walkElement({ name, choice, items }: ShapeElement, path: string): void {
    for (const { slice, shape } of items) {
      this.#walk(shape, `${path}.${name}`)
      const suspects = valuesBelow(shape).flatMap(thatGiveNothing)
      const places = [name, choice ?? name].flatMap(element => [element, ...(slice === undefined ? [] : [`${element}:${slice}`])])
      for (const place of new Set(places)) for (const each of suspects) this.#add('required', `${path}.${place}`, each)
    }
  }

  #walkValue(shape: PrimitiveShape, path: string): void {
    const { value, type, codes } = shape
    for (const column of columnsBelow(value)) this.#addUnreadable(column)
    if (value.kind === 'column') this.#add('unreadable', path, notOfType(value.column, converterOf(value.column, type, codes)))
    if (value.kind === 'coded') this.#add('unlisted', columnName(value.column), unlisted(value.column, value.codes.pairs))
    if (value.kind === 'function') for (const column of columnsBelow(value)) this.#add('unreadable', path, anyValue(column))
  }

  /** A row function names the column alone. */
  #addUnreadable(column: ColumnBinding): void {
    this.#add('unreadable', column.derived?.column ?? column.field.name, unreadable(column))
    for (const from of column.derived?.from ?? []) this.#addUnreadable(from)
  }

  #add(rule: Loss['rule'], place: string, { column, testIn }: Suspect): void {
    const name = `${rule} ${place}`
    for (const [index, fields] of this.#layouts.entries()) {
      const isAtFault = testIn(fields)
      if (!isAtFault) continue
      const stored = fieldsOf(column).map(field => ({ column: `${field.alias}.${field.name}`, at: placeOf(field, fields) }))
      const bound: BoundSuspect = {
        list: index === 0 ? undefined : index - 1,
        isAtFault,
        valuesIn: row => stored.map(({ column: of, at }) => ({ column: of, stored: row[at] ?? null })),
      }
      this.#suspects.set(name, [...(this.#suspects.get(name) ?? []), bound])
      return
    }
  }
}

const placeOf = ({ alias, name }: Field, fields: readonly Field[]): number =>
  fields.findIndex(field => field.alias === alias && field.name === name)

const suspect = (column: ColumnBinding, isAtFault: (meaning: Meaning | undefined) => boolean): Suspect => ({
  column,
  testIn(fields) {
    const read = rowReader(fields, column)
    return read && (row => isAtFault(read(row)))
  },
})

/** Null, or of no use to the element. */
function thatGiveNothing({ value, type, codes }: PrimitiveShape): readonly Suspect[] {
  const columns = columnsBelow(value)
  if (value.kind === 'coded' && value.codes.otherwise === undefined)
    return columns.map(column => suspect(column, meaning => meaning === undefined || !value.codes.pairs.has(String(meaning))))
  if (value.kind === 'column') {
    const convert = converterOf(value.column, type, codes)
    return columns.map(column => suspect(column, meaning => meaning === undefined || convert?.(meaning) === undefined))
  }
  return columns.map(column => suspect(column, meaning => meaning === undefined))
}
const anyValue = (column: ColumnBinding): Suspect => suspect(column, meaning => meaning !== undefined)
const notOfType = (column: ColumnBinding, convert: Converter | undefined): Suspect =>
  suspect(column, meaning => meaning !== undefined && convert?.(meaning) === undefined)
const unlisted = (column: ColumnBinding, pairs: ReadonlyMap<string, unknown>): Suspect =>
  suspect(column, meaning => meaning !== undefined && !pairs.has(String(meaning)))

/** There is a value, and the column's facts can not read it. */
const unreadable = (column: ColumnBinding): Suspect => ({
  column,
  testIn(fields) {
    const [first] = column.derived?.from ?? []
    const read = rowReader(fields, column)
    if (first) {
      const readFirst = rowReader(fields, first)
      return read && readFirst && (row => readFirst(row) !== undefined && read(row) === undefined)
    }
    const seen = { isUnreadable: false }
    const readStored = readerOf(column, () => {
      seen.isUnreadable = true
    })
    return (
      read &&
      (row => {
        seen.isUnreadable = false
        readStored(row[placeOf(column.field, fields)])
        return seen.isUnreadable
      })
    )
  },
})

/** As a condition in SQL would say it: `p.SURNAME is null`, `phones.KIND in ('E', 'X')`. Empty without values. */
export function conditionOf(values: readonly StoredValue[]): string {
  const byColumn = new Map<string, string[]>()
  for (const { column, stored } of values) byColumn.set(column, [...(byColumn.get(column) ?? []), literalOf(stored)])
  return [...byColumn]
    .map(([column, [first = '', ...others]]) => {
      if (others.length > 0) return `${column} in (${[first, ...others].toSorted().join(', ')})`
      return first === 'null' ? `${column} is null` : `${column} = ${first}`
    })
    .join(' and ')
}

function literalOf(stored: Scalar): string {
  if (stored instanceof Uint8Array) return `x'${shorten(Buffer.from(stored).toString('hex'))}'`
  return typeof stored === 'string' ? `'${shorten(stored).replaceAll("'", "''")}'` : String(stored)
}

const longest = 40
const shorten = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest - 1)}…`)
