/** Pieces of the code of a row function: its names, what keeps an object, how an object and a list are made. */
import { isConstantElement } from './invert.js'
import type { ObjectShape, ShapeElement } from './shape.js'

/** The variables of one row function, and what its code calls by name. */
export class RowNames {
  readonly #helpers: unknown[] = []
  #variables = 0

  variable(): string {
    return `v${this.#variables++}`
  }

  /** The name by which the code has a function or an object. */
  helper(helper: unknown): string {
    const known = this.#helpers.indexOf(helper)
    return `h${known >= 0 ? known : this.#helpers.push(helper) - 1}`
  }

  /** The function that `code` describes. Helpers are constants around it, so that what is called can be compiled into it. */
  define(code: string): unknown {
    const names = this.#helpers.map((_, place) => `h${place}`)
    return new Function(...names, `"use strict";\nreturn ${code}`)(...this.#helpers)
  }
}

/** The elements of a choice in the order in which they were written, the rest as they stand. */
export const inChoiceOrder = (elements: readonly ShapeElement[]) => [...elements].sort((a, b) => a.choiceRank - b.choiceRank)

export const sliceFlag = (list: string, slice: string): string => `${list}_${slice.replace(/\W/g, '_')}`

/** `isFirst`: nothing can be in the list yet. */
export function push(list: string, value: string, flag: string, isFirst: boolean): string {
  const added = isFirst
    ? `${list} = [${value}];`
    : `if (${list} === undefined) ${list} = [${value}]; else ${list}.push(${value});`
  return isCertain(value) ? added + flag : `if (${isThere(value)}) { ${added}${flag} }`
}

/** What an object holds, in order. `certain`: variables that are known to have a value where it is made. */
export function makeObject(
  object: string,
  fields: readonly (readonly [name: string, value: string])[],
  certain: ReadonlySet<string>,
) {
  const hasAlways = ([, value]: readonly [string, string]) => isCertain(value) || certain.has(value)
  if (fields.every(hasAlways)) return [`${object} = { ${fields.map(([name, value]) => `${name}: ${value}`).join(', ')} };`]
  return [
    `${object} = {};`,
    ...fields.map(field => {
      const [name, value] = field
      return hasAlways(field) ? `${object}.${name} = ${value};` : `if (${isThere(value)}) ${object}.${name} = ${value};`
    }),
  ]
}

/** A literal is always there. */
const isCertain = (value: string): boolean => !/^v\d/.test(value) && value !== 'undefined'

const isThere = (value: string): string =>
  isCertain(value) ? 'true' : value === 'undefined' ? 'false' : `${value} !== undefined`

export function anyOf(tests: readonly string[]): string {
  if (tests.includes('true')) return 'true'
  return tests.filter(test => test !== 'false').join(' || ') || 'false'
}

/** The variable that has a value where the test holds, when it is a test of one alone. */
export const variableOf = (test: string): string | undefined => /^(v\d+) !== undefined$/.exec(test)?.[1]

/** A value, or the reason why there is none. */
export const hasBeenGiven = (
  { name, absent }: Pick<ShapeElement, 'name' | 'absent'>,
  values: ReadonlyMap<string, string>,
): string => (absent === undefined ? isThere(values.get(name) ?? 'undefined') : 'true')

/** Rule 1: an object vanishes without its principal element, or without any value that is not constant. */
export function keptCondition(shape: ObjectShape, values: ReadonlyMap<string, string>): string {
  const { principal, elements } = shape
  if (principal !== undefined && values.has(principal)) return isThere(values.get(principal) ?? 'undefined')
  const variable = elements.filter(element => !isConstantElement(element))
  if (variable.length === 0) return 'true'
  return anyOf(variable.map(element => hasBeenGiven(element, values)))
}
