/** Local times and instants. */
import { monthOf, msPerDay, readLocal, toDayNumber, writeLocal, yearOf } from './calendar.js'

/** For years 0001 to 9999. A local time always has its seconds. */
export interface Zone {
  readonly name: string
  /** The instant of a local 'YYYY-MM-DDTHH:mm:ss[.fff]': in the fold the earlier offset, in the gap the instant of the change. Monotone. */
  toInstant(local: string): number
  /** The FHIR dateTime of a local time: '2021-07-01T10:00:00+01:00'; a local time in the gap becomes the instant of the change. */
  withOffset(local: string): string
  /**
   * The least local time (no trailing zeros in its fraction) whose instant is not before `instant`: `local >= leastLocal(i)` is
   * `toInstant(local) >= i`. Before the year 0001 it is that year's first second, beyond 9999 that year's last microsecond.
   */
  leastLocal(instant: number): string
}

/** A stretch of local times that share an offset, or the gap of a clock change, which is one instant. */
type Stretch =
  | {
      readonly kind: 'offset'
      readonly until: string
      readonly untilMs: number
      readonly offset: number
      readonly suffix: string | undefined
    }
  | { readonly kind: 'gap'; readonly until: string; readonly untilMs: number; readonly instant: number; readonly text: string }

const zones = new Map<string, Zone | undefined>()

/** A zone of the IANA database by its name, or undefined when there is none. */
export function zoneOf(name: string): Zone | undefined {
  if (!zones.has(name)) zones.set(name, openZone(name))
  return zones.get(name)
}

function openZone(name: string): Zone | undefined {
  const offsetAt = offsetReader(name)
  if (!offsetAt) return undefined
  const years: (Year | undefined)[] = []
  const yearAt = (year: number): Year => (years[year] ??= describeYear(year, findStretches(year, offsetAt)))
  const stretchOf = (local: string): Stretch => {
    const { stretches, months } = yearAt(yearOf(local))
    return months[monthOf(local)] ?? stretchAt(local, stretches)
  }
  return {
    name,
    toInstant: local => toInstant(local, stretchOf(local)),
    withOffset: local => withOffset(local, stretchOf(local)),
    leastLocal: instant => leastLocal(instant, year => yearAt(year).stretches),
  }
}

interface Year {
  readonly stretches: readonly Stretch[]
  /** From 1 on: the stretch that a month lies in whole. Most do, and then no texts need to be compared. */
  readonly months: readonly (Stretch | undefined)[]
}

function describeYear(year: number, stretches: readonly Stretch[]): Year {
  const months = Array.from({ length: 13 }, (_, month) => {
    const begin = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`
    const stretch = month === 0 ? undefined : stretchAt(`${begin}-01T00:00:00`, stretches)
    return stretch && `${begin}-31T23:59:60` < stretch.until ? stretch : undefined
  })
  return { stretches, months }
}

function toInstant(local: string, stretch: Stretch): number {
  return stretch.kind === 'gap' ? stretch.instant : readLocal(local) - stretch.offset
}

function withOffset(local: string, stretch: Stretch): string {
  if (stretch.kind === 'gap') return stretch.text
  // FHIR has no seconds in an offset, and local mean time (London's until 1847) needs them: only UTC tells that instant.
  return stretch.suffix === undefined ? `${writeLocal(readLocal(local) - stretch.offset)}Z` : local + stretch.suffix
}

function leastLocal(instant: number, stretchesOf: (year: number) => readonly Stretch[]): string {
  if (instant < firstMs - marginMs) return writeLocal(firstMs)
  if (instant >= beyondMs + marginMs) return lastLocal
  const year = Math.min(Math.max(new Date(instant).getUTCFullYear(), 1), 9999)
  let from = firstMs
  for (const stretch of stretchesOf(year)) {
    const local = stretch.kind === 'gap' ? from : instant + stretch.offset
    if (stretch.kind === 'gap' ? instant <= stretch.instant : local < stretch.untilMs) return writeLocal(Math.max(local, from))
    from = stretch.untilMs
  }
  return lastLocal
}

function stretchAt(local: string, stretches: readonly Stretch[]): Stretch {
  for (const stretch of stretches) if (local < stretch.until) return stretch
  throw new RangeError('A local time lies in the years 0001 to 9999.')
}

const firstMs = toDayNumber(1, 1, 1) * msPerDay
const beyondMs = toDayNumber(10_000, 1, 1) * msPerDay
/** Fit to be bound as a parameter on every engine, unlike a year 10000. */
const lastLocal = '9999-12-31T23:59:59.999999'
/** No local time, but greater than any. */
const afterLastLocal = '9999-12-31T24'
/** No zone is further than this from UTC, the crossing of the date line included. */
const marginMs = 3 * msPerDay
/** Two changes nearer to each other than this, that cancel out, would be missed; none is known. */
const strideMs = 5 * msPerDay

function findStretches(year: number, offsetAt: (instant: number) => number): readonly Stretch[] {
  const end = toDayNumber(year + 1, 1, 1) * msPerDay + marginMs
  const stretches: Stretch[] = []
  let at = toDayNumber(year, 1, 1) * msPerDay - marginMs
  let offset = offsetAt(at)
  while (at < end) {
    const next = Math.min(at + strideMs, end)
    if (offsetAt(next) === offset) {
      at = next
      continue
    }
    at = findChange(at, next, offset, offsetAt)
    const after = offsetAt(at)
    if (at + Math.max(offset, after) >= beyondMs) break
    stretches.push(stretchUntil(at + offset, offset))
    if (after > offset) stretches.push(gapUntil(at + after, after))
    offset = after
  }
  stretches.push({ ...stretchUntil(beyondMs - 1, offset), until: afterLastLocal, untilMs: beyondMs })
  return stretches
}

const stretchUntil = (untilMs: number, offset: number): Stretch => ({
  kind: 'offset',
  until: writeLocal(untilMs),
  untilMs,
  offset,
  suffix: suffixOf(offset),
})

function gapUntil(untilMs: number, offset: number): Stretch {
  const until = writeLocal(untilMs)
  const instant = untilMs - offset
  const suffix = suffixOf(offset)
  return { kind: 'gap', until, untilMs, instant, text: suffix === undefined ? `${writeLocal(instant)}Z` : until + suffix }
}

/** The first second with another offset than at `low`; `high` has another one. */
function findChange(low: number, high: number, offset: number, offsetAt: (instant: number) => number): number {
  let before = low / 1000
  let after = high / 1000
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (offsetAt(middle * 1000) === offset) before = middle
    else after = middle
  }
  return after * 1000
}

function suffixOf(offset: number): string | undefined {
  if (offset % 60_000 !== 0) return undefined
  const minutes = Math.abs(offset) / 60_000
  const twoDigits = (value: number): string => String(value).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`
}

const longOffset = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/

/** Reads the offset in milliseconds from 'GMT+01:00' or 'GMT-00:01:15', the only form of it that Intl gives with seconds. */
function offsetReader(timeZone: string): ((instant: number) => number) | undefined {
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  } catch {
    return undefined
  }
  return instant => {
    const [, sign, hours, minutes, seconds] = longOffset.exec(format.format(instant)) ?? []
    const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0)
    return (sign === '-' ? -size : size) * 1000
  }
}
