/** Pieces of the code of a row function: what keeps an object, how a list grows, how a code map is read. */
import { type Meaning, meaningKey } from './column.js'
import { constantOf } from './element-text.js'
import { isConstantElement } from './invert.js'
import type { ObjectShape, ResolvedCode, ShapeElement, Value } from './shape.js'

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

/** Rule 1: an object vanishes without its principal element, or without any value that is not constant. */
export function keptCondition(shape: ObjectShape, values: ReadonlyMap<string, string>): string {
  const { principal, elements } = shape
  if (principal !== undefined && values.has(principal))
    return isCertain(values.get(principal) ?? '') ? 'true' : `${values.get(principal)} !== undefined`
  const variable = elements.filter(element => !isConstantElement(element))
  if (variable.length === 0) return 'true'
  return variable.map(element => `${values.get(element.name)} !== undefined`).join(' || ')
}

export function codedReader(
  { column, codes, part }: Extract<Value, { kind: 'coded' }>,
  type: string,
  allowed: ReadonlySet<string> | undefined,
) {
  const { meaning } = column
  const resultOf = (code: ResolvedCode | undefined) => {
    const text = code?.[part]
    if (text === undefined || (part === 'code' && allowed && !allowed.has(text))) return undefined
    return constantOf(type, text)
  }
  const results = new Map([...codes.pairs].map(([from, code]) => [meaningKey(meaning, from), resultOf(code)] as const))
  const whenNull = resultOf(codes.whenNull)
  const otherwise = resultOf(codes.otherwise)
  return (value: Meaning | undefined) => {
    if (value === undefined) return whenNull
    const key = meaningKey(meaning, value)
    return results.has(key) ? results.get(key) : otherwise
  }
}
