/** Where the columns of a row function are read: the map's own row, the rows of its lists, the parts of a packed text. */
import { CodeLookup } from './coded-reader.js'
import { type ColumnBinding, columnKey, fieldsOf, readerOf } from './column.js'
import type { RowNames } from './row-code.js'
import { childFinder } from './row-key.js'
import { RowLayout } from './row-layout.js'
import type { ListBinding, SplitBinding, Value } from './shape.js'

/** A list that the map repeats over, and what is selected of its rows. */
export interface EmittedList {
  readonly list: ListBinding
  readonly layout: RowLayout
  /** Its place among the lists, where another list owns it: its rows are those of all rows of that list together. */
  readonly owner?: number
}

/** The code that runs once for each row of one kind. */
interface Scope {
  readonly alias: string
  readonly layout: RowLayout
  /** The variable that holds the row. */
  readonly row: string
  /** Local variables of the values read so far, declared at the scope's start. */
  readonly reads: Map<string, string>
  /** By the column that is looked up. */
  readonly lookups: Map<string, readonly { readonly name: string; readonly lookup: CodeLookup }[]>
  readonly declarations: string[]
}

const startScope = (alias: string, layout: RowLayout, row: string): Scope => ({
  alias,
  layout,
  row,
  reads: new Map(),
  lookups: new Map(),
  declarations: [],
})

export class RowScopes {
  readonly root: Scope
  readonly #names: RowNames
  readonly #lists: EmittedList[] = []
  readonly #open: Scope[]

  /** `repeat`: the packed text of whose parts each is a row. */
  constructor(names: RowNames, repeat?: SplitBinding) {
    this.#names = names
    this.root = startScope('', new RowLayout(repeat), 'r')
    this.#open = [this.root]
    if (repeat) this.#readFields(repeat, this.root, ' ?? undefined')
    // The text itself has to be selected.
    for (const field of repeat ? fieldsOf(repeat.column) : []) this.root.layout.add(field)
  }

  get lists(): readonly EmittedList[] {
    return this.#lists
  }

  /** What is read until `leave` may be of the list's row. `rows`: those of the list, in the row around it. */
  enterList(list: ListBinding): { readonly rows: string; readonly row: string; readonly scope: Scope } {
    const place = this.#placeOf(list)
    const layout = this.#lists[place]?.layout ?? new RowLayout()
    const rows = this.#rowsOf(list, place, layout)
    const row = this.#names.variable()
    const scope = startScope(list.alias, layout, row)
    this.#open.push(scope)
    return { rows, row, scope }
  }

  /** What is read until `leave` may be of one part, whose fields are there already. */
  enterParts(split: SplitBinding): { readonly row: string; readonly scope: Scope } {
    const row = this.#names.variable()
    const scope = startScope(split.alias, new RowLayout(), row)
    this.#readFields(split, scope)
    this.#open.push(scope)
    return { row, scope }
  }

  /** The fields of a part stand first in what holds it. `orNull`: what is put after each. */
  #readFields({ fields, number }: SplitBinding, { row, reads, declarations }: Scope, orNull = ''): void {
    for (const [place, field] of [...fields, number].entries()) {
      const name = this.#names.variable()
      reads.set(columnKey(field), name)
      declarations.push(`const ${name} = ${row}[${place}]${orNull};`)
    }
  }

  leave(): void {
    this.#open.pop()
  }

  /** A column is read once for each row, however often it is used. */
  read(column: ColumnBinding): string {
    const scope = this.#scopeOf(column)
    const key = columnKey(column)
    const known = scope.reads.get(key)
    if (known !== undefined) return known
    const { derived } = column
    if (derived) {
      const values = derived.from.map(from => this.read(from))
      const derivedName = this.#names.variable()
      scope.declarations.push(
        `const ${derivedName} = ${this.#names.helper(derived.read)}(${values.join(', ')});`,
        ...(derived.mustRead
          ? [`if (${derivedName} === undefined && ${values[0]} !== undefined) c.dropped(${JSON.stringify(derived.column)});`]
          : []),
      )
      scope.reads.set(key, derivedName)
      return derivedName
    }
    const name = this.#names.variable()
    const place = scope.layout.add(column.field)
    // Told apart from blanks and sentinels, which mean null and are no loss.
    const last = { isUnreadable: false }
    const read = readerOf(column, () => {
      last.isUnreadable = true
    })
    scope.declarations.push(`const ${name} = ${this.#names.helper(read)}(${scope.row}[${place}]);`)
    if (column.format || column.mask) {
      const state = this.#names.helper(last)
      const told = JSON.stringify(column.field.name)
      scope.declarations.push(
        `if (${name} === undefined && ${state}.isUnreadable) { ${state}.isUnreadable = false; c.dropped(${told}); }`,
      )
    }
    scope.reads.set(key, name)
    return name
  }

  /** The expression for a part of a code. Each value is looked up once, for system, code and display together. */
  readCode(value: Extract<Value, { kind: 'coded' }>, type: string, allowed: ReadonlySet<string> | undefined): string {
    const { column, codes, part } = value
    const read = this.read(column)
    const scope = this.#scopeOf(column)
    const key = columnKey(column)
    const others = scope.lookups.get(key) ?? []
    const known = others.find(({ lookup }) => lookup.codes === codes)
    if (known) return `${known.name}.${known.lookup.place(part, type, allowed)}`
    const made = { name: this.#names.variable(), lookup: new CodeLookup(value) }
    scope.lookups.set(key, [...others, made])
    scope.declarations.push(`const ${made.name} = ${this.#names.helper(made.lookup.find)}(${read});`)
    return `${made.name}.${made.lookup.place(part, type, allowed)}`
  }

  /** The innermost list whose rows hold the column, or the map's own row. */
  #scopeOf(column: ColumnBinding): Scope {
    for (let index = this.#open.length - 1; index > 0; index--) {
      const scope = this.#open[index]
      if (scope?.alias === column.field.alias) return scope
      const list = this.#lists.find(entry => entry.list.alias === scope?.alias)?.list
      if (scope && list && (list.alias === column.field.alias || list.joins.some(join => join.alias === column.field.alias)))
        return scope
    }
    return this.root
  }

  /** Those of a list in a list are looked up by the row that owns them. */
  #rowsOf(list: ListBinding, place: number, layout: RowLayout): string {
    const owner = this.#open.findLast(({ alias }) => alias === list.owner)
    if (list.owner === undefined || !owner) return `k[${place}]`
    const finder = childFinder(
      list.on.map(([outer]) => owner.layout.add(outer.field)),
      list.on.map(([, inner]) => layout.add(inner.field)),
    )
    const find = this.#names.variable()
    this.root.declarations.push(`const ${find} = ${this.#names.helper(finder)}(k[${place}]);`)
    return `${find}(${owner.row})`
  }

  #placeOf(list: ListBinding): number {
    const known = this.#lists.findIndex(entry => entry.list.alias === list.alias)
    if (known >= 0) return known
    const owner = this.#lists.findIndex(entry => entry.list.alias === list.owner)
    return this.#lists.push({ list, layout: new RowLayout(), ...(owner >= 0 && { owner }) }) - 1
  }
}
