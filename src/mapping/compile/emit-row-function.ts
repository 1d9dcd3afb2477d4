/**
 * Generates the function that turns a row and its child rows into a resource: straight-line code, so that a page of hundreds
 * of rows costs little more than hand-written mapping. Obeys the four emission rules of MAPPING section 5.
 */
import type { Row } from '../../spi/index.js'
import { absentValue } from './absent.js'
import type { Clock } from './condition.js'
import { ValueEmitter } from './emit-values.js'
import {
  anyOf,
  hasBeenGiven,
  inChoiceOrder,
  keptCondition,
  makeObject,
  push,
  RowNames,
  sliceFlag,
  variableOf,
} from './row-code.js'
import type { RowLayout } from './row-layout.js'
import { type EmittedList, RowScopes } from './row-scopes.js'
import type { Condition, ListBinding, ObjectShape, PartsShape, Requirement, Shape, ShapeElement, SplitBinding } from './shape.js'

/** What a row function tells besides its result. */
export interface RowReport extends Clock {
  /** Set when the resource holds an ExactDecimal. */
  hasExactDecimals: boolean
  /** A stored value that its facts can not read, or that the element's type does not allow: dropped, never shown. */
  dropped(place: string): void
  /** An object or the resource lacks what the profile requires. */
  incomplete(place: string): void
}

export type ToResource = (row: Row, children: readonly (readonly Row[])[], report: RowReport) => object | undefined

export interface EmittedMap {
  readonly toResource: ToResource
  readonly root: RowLayout
  /** One for each list that the map repeats over, in the order of `children`. */
  readonly lists: readonly EmittedList[]
}

export interface RowRules {
  /** A condition on the row that the source may only answer roughly; without it the row gives no resource. */
  readonly guard?: Condition | undefined
  /** The packed text of whose parts each is a row. */
  readonly repeat?: SplitBinding | undefined
}

export const emitRowFunction = (shape: ObjectShape, { guard, repeat }: RowRules = {}): EmittedMap =>
  new Emitter(repeat).map(shape, guard)

class Emitter {
  readonly #names = new RowNames()
  readonly #scopes: RowScopes
  readonly #values: ValueEmitter

  constructor(repeat: SplitBinding | undefined) {
    this.#scopes = new RowScopes(this.#names, repeat)
    this.#values = new ValueEmitter(this.#names, this.#scopes)
  }

