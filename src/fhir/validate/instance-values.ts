/** Values of an instance as invariants compare them. */
import { parsePartialDate, toPeriod } from '../dates.js'
import { ExactDecimal } from '../exact-decimal.js'
import { zoneOf } from '../zone.js'
import { type Instance, isInstance } from './instance.js'

/** The objects of a list, or the one that stands there. */
export const itemsOf = (value: unknown): readonly Instance[] =>
  Array.isArray(value) ? value.filter(isInstance) : isInstance(value) ? [value] : []

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

export const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : value instanceof ExactDecimal ? Number(value.text) : undefined

/** The one value of a choice, of whatever type. */
export function valueOfChoice(instance: Instance, stem: string): unknown {
  for (const name in instance) if (name.startsWith(stem) && isUpperCase(name, stem.length)) return instance[name]
  return undefined
}

export function isUpperCase(name: string, at: number): boolean {
  const code = name.charCodeAt(at)
  return code >= 65 && code <= 90
}

const london = zoneOf('Europe/London')

/**
 * A period's start is not after its end. Dates of unlike precision overlap: from 2015-03-04 to 2015 is in order. So a start counts by its
 * first instant and an end by its last, and a date without a time is one of London. What is no date is told of elsewhere.
 */
export function isInOrder(start: unknown, end: unknown): boolean {
  if (typeof start !== 'string' || typeof end !== 'string') return true
  // Two days, or two times of one offset, compare as texts: most do.
  if (start.length === end.length && (start.length === 10 || start.slice(19) === end.slice(19))) return start <= end
  const [first, last] = [parsePartialDate(start), parsePartialDate(end)]
  return !first || !last || !london || toPeriod(first, london).start < toPeriod(last, london).end
}

export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, place) => isSame(item, b[place]))
  if (a instanceof ExactDecimal && b instanceof ExactDecimal) return a.text === b.text
  if (!isInstance(a) || !isInstance(b)) return false
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every(name => isSame(a[name], b[name]))
}
