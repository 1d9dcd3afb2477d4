/** A day that is asked of a column with times, as a range that an index serves. */
import type { Comparison } from '../../src/spi/index.js'
import { allOf, type Fragment, sql } from './fragment.js'

/** `nextDay` is the day after `day`. */
export function seekDay(column: string, is: Comparison, day: Fragment, nextDay: Fragment): Fragment {
  const [from, until] = [sql`${column} >= ${day}`, sql`${column} < ${nextDay}`]
  switch (is) {
    case 'eq':
      return allOf([from, until])
    case 'lt':
    case 'le':
      return until
    default:
      return from
  }
}
