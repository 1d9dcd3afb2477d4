/** From what a column means to a part of its code: made once for each place where a code map is used. */
import { type Meaning, meaningKey } from './column.js'
import { constantOf } from './element-text.js'
import type { ResolvedCode, Value } from './shape.js'

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

/** Whether the code map says something of a value, be it that it means nothing. */
export function listedTest({ column: { meaning }, codes }: Extract<Value, { kind: 'coded' }>): (value: Meaning) => boolean {
  const listed = new Set([...codes.pairs.keys()].map(from => meaningKey(meaning, from)))
  return value => listed.has(meaningKey(meaning, value))
}
