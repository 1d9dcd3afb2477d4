/**
 * Generates the function that turns a row and its child rows into a resource: straight-line code, so that a page of hundreds
 * of rows costs little more than hand-written mapping. Obeys the four emission rules of MAPPING section 5.
 */
import type { Row } from '../../spi/index.js'
import { absentValue } from './absent.js'
import { codedReader, listedTest } from './coded-reader.js'
import { type ColumnBinding, columnKey, type Meaning, readerOf } from './column.js'
import { type Clock, columnsOfTest, testOf } from './condition.js'
import { constantOf, converterOf } from './element-text.js'
import { functionCaller } from './function-value.js'
import { encodeId } from './logical-id.js'
import { assignment, hasBeenGiven, inChoiceOrder, keptCondition, push, sliceFlag } from './row-code.js'
import { RowLayout } from './row-layout.js'
import type { Condition, ListBinding, ObjectShape, PartsShape, PrimitiveShape, Shape, ShapeElement, Value } from './shape.js'
import { columnsOf, fillTemplate } from './template.js'

/** What a row function tells besides its result. */
export interface RowReport extends Clock {
  /** Set when the resource holds an ExactDecimal. */
  hasExactDecimals: boolean
  /** A stored value that its facts can not read, or that the element's type does not allow, or a code that its code map does not list: dropped, never shown. */
  dropped(place: string, rule?: 'unreadable' | 'unlisted'): void
  /** An object or the resource lacks what the profile requires. */
  incomplete(place: string): void
}

export type ToResource = (row: Row, children: readonly (readonly Row[])[], report: RowReport) => object | undefined

export interface EmittedMap {
  readonly toResource: ToResource
  readonly root: RowLayout
  /** One for each list that the map repeats over, in the order of `children`. */
  readonly lists: readonly { readonly list: ListBinding; readonly layout: RowLayout }[]
}

interface Scope {
  readonly alias: string
  readonly layout: RowLayout
  readonly row: string
  /** Local variables of the values read so far, declared at the scope's start. */
  readonly reads: Map<string, string>
  readonly declarations: string[]
}

/** `guard`: a condition on the row that the source may only answer roughly; without it the row gives no resource. */
export const emitRowFunction = (shape: ObjectShape, guard?: Condition): EmittedMap => new Emitter().map(shape, guard)

class Emitter {
  readonly #helpers: unknown[] = []
  readonly #lists: { readonly list: ListBinding; readonly layout: RowLayout }[] = []
  #names = 0
  #scopes: Scope[] = []

  map(shape: ObjectShape, guard: Condition | undefined): EmittedMap {
    const layout = new RowLayout()
    const root: Scope = { alias: '', layout, row: 'r', reads: new Map(), declarations: [] }
    this.#scopes = [root]
    const lines: string[] = []
    if (guard) lines.push(`if (!${this.#condition(guard)}) return undefined;`)
    const result = this.#shape(shape, shape.type, lines)
    const body = ['"use strict";', ...root.declarations, ...lines, `return ${result};`].join('\n')
    const create = new Function('h', `return function toResource(r, k, c) {\n${body}\n}`) as (
      helpers: readonly unknown[],
    ) => ToResource
    return { toResource: create(this.#helpers), root: layout, lists: this.#lists }
  }

  #name(): string {
    return `v${this.#names++}`
  }

  #helper(helper: unknown): string {
    return `h[${this.#helpers.push(helper) - 1}]`
  }

