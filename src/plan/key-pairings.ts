/** How the key of a reference meets the key of its target in the source: what a chain joins by. */
import { type ColumnBinding, columnName } from '../mapping/compile/column.js'
import { columnEquals } from '../mapping/compile/column-inverse.js'
import { allOf, always, type Inverse } from '../mapping/compile/inverse.js'
import { valueEquals } from '../mapping/compile/invert-value.js'
import { haveEqualFacts } from '../mapping/compile/resolve-condition.js'
import { resultsOf } from '../mapping/compile/resolve-reference.js'
import type { PrimitiveShape, ReferenceTarget } from '../mapping/compile/shape.js'

/** One way in which the two keys can be equal. */
export interface KeyPairing {
  /** Columns that are equal as they are stored. */
  readonly pairs: readonly (readonly [outer: ColumnBinding, inner: ColumnBinding])[]
  /** Tests on the row that refers. */
  readonly here: Inverse
  /** Tests on the row that is referred to. */
  readonly there: Inverse
}

/** More results of code maps than this are not asked one by one. */
const maxPairings = 20

/** All of them; or why there are none that a source could decide. */
export function keyPairings(key: readonly PrimitiveShape[], target: ReferenceTarget): readonly KeyPairing[] | string {
  let pairings: readonly KeyPairing[] = [{ pairs: [], here: always, there: always }]
  for (const [index, part] of key.entries()) {
    const inner = target.key[index]
    const found = inner && pairingsOf(part, inner, target)
    if (found === undefined || typeof found === 'string') return found ?? `${target.map} has a shorter key.`
    pairings = pairings.flatMap(before => found.map(after => both(before, after)))
    if (pairings.length > maxPairings) return `The reference to ${target.map} has too many keys to ask for one by one.`
  }
  return pairings
}

const both = (a: KeyPairing, b: KeyPairing): KeyPairing => ({
  pairs: [...a.pairs, ...b.pairs],
  here: allOf([a.here, b.here]),
  there: allOf([a.there, b.there]),
})

function pairingsOf(part: PrimitiveShape, inner: ColumnBinding, { map }: ReferenceTarget): readonly KeyPairing[] | string {
  const { value } = part
  const constant = (text: string): KeyPairing => ({ pairs: [], here: valueEquals(part, text), there: columnEquals(inner, text) })
  switch (value.kind) {
    case 'column':
      return areStoredAlike(value.column, inner)
        ? [{ pairs: [[value.column, inner]], here: always, there: always }]
        : `The key of ${map} is stored in another way than the reference to it, and a chain compares them as they are stored.`
    case 'constant':
      return [constant(value.text)]
    case 'coded':
      return resultsOf(value.codes).map(constant)
    default:
      return `The reference to ${map} is put together (${value.kind}), and a chain compares it with ${columnName(inner)} in the source. Make a view that has the key as a column.`
  }
}

/** Equal as stored means equal: not so of numbers in text, where 007 is 7. */
const areStoredAlike = (column: ColumnBinding, key: ColumnBinding): boolean =>
  haveEqualFacts(column, key) && !column.mask && (!column.format || column.field.type !== 'string')
