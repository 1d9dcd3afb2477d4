/** Order and keyset position to SQL. Written out, never as row values: MariaDB seeks to neither `(a, b) < (?, ?)` nor knex's null order. */
import type { Field, Order, Scalar } from '../../src/spi/index.js'
import { type Compilation, columnOf, comparableOf, type Scope } from './compile-predicate.js'
import { allOf, anyOf, type Binding, type Encode, type Fragment, sql } from './fragment.js'

interface Term {
  readonly text: string
  readonly nullable: boolean
  readonly encode: Encode
  readonly literal: string | undefined
  readonly order: Order
}

/** `lacking` are the aliases that may be without a row. */
export function termsOf(
  orderBy: readonly Order[],
  scope: Scope,
  lacking: ReadonlySet<string>,
  compilation: Compilation,
): readonly Term[] {
  return orderBy.map(order => {
    const fields = 'coalesce' in order.by ? order.by.coalesce : [order.by]
    const { texts, encode, literal } = comparableOf(fields, scope, compilation)
    const mayBeNull = (field: Field) =>
      lacking.has(field.alias) || compilation.dialect.mayBeNull(columnOf(field, scope, compilation))
    const text = texts.length === 1 ? (texts[0] ?? '') : `coalesce(${texts.join(', ')})`
    return { text, nullable: fields.every(mayBeNull), encode, literal, order }
  })
}

/** Nulls get a rank of their own only where there are some and the database would put them at the wrong end: a rank hides an index. */
export function compileOrder(terms: readonly Term[], nullsAre: 'least' | 'greatest'): readonly string[] {
  return terms.flatMap(({ text, nullable, order: { direction, nulls } }) => {
    const naturally = (nullsAre === 'least') === (direction === 'asc') ? 'first' : 'last'
    const column = direction === 'asc' ? text : `${text} desc`
    if (nulls === naturally || !nullable) return [column]
    return [`case when ${text} is null then ${nulls === 'first' ? '0 else 1' : '1 else 0'} end`, column]
  })
}

/**
 * Strictly after the position: `a <= ? and (a < ? or (a = ? and b > ?))`. The first test is redundant, and is what an index seeks by
 * (7.7 times faster on MariaDB).
 */
export function compileAfter(terms: readonly Term[], after: readonly Scalar[], { takeSlot }: Compilation): Fragment {
  const steps = terms.map((term, place) =>
    stepOf(term, after[place] ?? null, { slot: takeSlot(), encode: term.encode, literal: term.literal }),
  )
  const [first] = steps
  const position = steps.reduceRight<Fragment | undefined>((rest, { beyond, at }) => {
    if (rest === undefined) return beyond
    const level = allOf([at, rest])
    return beyond === undefined ? level : anyOf([beyond, level])
  }, undefined)
  if (position === undefined) return anyOf([])
  return first?.bound === undefined || steps.length === 1 ? position : allOf([first.bound, position])
}

interface Step {
  /** Undefined: nothing is beyond. */
  readonly beyond: Fragment | undefined
  readonly at: Fragment
  /** At or beyond. Undefined: no bound. */
  readonly bound: Fragment | undefined
}

function stepOf({ text, nullable, order: { direction, nulls } }: Term, value: Scalar, binding: Binding): Step {
  if (value === null) {
    const at = sql`${text} is null`
    return nulls === 'first' ? { beyond: sql`${text} is not null`, at, bound: undefined } : { beyond: undefined, at, bound: at }
  }
  const [beyond, bound] = direction === 'asc' ? ['>', '>='] : ['<', '<=']
  const orNull = (test: Fragment) => (nulls === 'first' || !nullable ? test : anyOf([test, sql`${text} is null`]))
  return {
    beyond: orNull(sql`${text} ${beyond} ${binding}`),
    at: sql`${text} = ${binding}`,
    bound: orNull(sql`${text} ${bound} ${binding}`),
  }
}