  /** Emits the code of a shape and gives the variable that holds its value, or undefined. */
  #shape(shape: Shape, path: string, lines: string[]): string {
    switch (shape.kind) {
      case 'primitive':
        return this.#primitive(shape, path, lines)
      case 'object':
        return shape.absent === undefined ? this.#object(shape, path, lines) : this.#helper(absentValue(shape.absent))
      case 'first':
        return this.#first(shape.of, path, lines)
      case 'when': {
        const name = this.#name()
        const inner: string[] = []
        const value = this.#shape(shape.value, path, inner)
        lines.push(`let ${name};`, `if (${this.#condition(shape.if)}) {`, ...inner, `${name} = ${value};`, '}')
        return name
      }
      case 'each':
      case 'parts':
        throw new Error('A list stands only in an element that repeats.')
      default:
        return shape satisfies never
    }
  }

  #first(of: readonly Shape[], path: string, lines: string[]): string {
    const name = this.#name()
    lines.push(`let ${name};`)
    for (const [index, alternative] of of.entries()) {
      const inner: string[] = []
      const value = this.#shape(alternative, path, inner)
      lines.push(index === 0 ? '{' : `if (${name} === undefined) {`, ...inner, `${name} = ${value};`, '}')
    }
    return name
  }

  // ── Objects ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #object(shape: ObjectShape, path: string, lines: string[]): string {
    const isResource = path === shape.type
    const name = this.#name()
    const inner: string[] = []
    const values = new Map<string, string>()
    for (const element of inChoiceOrder(shape.elements)) {
      const value = this.#element(element, `${path}.${element.name}`, inner)
      values.set(element.name, value)
    }
    for (const element of shape.elements) this.#giveWay(element, shape, values, inner)
    const assignments = shape.elements.flatMap(element => [
      assignment(name, element.name, values.get(element.name) ?? 'undefined'),
      ...this.#absence(element, shape, values, name),
    ])
    inner.push(
      `if (${isResource || shape.isAlwaysKept ? 'true' : keptCondition(shape, values)}) {`,
      `${name} = ${isResource ? `{ resourceType: ${JSON.stringify(shape.type)} }` : '{}'};`,
      ...assignments,
      ...shape.required.map(({ name: element, slice }) => this.#requirement(shape, element, slice, values, name, path)),
      '}',
    )
    lines.push(`let ${name};`, '{', ...inner, '}')
    return name
  }

  /** Rule 2: a choice takes the first that was written and has a value. */
  #giveWay(element: ShapeElement, shape: ObjectShape, values: Map<string, string>, lines: string[]): void {
    if (element.choice === undefined) return
    const earlier = shape.elements.filter(other => other.choice === element.choice && other.choiceRank < element.choiceRank)
    if (earlier.length === 0) return
    const taken = earlier.map(other => hasBeenGiven(other, values)).join(' || ')
    const own = this.#name()
    lines.push(`const ${own} = ${taken} ? undefined : ${values.get(element.name)};`)
    values.set(element.name, own)
  }

  /** Why a primitive element has no value; a choice that gives way to another says nothing. */
  #absence(element: ShapeElement, shape: ObjectShape, values: ReadonlyMap<string, string>, object: string): readonly string[] {
    if (element.absent === undefined) return []
    const others = shape.elements.filter(other => other.choice === element.choice && other.choiceRank < element.choiceRank)
    const rivals = element.choice === undefined ? [] : others.map(other => hasBeenGiven(other, values))
    const given = [hasBeenGiven({ name: element.name }, values), ...rivals].join(' || ')
    return [`if (!(${given})) ${object}._${element.name} = ${this.#helper(absentValue(element.absent))};`]
  }

  #requirement(
    shape: ObjectShape,
    element: string,
    slice: string | undefined,
    values: ReadonlyMap<string, string>,
    object: string,
    path: string,
  ): string {
    const meant = shape.elements.filter(other => other.name === element || other.choice === element)
    const names = meant.map(({ name }) => name)
    const has =
      slice === undefined
        ? meant.map(other => hasBeenGiven(other, values)).join(' || ')
        : names.map(name => `${sliceFlag(values.get(name) ?? '', slice)}`).join(' || ')
    const place = JSON.stringify(`${path}.${element}${slice === undefined ? '' : `:${slice}`}`)
    return `if (${object} !== undefined && !(${has || 'false'})) { c.incomplete(${place}); ${object} = undefined; }`
  }

  #element(element: ShapeElement, path: string, lines: string[]): string {
    if (!element.isList) {
      const [item] = element.items
      return item ? this.#shape(item.shape, path, lines) : 'undefined'
    }
    const list = this.#name()
    lines.push(`let ${list};`)
    const slices = new Set(element.items.flatMap(item => item.slice ?? []))
    for (const slice of slices) lines.push(`let ${sliceFlag(list, slice)} = false;`)
    for (const item of element.items) {
      const inner: string[] = []
      const flag = item.slice === undefined ? '' : ` ${sliceFlag(list, item.slice)} = true;`
      if (item.shape.kind === 'each') this.#each(item.shape.list, item.shape.item, path, list, flag, inner)
      else if (item.shape.kind === 'parts') this.#parts(item.shape, path, list, flag, inner)
      else {
        const value = this.#shape(item.shape, path, inner)
        inner.push(push(list, value, flag))
      }
      lines.push('{', ...inner, '}')
    }
    return list
  }

  #each(list: ListBinding, item: Shape, path: string, into: string, flag: string, lines: string[]): void {
    const place = this.#listPlace(list)
    const layout = this.#lists[place]?.layout ?? new RowLayout()
    const row = this.#name()
    const scope: Scope = { alias: list.alias, layout, row, reads: new Map(), declarations: [] }
    this.#scopes.push(scope)
    const inner: string[] = []
    const value = this.#shape(item, path, inner)
    this.#scopes.pop()
    lines.push(`for (const ${row} of k[${place}]) {`, ...scope.declarations, ...inner, push(into, value, flag), '}')
  }

  #parts({ split, item }: PartsShape, path: string, into: string, flag: string, lines: string[]): void {
    const part = this.#name()
    const reads = new Map<string, string>()
    const declarations = split.fields.map((field, place) => {
      const name = this.#name()
      reads.set(columnKey(field), name)
      return `const ${name} = ${part}[${place}];`
    })
    const parts = `${this.#helper(split.take)}(${this.#read(split.column)}, c)`
    this.#scopes.push({ alias: split.alias, layout: new RowLayout(), row: part, reads, declarations })
    const inner: string[] = []
    const value = this.#shape(item, path, inner)
    this.#scopes.pop()
    lines.push(`for (const ${part} of ${parts}) {`, ...declarations, ...inner, push(into, value, flag), '}')
  }

  #listPlace(list: ListBinding): number {
    const known = this.#lists.findIndex(entry => entry.list.alias === list.alias)
    return known >= 0 ? known : this.#lists.push({ list, layout: new RowLayout() }) - 1
  }

  // ── Values ────────────────────────────────────────────────────────────────────────────────────────────────────────

  #primitive(shape: PrimitiveShape, path: string, lines: string[]): string {
    const { value, type, codes } = shape
    if (value.kind === 'constant') {
      const constant = constantOf(type, value.text)
      if (typeof constant === 'object') lines.push('c.hasExactDecimals = true;')
      return typeof constant === 'object' ? this.#helper(constant) : JSON.stringify(constant)
    }
    const name = this.#name()
    if (value.kind === 'column') {
      const read = this.#read(value.column)
      const convert = converterOf(value.column, type, codes)
      if (!convert) throw new Error(`${path} can not hold ${value.column.meaning} values.`)
      const isSame = value.column.meaning === 'string' && !codes && (type === 'string' || type === 'markdown')
      if (isSame) return read
      lines.push(
        `let ${name};`,
        `if (${read} !== undefined) { ${name} = ${this.#helper(convert)}(${read}); if (${name} === undefined) c.dropped(${JSON.stringify(path)}); }`,
      )
      if (type === 'decimal') lines.push(`if (typeof ${name} === 'object') c.hasExactDecimals = true;`)
      return name
    }
    lines.push(`const ${name} = ${this.#value(value, type, codes, path)};`)
    if (value.kind === 'coded' && value.part === 'code' && !value.codes.otherwise) {
      const read = this.#read(value.column)
      const listed = this.#helper(listedTest(value))
      lines.push(
        `if (${name} === undefined && ${read} !== undefined && !${listed}(${read})) c.dropped(${JSON.stringify(path)}, 'unlisted');`,
      )
    }
    if (type === 'decimal') lines.push(`if (typeof ${name} === 'object') c.hasExactDecimals = true;`)
    return name
  }

  #value(
    value: Exclude<Value, { kind: 'constant' | 'column' }>,
    type: string,
    codes: ReadonlySet<string> | undefined,
    path: string,
  ): string {
    switch (value.kind) {
      case 'coded':
        return `${this.#helper(codedReader(value, type, codes))}(${this.#read(value.column)})`
      case 'template': {
        const { parts } = value
        const fill = (values: readonly (Meaning | undefined)[]) => fillTemplate(parts, values)
        return `${this.#helper(fill)}([${columnsOf(parts)
          .map(column => this.#read(column))
          .join(', ')}])`
      }
      case 'function': {
        const args = value.args.flatMap(arg => (arg.kind === 'column' ? [this.#read(arg.column)] : []))
        return `${this.#helper(functionCaller(value, type, codes))}([${args.join(', ')}], () => c.dropped(${JSON.stringify(path)}))`
      }
      case 'reference': {
        const { target } = value
        const refer = (parts: readonly (Meaning | undefined)[]) => {
          const id = encodeId(target, parts)
          return id === undefined ? undefined : `${target.type}/${id}`
        }
        return `${this.#helper(refer)}([${value.key.map(column => this.#read(column)).join(', ')}])`
      }
      case 'id': {
        const identify = (parts: readonly (Meaning | undefined)[]) => encodeId(value, parts)
        return `${this.#helper(identify)}([${value.key.map(column => this.#read(column)).join(', ')}])`
      }
      default:
        return value satisfies never
    }
  }

  /** A column is read once for each row, however often it is used. */
  #read(column: ColumnBinding): string {
    const scope = this.#scopeOf(column)
    const key = columnKey(column)
    const known = scope.reads.get(key)
    if (known !== undefined) return known
    const { derived } = column
    if (derived) {
      const values = derived.from.map(from => this.#read(from))
      const derivedName = this.#name()
      scope.declarations.push(
        `const ${derivedName} = ${this.#helper(derived.read)}(${values.join(', ')});`,
        ...(derived.mustRead
          ? [`if (${derivedName} === undefined && ${values[0]} !== undefined) c.dropped(${JSON.stringify(derived.column)});`]
          : []),
      )
      scope.reads.set(key, derivedName)
      return derivedName
    }
    const name = this.#name()
    const place = scope.layout.add(column.field)
    // Told apart from blanks and sentinels, which mean null and are no loss.
    const last = { isUnreadable: false }
    const read = readerOf(column, () => {
      last.isUnreadable = true
    })
    scope.declarations.push(`const ${name} = ${this.#helper(read)}(${scope.row}[${place}]);`)
    if (column.format || column.mask) {
      const state = this.#helper(last)
      const told = JSON.stringify(column.field.name)
      scope.declarations.push(
        `if (${name} === undefined && ${state}.isUnreadable) { ${state}.isUnreadable = false; c.dropped(${told}); }`,
      )
    }
    scope.reads.set(key, name)
    return name
  }

  /** The innermost list whose rows hold the column, or the map's own row. */
  #scopeOf(column: ColumnBinding): Scope {
    for (let index = this.#scopes.length - 1; index > 0; index--) {
      const scope = this.#scopes[index]
      if (scope?.alias === column.field.alias) return scope
      const list = this.#lists.find(entry => entry.list.alias === scope?.alias)?.list
      if (scope && list && (list.alias === column.field.alias || list.joins.some(join => join.alias === column.field.alias)))
        return scope
    }
    const [root] = this.#scopes
    if (!root) throw new Error('A row function has a root scope.')
    return root
  }

  #condition(condition: Condition): string {
    switch (condition.kind) {
      case 'and':
        return `(${condition.of.map(part => this.#condition(part)).join(' && ') || 'true'})`
      case 'or':
        return `(${condition.of.map(part => this.#condition(part)).join(' || ') || 'false'})`
      case 'not':
        return `!${this.#condition(condition.of)}`
      default: {
        const [value, other] = columnsOfTest(condition).map(column => this.#read(column))
        return `${this.#helper(testOf(condition))}(${value}, ${other ?? 'undefined'}, c)`
      }
    }
  }
}
