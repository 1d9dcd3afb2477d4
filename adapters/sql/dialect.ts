/** Where databases differ: small named operations. The rest of SQL is in the files beside this one. */
import type { Comparison, EntityPlace, EntityRef, Field, Folding, Scalar, TextMatch } from '../../src/spi/index.js'
import type { Encode, Fragment } from './fragment.js'

/** A field of a query with its place in the database. */
export interface Column {
  readonly field: Field
  /** Of its entity. */
  readonly place: EntityPlace
  /** No column but an expression: nothing is known of what it gives. */
  readonly isExpression: boolean
  /** `"p"."SURNAME"` */
  readonly sql: string
}

/** Columns brought to one form in which the database compares as the contract says, and a literal's form beside them. */
export interface Comparable {
  /** One expression for each column. */
  readonly texts: readonly string[]
  readonly encode: Encode
  /** How a literal is written: see Binding. */
  readonly literal?: string
}

export type Decode = (value: unknown) => Scalar

export interface Dialect {
  /** What knex calls it. */
  readonly client: string
  /** Where nulls stand in an ascending order, unless told otherwise. */
  readonly nullsAre: 'least' | 'greatest'
  quote(name: string): string
  /** The entity's full name, quoted; a native query in brackets. */
  entity(place: EntityPlace): string
  /**
   * Of one column, of two that are compared, or of all in a `coalesce`. `is` is how a literal is then compared; absent where the literal is a
   * value of the column itself.
   */
  comparable(columns: readonly Column[], is?: Comparison): Comparable
  /**
   * The column with null in place of what is no value of its type, where the database lets a column hold such a thing. Absent: it does
   * not. Undefined: nothing such is stored.
   */
  readable?(column: Column): string | undefined
  /** False only when no row of the entity lacks a value in this column. */
  mayBeNull(column: Column): boolean
  /**
   * A test that an index can serve and that holds wherever the exact one does, if there is one. Asked only where `comparable` does not leave
   * the column as it stands. `value` is comparable.
   */
  seek(column: Column, is: Comparison, value: Fragment): Fragment | undefined
  /**
   * The same of a list of literals, as one test. Absent: no such test is better than the seeks of its literals.
   */
  seekAmong?(column: Column, values: readonly Fragment[]): Fragment | undefined
  /** `slot` is the place of the text that is looked for. Never asked for exact equality. */
  match(column: Column, match: TextMatch, folding: Folding, slot: number): Fragment
  /** From what the driver gives to a Scalar; undefined when they are the same. Nulls are not asked about. */
  decode(field: Field): Decode | undefined
  /** The last word on the text that knex wrote, in which every `?` is a binding. */
  finish(text: string): string
}

/** `"p"`; a `?` in a name is hidden from knex, which would take it for a binding. */
export const quoteName = (dialect: Dialect, name: string): string => hideQuestionMarks(dialect.quote(name))

/** `"GP_PATIENT" as "p"` */
export const fromEntity = (dialect: Dialect, place: EntityPlace, { alias }: EntityRef): string =>
  `${hideQuestionMarks(dialect.entity(place))} as ${quoteName(dialect, alias)}`

export const hideQuestionMarks = (text: string): string => text.replaceAll('?', hiddenQuestionMark)

export const showQuestionMarks = (text: string): string => text.replaceAll(hiddenQuestionMark, '?')

const hiddenQuestionMark = '\u{f8ff}'
