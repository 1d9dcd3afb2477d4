/** FHIR dates and what they may mean. https://hl7.org/fhir/STU3/datatypes.html#date and search.html#date */
import { addDays, daysInMonth, readLocal } from './calendar.js'
import type { Zone } from './zone.js'

export type DatePrecision = 'year' | 'month' | 'day' | 'minute' | 'second' | 'fraction'

/** A date of FHIR as written, checked: '2015', '2015-02', '2015-02-07', '2015-02-07T13:28[:17[.239]][Z|+01:00]'. */
export interface PartialDate {
  readonly text: string
  readonly precision: DatePrecision
  /** True when the text carries Z or an offset. */
  readonly zoned: boolean
}

/** Half-open [start, end), in milliseconds since 1970-01-01T00:00Z. */
export interface Period {
  readonly start: number
  readonly end: number
}

const shape =
  /^(?!0000)(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01])(?:T(?:[01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?)?)?)?$/

/** Undefined when the text is no date of the calendar: 30 February, 24:00, a leap second, a year 0000. */
export function parsePartialDate(text: string): PartialDate | undefined {
  const match = shape.exec(text)
  if (!match) return undefined
  const [, year, month, day, second, fraction, offset] = match
  if (day !== undefined && Number(day) > daysInMonth(Number(year), Number(month))) return undefined
  return { text, precision: precisionOf(text.length, second, fraction), zoned: offset !== undefined }
}

function precisionOf(length: number, second: string | undefined, fraction: string | undefined): DatePrecision {
  if (length === 4) return 'year'
  if (length === 7) return 'month'
  if (length === 10) return 'day'
  return second === undefined ? 'minute' : fraction === undefined ? 'second' : 'fraction'
}

/** The last instant that a date without a time can reach, told from the local time just before midnight. */
const endOfDays = '9999-12-31T23:59:59.999'

/**
 * The instants that a date may mean: '2015' is [2015-01-01, 2016-01-01) in the zone, and a day of a clock change has
 * 23 or 25 hours. A fraction of a second means its millisecond, however many digits it has. A date without a time
 * never has an offset, so `zone` decides.
 */
export function toPeriod(date: PartialDate, zone: Zone): Period {
  const { text, precision } = date
  switch (precision) {
    case 'year':
      return fromMidnights(`${text}-01-01`, `${text}-12-31`, zone)
    case 'month':
      return fromMidnights(`${text}-01`, `${text}-${daysInMonth(Number(text.slice(0, 4)), Number(text.slice(5)))}`, zone)
    case 'day':
      return fromMidnights(text, text, zone)
    case 'minute':
      return lasting(60_000, date, zone)
    case 'second':
      return lasting(1000, date, zone)
    case 'fraction':
      return lasting(1, date, zone)
    default:
      return precision satisfies never
  }
}

function fromMidnights(first: string, last: string, zone: Zone): Period {
  const start = zone.toInstant(`${first}T00:00:00`)
  const end = last === '9999-12-31' ? zone.toInstant(endOfDays) + 1 : zone.toInstant(`${addDays(last, 1)}T00:00:00`)
  return { start, end }
}

// Counted from the start and not to the next local time: in the fold that would be an hour away, in the gap nothing.
function lasting(milliseconds: number, date: PartialDate, zone: Zone): Period {
  const start = date.zoned ? readZoned(date.text) : zone.toInstant(date.precision === 'minute' ? `${date.text}:00` : date.text)
  return { start, end: start + milliseconds }
}

function readZoned(text: string): number {
  if (text.endsWith('Z')) return readLocal(text.slice(0, -1))
  const at = text.length - 6
  const minutes = Number(text.slice(at + 1, at + 3)) * 60 + Number(text.slice(at + 4))
  return readLocal(text.slice(0, at)) - (text[at] === '-' ? -minutes : minutes) * 60_000
}
