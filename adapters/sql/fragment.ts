/** A piece of SQL with what is bound in it, in order. */
import type { Scalar } from '../../src/spi/index.js'

/** What is bound at a `?`: the value in one slot of the query (see shape.ts), in the form that the driver wants. */
export interface Binding {
  readonly slot: number
  readonly encode: Encode
  /** What stands for it, with one `?`; the bare `?` when absent. It may give the value its type: `?::numeric`. */
  readonly literal?: string | undefined
}
export type Encode = (value: Scalar) => unknown

export interface Fragment {
  readonly text: string
  readonly bindings: readonly Binding[]
}

/** SQL as a template: a string is SQL, a fragment is put in its place, a binding becomes `?`. */
export function sql(strings: TemplateStringsArray, ...parts: readonly (string | Fragment | Binding)[]): Fragment {
  let text = strings[0] ?? ''
  const bindings: Binding[] = []
  for (const [index, part] of parts.entries()) {
    if (typeof part === 'string') text += part
    else if ('text' in part) {
      text += part.text
      bindings.push(...part.bindings)
    } else {
      text += part.literal ?? '?'
      bindings.push(part)
    }
    text += strings[index + 1] ?? ''
  }
  return { text, bindings }
}

export const joinFragments = (fragments: readonly Fragment[], separator: string): Fragment => ({
  text: fragments.map(fragment => fragment.text).join(separator),
  bindings: fragments.flatMap(fragment => fragment.bindings),
})

/** All must hold; of nothing, true. Safe to stand beside any operator. */
export const allOf = (fragments: readonly Fragment[]): Fragment => combine(fragments, ' and ', '1 = 1')

/** One must hold; of nothing, false. */
export const anyOf = (fragments: readonly Fragment[]): Fragment => combine(fragments, ' or ', '1 = 0')

function combine(fragments: readonly Fragment[], separator: string, ofNothing: string): Fragment {
  const [first, second] = fragments
  if (first === undefined) return sql`${ofNothing}`
  return second === undefined ? first : sql`(${joinFragments(fragments, separator)})`
}
