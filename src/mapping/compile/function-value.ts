/** Values from functions that an author wrote: called with their faults contained, and searched where they say how. */
import type { Meaning } from './column.js'
import { columnEquals, columnPresent } from './column-inverse.js'
import { constantOf, type Json } from './element-text.js'
import { allOf, always, anyOf, fromBoolean, type Inverse, negate, unsupported } from './inverse.js'
import type { FunctionValue } from './shape.js'

/** From the values of its columns, in order, to the JSON of an element; what it throws or what is not of the type is a dropped value. */
export function functionCaller(value: FunctionValue, type: string, codes: ReadonlySet<string> | undefined) {
  return (columns: readonly (Meaning | undefined)[], dropped: () => void): Json | undefined => {
    const result = callSafely(value, withConstants(value, columns))
    if (result === null) return undefined
    const text = result === undefined ? undefined : String(result)
    const json = text === undefined || (codes && !codes.has(text)) ? undefined : constantOf(type, text)
    if (json === undefined) dropped()
    return json
  }
}

/** Null when there is no value, undefined when it failed. */
function callSafely({ call }: FunctionValue, args: readonly (Meaning | null)[]): Meaning | null | undefined {
  try {
    const result = call(...args)
    if (result === undefined || result === null || result === '') return null
    return typeof result === 'string' || typeof result === 'number' || typeof result === 'boolean' ? result : undefined
  } catch {
    return undefined
  }
}

function withConstants({ args }: FunctionValue, columns: readonly (Meaning | undefined)[]): readonly (Meaning | null)[] {
  let next = 0
  return args.map(arg => (arg.kind === 'constant' ? arg.text : (columns[next++] ?? null)))
}

/** The arguments that the inverse names, as far as the function gives the text for them. */
export function functionEquals(value: FunctionValue, text: string): Inverse {
  const tuples = argumentsFor(value, text)
  if (tuples === undefined) return unsupported(`The function ${value.name} says not, or not for this value, what it is made of.`)
  const fitting = tuples.filter(args => {
    const result = args.length === value.args.length ? callSafely(value, args) : undefined
    return result !== undefined && result !== null && String(result) === text
  })
  return anyOf(fitting.map(args => allOf(args.map((wanted, index) => argumentIs(value.args[index], wanted)))))
}

function argumentsFor({ inverse }: FunctionValue, text: string): readonly (readonly (Meaning | null)[])[] | undefined {
  try {
    const found = inverse?.(text)
    return Array.isArray(found) && found.every(Array.isArray) ? found : undefined
  } catch {
    return undefined
  }
}

function argumentIs(arg: FunctionValue['args'][number] | undefined, wanted: Meaning | null): Inverse {
  if (!arg) return always
  if (arg.kind === 'constant') return fromBoolean(arg.text === wanted)
  return wanted === null ? negate(columnPresent(arg.column)) : columnEquals(arg.column, String(wanted))
}
