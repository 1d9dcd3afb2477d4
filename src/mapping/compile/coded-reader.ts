/** From what a column means to the parts of its code, found with one look-up for all the places that a code map fills. */
import { type Meaning, meaningKey } from './column.js'
import { constantOf, type Json } from './element-text.js'
import type { CodePart, ResolvedCode, ResolvedCodes, Value } from './shape.js'

/** What one legacy value gives: a property for each place. */
type Found = Record<string, Json | undefined>

type CodedValue = Extract<Value, { kind: 'coded' }>

export class CodeLookup {
  readonly codes: ResolvedCodes
  /** From the column's value to what stands for it. */
  readonly find: (value: Meaning | undefined) => Found
  readonly #results: readonly (readonly [ResolvedCode | undefined, Found])[]
  #places = 0

  constructor({ column: { meaning }, codes }: CodedValue) {
    this.codes = codes
    const whenNull: Found = {}
    const otherwise: Found = {}
    const pairs = [...codes.pairs].map(([from, code]) => ({ key: meaningKey(meaning, from), code, found: {} as Found }))
    const byKey = new Map<Meaning, Found>(pairs.map(({ key, found }) => [key, found] as const))
    this.#results = [
      ...pairs.map(({ code, found }) => [code, found] as const),
      [codes.whenNull, whenNull],
      [codes.otherwise, otherwise],
    ]
    this.find = value => (value === undefined ? whenNull : (byKey.get(meaningKey(meaning, value)) ?? otherwise))
  }

  /** The property that holds a part of the code as the JSON of an element of the type. `allowed`: the codes that it may be. */
  place(part: CodePart, type: string, allowed: ReadonlySet<string> | undefined): string {
    const place = `p${this.#places++}`
    for (const [code, found] of this.#results) {
      const text = code?.[part]
      const isRefused = text === undefined || (part === 'code' && allowed && !allowed.has(text))
      found[place] = isRefused ? undefined : constantOf(type, text)
    }
    return place
  }
}

/** Whether the code map says something of a value, be it that it means nothing. */
export function listedTest({ column: { meaning }, codes }: Extract<Value, { kind: 'coded' }>): (value: Meaning) => boolean {
  const listed = new Set([...codes.pairs.keys()].map(from => meaningKey(meaning, from)))
  return value => listed.has(meaningKey(meaning, value))
}
