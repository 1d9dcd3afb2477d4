/** Pieces of the code of a row function: its names, what keeps an object, how a list grows. */
import { isConstantElement } from './invert.js'
import type { ObjectShape, ShapeElement } from './shape.js'

/** The variables of one row function, and what its code calls by name. */
export class RowNames {
  readonly #helpers: unknown[] = []
  #variables = 0

  variable(): string {
    return `v${this.#variables++}`
  }

  /** The expression by which the code has a function or an object. */
  helper(helper: unknown): string {
    return `h[${this.#helpers.push(helper) - 1}]`
  }

  get helpers(): readonly unknown[] {
    return this.#helpers
  }
}

/** The elements of a choice in the order in which they were written, the rest as they stand. */
export const inChoiceOrder = (elements: readonly ShapeElement[]) => [...elements].sort((a, b) => a.choiceRank - b.choiceRank)

export const sliceFlag = (list: string, slice: string): string => `${list}_${slice.replace(/\W/g, '_')}`

export const push = (list: string, value: string, flag: string): string =>
  `if (${value} !== undefined) { if (${list} === undefined) ${list} = [${value}]; else ${list}.push(${value});${flag} }`

export function assignment(object: string, element: string, value: string): string {
  const target = /^\w+$/.test(element) ? `${object}.${element}` : `${object}[${JSON.stringify(element)}]`
  return isCertain(value) ? `${target} = ${value};` : `if (${value} !== undefined) ${target} = ${value};`
}

/** A literal is always there. */
const isCertain = (value: string): boolean => !/^v\d/.test(value) && value !== 'undefined'

/** A value, or the reason why there is none. */
export const hasBeenGiven = (
  { name, absent }: Pick<ShapeElement, 'name' | 'absent'>,
  values: ReadonlyMap<string, string>,
): string => (absent === undefined ? `${values.get(name)} !== undefined` : 'true')

/** Rule 1: an object vanishes without its principal element, or without any value that is not constant. */
export function keptCondition(shape: ObjectShape, values: ReadonlyMap<string, string>): string {
  const { principal, elements } = shape
  if (principal !== undefined && values.has(principal))
    return isCertain(values.get(principal) ?? '') ? 'true' : `${values.get(principal)} !== undefined`
  const variable = elements.filter(element => !isConstantElement(element))
  if (variable.length === 0) return 'true'
  return variable.map(element => hasBeenGiven(element, values)).join(' || ')
}
