/**
 * Dates that are known to the year, the month or the day: the value is an interval, and its ends are tested on what is stored by
 * rounding the bound to whole intervals, up for its start and down for its end.
 */
import { addDays } from '../../fhir/calendar.js'
import type { Zone } from '../../fhir/zone.js'
import type { Comparison } from '../../spi/index.js'
import type { DateLevel, LevelPrecision, Meaning } from './column.js'
import { allOf, anyOf, type Inverse, inexact, never } from './inverse.js'

/** From the coarsest. */
const order: readonly LevelPrecision[] = ['year', 'month', 'day', 'minute', 'time']

export const coarser = (a: LevelPrecision, b: LevelPrecision): LevelPrecision => (order.indexOf(a) <= order.indexOf(b) ? a : b)

/** A local date or time cut to its precision, as FHIR writes it: minutes have their seconds. */
export function shorten(local: string, precision: LevelPrecision): string {
  switch (precision) {
    case 'year':
      return local.slice(0, 4)
    case 'month':
      return local.slice(0, 7)
    case 'day':
      return local.slice(0, 10)
    case 'minute':
      return local.length > 16 ? `${local.slice(0, 16)}:00` : local
    case 'time':
      return local
    default:
      return precision satisfies never
  }
}

/** The start of a date that may be partial, in full: as conditions compare it. */
export function startOf(value: Meaning, meaning: 'date' | 'dateTime'): string {
  const text = String(value)
  const day = text.length === 4 ? `${text}-01-01` : text.length === 7 ? `${text}-01` : text
  return meaning === 'date' || day.length > 10 ? day : `${day}T00:00:00`
}

// ── Bounds ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const inFull = (local: string): string => (local.length > 10 ? local : `${local}T00:00:00`)

const floorTo = (precision: LevelPrecision, local: string): string =>
  inFull(startOf(shorten(inFull(local), precision), 'dateTime'))

/** Undefined beyond the year 9999. */
function ceilTo(precision: LevelPrecision, local: string): string | undefined {
  const floor = floorTo(precision, local)
  return floor === inFull(local) ? floor : nextAfter(precision, floor)
}

function nextAfter(precision: LevelPrecision, floor: string): string | undefined {
  const [year, month] = [Number(floor.slice(0, 4)), Number(floor.slice(5, 7))]
  const date = (y: number, m: number) =>
    y > 9999 ? undefined : `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-01T00:00:00`
  switch (precision) {
    case 'year':
      return date(year + 1, 1)
    case 'month':
      return month === 12 ? date(year + 1, 1) : date(year, month + 1)
    case 'day':
      return floor.startsWith('9999-12-31') ? undefined : `${addDays(floor.slice(0, 10), 1)}T00:00:00`
    case 'minute':
      return afterSeconds(floor, 60)
    case 'time':
      return afterSeconds(floor, 1)
    default:
      return precision satisfies never
  }
}

function afterSeconds(local: string, seconds: number): string | undefined {
  const next = new Date(Date.parse(`${local.slice(0, 19)}Z`) + seconds * 1000).toISOString()
  return next.startsWith('+') ? undefined : next.slice(0, 19)
}

const fromUp = (level: DateLevel, bound: string | undefined): Inverse => (bound === undefined ? never : level.from(bound))

/** Before the end of time is any date at all. */
const beforeUp = (level: DateLevel, bound: string | undefined, present: Inverse): Inverse =>
  bound === undefined ? present : level.before(bound)

const overLevels = (levels: readonly DateLevel[], test: (level: DateLevel) => Inverse): Inverse =>
  anyOf(levels.map(level => allOf([level.when, test(level)])))

// ── Searches ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What the zone gives for any instant beyond the year 9999. */
const beyond = '9999-12-31T23:59:59.999999'

/** Where the ranges of the dates lie against an instant. An element of type date has no time, whatever the column holds. */
export function levelTests(column: readonly DateLevel[], type: string, zone: Zone, present: Inverse) {
  const levels = type === 'date' ? column.map(level => ({ ...level, precision: coarser(level.precision, 'day') })) : column
  const startsFrom = (instant: number) => {
    const local = zone.leastLocal(instant)
    return local === beyond ? never : overLevels(levels, level => fromUp(level, ceilTo(level.precision, local)))
  }
  const startsBefore = (instant: number) => {
    const local = zone.leastLocal(instant)
    if (local === beyond) return present
    return overLevels(levels, level => beforeUp(level, ceilTo(level.precision, local), present))
  }
  const isTime = ({ precision }: DateLevel) => precision === 'time' || precision === 'minute'
  // A time is one second, or one millisecond where the stored value has a fraction.
  const isWhole = (instant: number) => instant % 1000 === 0
  const timeBound = (level: DateLevel, is: 'from' | 'before', instant: number) => {
    const bound = ceilTo(level.precision, zone.leastLocal(instant))
    return is === 'from' ? fromUp(level, bound) : beforeUp(level, bound, present)
  }
  const endsBy = (instant: number) => {
    const local = zone.leastLocal(instant)
    if (local === beyond) return present
    return overLevels(levels, level => {
      if (!isTime(level)) return level.before(floorTo(level.precision, local))
      const starts = timeBound(level, 'before', instant)
      return isWhole(instant) ? starts : inexact(starts)
    })
  }
  const endsAfter = (instant: number) => {
    const local = zone.leastLocal(instant)
    if (local === beyond) return never
    return overLevels(levels, level => {
      if (!isTime(level)) return level.from(floorTo(level.precision, local))
      return isWhole(instant) ? timeBound(level, 'from', instant) : inexact(timeBound(level, 'from', instant - 1000))
    })
  }
  return { startsFrom, startsBefore, endsBy, endsAfter, present }
}

// ── Conditions ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** The start of the date against a literal. Below a second nothing is told apart here: the row itself is. */
export function compareLevels(
  levels: readonly DateLevel[],
  is: Exclude<Comparison, 'eq'>,
  text: string,
  present: Inverse,
): Inverse {
  const local = inFull(text)
  return overLevels(levels, level => {
    const { precision } = level
    const bound = is === 'ge' || is === 'lt' ? ceilTo(precision, local) : nextAfter(precision, floorTo(precision, local))
    if (precision === 'time' && is === 'gt') return inexact(level.from(local))
    const compared = is === 'ge' || is === 'gt' ? fromUp(level, bound) : beforeUp(level, bound, present)
    return precision === 'time' && is === 'le' ? inexact(compared) : compared
  })
}

export function equalsLevels(levels: readonly DateLevel[], text: string, present: Inverse): Inverse {
  const local = inFull(startOf(text, 'dateTime'))
  return overLevels(levels, level => {
    const { precision } = level
    if (ceilTo(precision, local) !== local && precision !== 'time') return never
    const start = precision === 'time' ? local.slice(0, 19) : local
    const equal = allOf([level.from(start), beforeUp(level, nextAfter(precision, start), present)])
    return precision === 'time' ? inexact(equal) : equal
  })
}
