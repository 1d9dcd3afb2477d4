/** Date parameters: ranges of instants against ranges of instants. https://hl7.org/fhir/STU3/search.html#date */
import { type Period, parsePartialDate, toPeriod } from '../../fhir/dates.js'
import type { Zone } from '../../fhir/zone.js'
import { unescapeValue } from '../escaping.js'
import { propertyOf } from '../property-of.js'
import type { ValueTest } from '../route.js'
import type { DateValue, Prefix } from '../search.js'
import { prefixes, printPrefix, splitPrefix } from './prefix.js'
import { type Problem, problem } from './problem.js'

export function parseDate(escaped: string): DateValue | Problem {
  const text = unescapeValue(escaped)
  const split = splitPrefix(text)
  if (split === undefined) return problem(`A date takes one of the prefixes ${prefixes.join(', ')}.`)
  // The + of an offset that nobody percent-encoded has become a blank; nothing else could stand there.
  const date = parsePartialDate(split.rest.replace(/(T\S*) (?=\d\d:\d\d$)/, '$1+'))
  if (date === undefined) {
    return problem(
      'Write a date of the calendar: 2015, 2015-02, 2015-02-07 or 2015-02-07T13:28:17Z, with or without a prefix such as ge.',
    )
  }
  return { kind: 'date', prefix: split.prefix, date }
}

export const printDate = ({ prefix, date }: DateValue): string => printPrefix(prefix) + date.text

/** A Timing has no single range and matches nothing. */
export function dateTest(value: DateValue, type: string, zone: Zone): ValueTest {
  const searched = toPeriod(value.date, zone)
  const rangeOf = type === 'Period' ? rangeOfPeriod : type === 'Timing' ? () => undefined : rangeOfDate
  return node => {
    const range = rangeOf(node, zone)
    return range !== undefined && isMatch(value.prefix, searched, range)
  }
}

/** `gt`, `lt`, `ge` and `le` ask whether any instant of the target lies on that side (overlap with the half line). */
function isMatch(prefix: Prefix, searched: Period, target: Period): boolean {
  switch (prefix) {
    case 'eq':
      return searched.start <= target.start && target.end <= searched.end
    case 'ne':
      return searched.start > target.start || target.end > searched.end
    case 'gt':
      return target.end > searched.end
    case 'lt':
      return target.start < searched.start
    case 'ge':
      return target.end > searched.start
    case 'le':
      return target.start < searched.end
    case 'sa':
      return target.start >= searched.end
    case 'eb':
      return target.end <= searched.start
    case 'ap':
      return target.end > searched.start && target.start < searched.end
    default:
      return prefix satisfies never
  }
}

function rangeOfDate(node: unknown, zone: Zone): Period | undefined {
  const date = typeof node === 'string' ? parsePartialDate(node) : undefined
  return date === undefined ? undefined : toPeriod(date, zone)
}

/** An open end is unbounded. */
function rangeOfPeriod(node: unknown, zone: Zone): Period | undefined {
  const start = rangeOfDate(propertyOf(node, 'start'), zone)
  const end = rangeOfDate(propertyOf(node, 'end'), zone)
  if (start === undefined && end === undefined) return undefined
  return { start: start?.start ?? Number.NEGATIVE_INFINITY, end: end?.end ?? Number.POSITIVE_INFINITY }
}