  map(shape: ObjectShape, guard: Condition | undefined): EmittedMap {
    const lines: string[] = []
    if (guard) lines.push(`if (!${this.#values.condition(guard)}) return undefined;`)
    const result = this.#shape(shape, shape.type, lines)
    const { layout, declarations } = this.#scopes.root
    const body = [...declarations, ...lines, `return ${result};`].join('\n')
    const toResource = this.#names.define(`function toResource(r, k, c) {\n${body}\n}`) as ToResource
    return { toResource, root: layout, lists: this.#scopes.lists }
  }

  /** Emits the code of a shape and gives the variable that holds its value, or undefined. */
  #shape(shape: Shape, path: string, lines: string[]): string {
    switch (shape.kind) {
      case 'primitive':
        return this.#values.primitive(shape, path, lines)
      case 'object':
        return shape.absent === undefined ? this.#object(shape, path, lines) : this.#names.helper(absentValue(shape.absent))
      case 'first':
        return this.#first(shape.of, path, lines)
      case 'when': {
        const name = this.#names.variable()
        const inner: string[] = []
        const value = this.#shape(shape.value, path, inner)
        lines.push(`let ${name};`, `if (${this.#values.condition(shape.if)}) {`, ...inner, `${name} = ${value};`, '}')
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
    const name = this.#names.variable()
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
    const name = this.#names.variable()
    const inner: string[] = []
    const values = new Map<string, string>()
    for (const element of inChoiceOrder(shape.elements)) {
      const value = this.#element(element, `${path}.${element.name}`, inner)
      values.set(element.name, value)
    }
    for (const element of shape.elements) this.#giveWay(element, shape, values, inner)
    const kept = isResource || shape.isAlwaysKept ? 'true' : keptCondition(shape, values)
    const required = shape.required.map(requirement => ({
      test: requirementTest(shape, requirement, values),
      place: `${path}.${requirement.name}${requirement.slice === undefined ? '' : `:${requirement.slice}`}`,
    }))
    const certain = new Set([kept, ...required.map(({ test }) => test)].flatMap(test => variableOf(test) ?? []))
    const fields = shape.elements.map(element => [element.name, values.get(element.name) ?? 'undefined'] as const)
    inner.push(
      `if (${kept}) {`,
      ...required.flatMap(({ test, place }) =>
        test === 'true' ? [] : [`if (!(${test})) c.incomplete(${JSON.stringify(place)}); else`],
      ),
      '{',
      ...makeObject(name, isResource ? [['resourceType', JSON.stringify(shape.type)], ...fields] : fields, certain),
      ...shape.elements.flatMap(element => this.#absence(element, shape, values, name)),
      '}',
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
    const taken = anyOf(earlier.map(other => hasBeenGiven(other, values)))
    const own = this.#names.variable()
    lines.push(`const ${own} = ${taken} ? undefined : ${values.get(element.name)};`)
    values.set(element.name, own)
  }

  /** Why a primitive element has no value; a choice that gives way to another says nothing. */
  #absence(element: ShapeElement, shape: ObjectShape, values: ReadonlyMap<string, string>, object: string): readonly string[] {
    if (element.absent === undefined) return []
    const others = shape.elements.filter(other => other.choice === element.choice && other.choiceRank < element.choiceRank)
    const rivals = element.choice === undefined ? [] : others.map(other => hasBeenGiven(other, values))
    const given = anyOf([hasBeenGiven({ name: element.name }, values), ...rivals])
    return [`if (!(${given})) ${object}._${element.name} = ${this.#names.helper(absentValue(element.absent))};`]
  }

  #element(element: ShapeElement, path: string, lines: string[]): string {
    if (!element.isList) {
      const [item] = element.items
      return item ? this.#shape(item.shape, path, lines) : 'undefined'
    }
    const list = this.#names.variable()
    lines.push(`let ${list};`)
    const slices = new Set(element.items.flatMap(item => item.slice ?? []))
    for (const slice of slices) lines.push(`let ${sliceFlag(list, slice)} = false;`)
    for (const [place, item] of element.items.entries()) {
      const inner: string[] = []
      const flag = item.slice === undefined ? '' : ` ${sliceFlag(list, item.slice)} = true;`
      if (item.shape.kind === 'each') this.#each(item.shape.list, item.shape.item, path, list, flag, inner)
      else if (item.shape.kind === 'parts') this.#parts(item.shape, path, list, flag, inner)
      else {
        const value = this.#shape(item.shape, path, inner)
        inner.push(push(list, value, flag, place === 0))
      }
      lines.push('{', ...inner, '}')
    }
    return list
  }

  #each(list: ListBinding, item: Shape, path: string, into: string, flag: string, lines: string[]): void {
    const { rows, row, scope } = this.#scopes.enterList(list)
    const inner: string[] = []
    const value = this.#shape(item, path, inner)
    this.#scopes.leave()
    lines.push(`for (const ${row} of ${rows}) {`, ...scope.declarations, ...inner, push(into, value, flag, false), '}')
  }

  #parts({ split, item }: PartsShape, path: string, into: string, flag: string, lines: string[]): void {
    const parts = `${this.#names.helper(split.take)}(${this.#scopes.read(split.column)}, c)`
    const { row, scope } = this.#scopes.enterParts(split)
    const inner: string[] = []
    const value = this.#shape(item, path, inner)
    this.#scopes.leave()
    lines.push(`for (const ${row} of ${parts}) {`, ...scope.declarations, ...inner, push(into, value, flag, false), '}')
  }
}

/** A choice is there with any of its types. */
function requirementTest(shape: ObjectShape, { name, slice }: Requirement, values: ReadonlyMap<string, string>): string {
  const meant = shape.elements.filter(other => other.name === name || other.choice === name)
  return anyOf(
    meant.map(other => (slice === undefined ? hasBeenGiven(other, values) : sliceFlag(values.get(other.name) ?? '', slice))),
  )
}
