/** Ranges of time as STU3 reads them, worked out apart from the product: Europe/London by Intl. https://hl7.org/fhir/STU3/search.html#date */

/** Half-open, in milliseconds; an open end is infinite. */
export interface Range {
  readonly start: number
  readonly end: number
}

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
})
const minute = 60_000
const day = 24 * 60 * minute

/** How far the clocks of London were ahead of UTC at an instant. */
function ahead(instant: number): number {
  const parts = new Map(clock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0
  const shown = utc([part('year'), part('month'), part('day'), part('hour'), part('minute'), part('second'), 0])
  return shown - Math.floor(instant / 1000) * 1000
}

type Fields = readonly [year: number, month: number, day: number, hour: number, minute: number, second: number, ms: number]

/** Date.UTC takes the year 99 for 1999. */
function utc([year, month, dayOfMonth, hour, minutes, seconds, ms]: Fields): number {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, dayOfMonth)
  date.setUTCHours(hour, minutes, seconds, ms)
  return date.getTime()
}

/** A time that came twice is the first; one that never came is the instant of the change. */
function london(fields: Fields): number {
  const local = utc(fields)
  const candidates = [ahead(local - day), ahead(local + day)].map(offset => local - offset)
  const real = candidates.filter(instant => instant + ahead(instant) === local)
  return real.length > 0 ? Math.min(...real) : changeBetween(local - day, local + day)
}

function changeBetween(from: number, to: number): number {
  const before = ahead(from)
  let low = from
  let high = to
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (ahead(middle) === before) low = middle
    else high = middle
  }
  return high
}

const known = new Map<string, Range | undefined>()

/** The instants that a FHIR date may mean; undefined when it is none. */
export function rangeOf(text: string): Range | undefined {
  if (!known.has(text)) known.set(text, readRange(text))
  return known.get(text)
}

const shape = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/

function readRange(text: string): Range | undefined {
  const match = shape.exec(text)
  if (match === null) return undefined
  const [, year, month, dayOfMonth, hour, minutes, seconds, fraction, offset] = match
  const at = (fields: Partial<Record<'year' | 'month' | 'day', number>>): number =>
    london([fields.year ?? Number(year), fields.month ?? Number(month ?? 1), fields.day ?? Number(dayOfMonth ?? 1), 0, 0, 0, 0])
  if (month === undefined) return { start: at({}), end: at({ year: Number(year) + 1 }) }
  if (dayOfMonth === undefined) return { start: at({}), end: at({ month: Number(month) + 1 }) }
  if (hour === undefined) return { start: at({}), end: at({ day: Number(dayOfMonth) + 1 }) }
  const ms = Number((fraction ?? '').padEnd(3, '0').slice(0, 3))
  const fields: Fields = [
    Number(year),
    Number(month),
    Number(dayOfMonth),
    Number(hour),
    Number(minutes),
    Number(seconds ?? 0),
    ms,
  ]
  const start = offset === undefined ? london(fields) : utc(fields) - minutesOf(offset) * minute
  return { start, end: start + (seconds === undefined ? minute : fraction === undefined ? 1000 : 1) }
}

function minutesOf(offset: string): number {
  if (offset === 'Z') return 0
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4))
  return offset.startsWith('-') ? -minutes : minutes
}

/** What each prefix asks of the element's range, given the range that is searched. No prefix is eq. */
const comparisons: Readonly<Record<string, (element: Range, searched: Range) => boolean>> = {
  eq: (element, searched) => element.start >= searched.start && element.end <= searched.end,
  ne: (element, searched) => element.start < searched.start || element.end > searched.end,
  gt: (element, searched) => element.end > searched.end,
  lt: (element, searched) => element.start < searched.start,
  ge: (element, searched) => element.end > searched.start,
  le: (element, searched) => element.start < searched.end,
  sa: (element, searched) => element.start >= searched.end,
  eb: (element, searched) => element.end <= searched.start,
  ap: (element, searched) => element.start < searched.end && element.end > searched.start,
}

export function dateMatches(element: Range, searched: string): boolean {
  const prefix = /^[a-z]{2}/.exec(searched)?.[0]
  const range = rangeOf(prefix === undefined ? searched : searched.slice(2))
  const compare = comparisons[prefix ?? 'eq']
  if (range === undefined || compare === undefined) throw new Error(`The judge can not read the date ${searched}.`)
  return compare(element, range)
}
