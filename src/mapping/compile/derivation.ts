/** A column whose meaning is worked out from other meanings: a part of a text, a scaled number, a date of several columns. */
import type { Comparison, Folding, TextMatch } from '../../spi/index.js'
import type { ColumnBinding, Meaning } from './column.js'
import type { Inverse } from './inverse.js'

export interface Derivation {
  /** The fact that does it: `scale`, `of`, `parse`. */
  readonly fact: string
  /** The name that maps use. */
  readonly column: string
  /** What `read` takes, in order. */
  readonly from: readonly ColumnBinding[]
  read(...values: readonly (Meaning | undefined)[]): Meaning | undefined
  /** A first value without a meaning is a fault of the data, and is counted. */
  readonly mustRead: boolean
  /** How conditions compare a value, where that is another than the one that is emitted: a partial date by its start. */
  comparable?(value: Meaning): Meaning
  present(): Inverse
  /** The meaning, as conditions compare it, equals `text`. */
  equals(text: string): Inverse
  compare(is: Exclude<Comparison, 'eq'>, text: string): Inverse
  text(match: TextMatch, folding: Folding, value: string): Inverse
  /** Of dates: by how much of them is known. */
  dateLevels?(): readonly DateLevel[]
}

/** The rows whose dates are known to one precision. */
export interface DateLevel {
  readonly precision: LevelPrecision
  readonly when: Inverse
  /** The date as it is stored, from `local` on or before it. `local` needs no more than the level's precision. */
  from(local: string): Inverse
  before(local: string): Inverse
}

/** `time` is to the second, or as far as the column goes. */
export type LevelPrecision = 'year' | 'month' | 'day' | 'minute' | 'time'
