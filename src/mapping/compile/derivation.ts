/** What is known of a date: the year, the month, the day, or the time. */
import type { Inverse } from './inverse.js'

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
