/** Date searches as tests on rows, bounds converted exactly to what the column stores. https://hl7.org/fhir/STU3/search.html#date */
import { addDays } from '../../fhir/calendar.js'
import { type Period, toPeriod } from '../../fhir/dates.js'
import type { Zone } from '../../fhir/zone.js'
import type { DateValue, Prefix } from '../../search/search.js'
import type { Literal } from '../../spi/index.js'
import { isDateStorage, isOrdered } from '../language/date-format.js'
import type { ColumnBinding, DateLevel } from './column.js'
import { columnIn, columnPresent, readable, storedDate, withoutSentinels } from './column-inverse.js'
import type { Clock } from './condition.js'
import { levelTests } from './date-levels.js'
import { allOf, always, anyOf, type Inverse, inexact, negate, never, rows, undecided, unsupported } from './inverse.js'
import { childPresent, find, type Leaf, matchObject } from './invert.js'
import type { ObjectShape, PrimitiveShape } from './shape.js'

/** Tests on where an element's range [start, end) lies, against an instant. Each implies that there is a value. */
interface RangeTests {
  startsFrom(instant: number): Inverse
  startsBefore(instant: number): Inverse
  endsBy(instant: number): Inverse
  endsAfter(instant: number): Inverse
  readonly present: Inverse
  /** Of a range with few values: exact where an order of what is stored would tell nothing. */
  isOneIn?(start: number, end: number): Inverse | undefined
}

export const dateLeaf =
  ({ prefix, date }: DateValue, zone: Zone, clock: Clock): Leaf =>
  shape => {
    const tests =
      shape.kind === 'primitive'
        ? primitiveTests(shape, zone)
        : shape.type === 'Period'
          ? periodTests(shape, zone, clock)
          : undefined
    if (!tests) return unsupported(`${shape.type} has no date search here.`)
    return 'kind' in tests ? tests : prefixHolds(prefix, toPeriod(date, zone), tests)
  }

/** gt, lt, ge and le hold when the element overlaps the half line that they name; ge and le count the search's own range to it. */
function prefixHolds(prefix: Prefix, { start, end }: Period, tests: RangeTests): Inverse {
  const contained = () => tests.isOneIn?.(start, end) ?? allOf([tests.startsFrom(start), tests.endsBy(end)])
  switch (prefix) {
    case 'eq':
      return contained()
    case 'ne':
      return allOf([tests.present, negate(contained())])
    case 'gt':
      return tests.endsAfter(end)
    case 'lt':
      return tests.startsBefore(start)
    case 'ge':
      return tests.endsAfter(start)
    case 'le':
      return tests.startsBefore(end)
    case 'sa':
      return tests.startsFrom(end)
    case 'eb':
      return tests.endsBy(start)
    case 'ap':
      return allOf([tests.startsBefore(end), tests.endsAfter(start)])
    default:
      return prefix satisfies never
  }
}

function primitiveTests(shape: PrimitiveShape, zone: Zone): RangeTests | Inverse {
  const { value } = shape
  if (value.kind === 'column') return columnTests(value.column, shape.type, zone)
  return unsupported(`A date that comes from a ${value.kind} value can not be searched.`)
}

function columnTests(column: ColumnBinding, type: string, searched: Zone): RangeTests | Inverse {
  const { meaning, zone, derived } = column
  if (meaning !== 'date' && meaning !== 'dateTime' && meaning !== 'instant') return never
  if (derived?.dateLevels) return partialTests(column, derived.dateLevels(), type, searched)
  return meaning === 'date' || type === 'date' ? dayTests(column, searched) : timeTests(column, zone)
}

/** Times have the offset of the source's zone; days, months and years have none and are read as searches are. */
function partialTests(column: ColumnBinding, levels: readonly DateLevel[], type: string, searched: Zone): RangeTests {
  const isTimed = ({ precision }: DateLevel) => type !== 'date' && (precision === 'time' || precision === 'minute')
  const timed = levels.filter(isTimed)
  if (type === 'instant') return levelTests(timed, type, column.zone, allOf([columnPresent(column), undecided]))
  const present = columnPresent(column)
  const times = levelTests(timed, type, column.zone, present)
  const days = levelTests(
    levels.filter(level => !isTimed(level)),
    type,
    searched,
    present,
  )
  return {
    startsFrom: instant => anyOf([times.startsFrom(instant), days.startsFrom(instant)]),
    startsBefore: instant => anyOf([times.startsBefore(instant), days.startsBefore(instant)]),
    endsBy: instant => anyOf([times.endsBy(instant), days.endsBy(instant)]),
    endsAfter: instant => anyOf([times.endsAfter(instant), days.endsAfter(instant)]),
    present,
  }
}

/** The element is a day without an offset: [00:00, 24:00) of the zone in which searches are read, whatever the source's is. */
function dayTests(column: ColumnBinding, zone: Zone): RangeTests {
  const midnight = (day: string) => (column.meaning === 'date' ? day : `${day}T00:00:00`)
  const dayOf = (instant: number) => {
    const local = zone.leastLocal(instant)
    // What lies past 9999 is told by microseconds, which no instant has. The last day ends there.
    return local.endsWith('.999999') ? addDays(local.slice(0, 10), 1) : local.slice(0, 10)
  }
  const firstDayFrom = (instant: number) => {
    const local = zone.leastLocal(instant)
    return local.endsWith('T00:00:00') ? local.slice(0, 10) : addDays(local.slice(0, 10), 1)
  }
  return {
    startsFrom: instant => from(column, midnight(firstDayFrom(instant))),
    startsBefore: instant => before(column, midnight(firstDayFrom(instant))),
    endsBy: instant => before(column, midnight(dayOf(instant))),
    endsAfter: instant => from(column, midnight(dayOf(instant))),
    present: columnPresent(column),
    isOneIn: (start, end) => (sortsByText(column) ? undefined : oneOfDays(column, firstDayFrom(start), dayOf(end))),
  }
}

/** Where 05/03/1983 does not stand in the order of time, a few days are found by name, and by an index. */
const mostSpellings = 64

/** Beyond them text has another order. */
const plainDay = /^(?!0000)\d{4}-\d\d-\d\d$/

function oneOfDays(column: ColumnBinding, first: string, end: string): Inverse | undefined {
  if (![first, end].every(day => plainDay.test(day))) return undefined
  const days: string[] = []
  for (let day = first; day < end; day = addDays(day, 1)) {
    if (days.length > 31) return undefined
    days.push(day)
  }
  const found = columnIn(column, days)
  return found.kind === 'rows' && found.may.op === 'in' && found.may.values.length > mostSpellings ? undefined : found
}

/** Also where it holds something else than days in a pattern. */
const sortsByText = ({ format, meaning, derived }: ColumnBinding): boolean =>
  derived !== undefined || meaning !== 'date' || format?.kind !== 'pattern' || isOrdered(format)

/** The element is a time of one second, or of one millisecond where the stored value has a fraction. */
function timeTests(column: ColumnBinding, zone: Zone): RangeTests {
  // Local times are ambiguous when clocks go back; a column of instants is not.
  const bound = (is: 'ge' | 'lt') => (instant: number) =>
    column.meaning === 'instant' ? boundedInstant(column, is, instant) : bounded(column, is, zone.leastLocal(instant))
  const startsFrom = bound('ge')
  const startsBefore = bound('lt')
  const isWholeSecond = (instant: number) => instant % 1000 === 0
  return {
    startsFrom,
    startsBefore,
    endsBy: instant => (isWholeSecond(instant) ? startsBefore(instant) : inexact(startsBefore(instant))),
    endsAfter: instant => (isWholeSecond(instant) ? startsFrom(instant) : inexact(startsFrom(instant - 1000))),
    present: columnPresent(column),
  }
}

/** An open end is unbounded; a Period without both is not emitted. */
function periodTests(shape: ObjectShape, zone: Zone, clock: Clock): RangeTests | Inverse {
  const side = (name: 'start' | 'end', test: (tests: RangeTests) => Inverse) =>
    find(
      shape,
      [{ kind: 'element', name }],
      leaf => {
        const tests = leaf.kind === 'primitive' ? primitiveTests(leaf, zone) : never
        return 'kind' in tests ? tests : test(tests)
      },
      clock,
    )
  const emitted = matchObject(shape, [], clock)
  const open = (name: 'start' | 'end') => allOf([emitted, negate(childPresent(shape, name, clock))])
  return {
    startsFrom: instant => side('start', tests => tests.startsFrom(instant)),
    startsBefore: instant => anyOf([open('start'), side('start', tests => tests.startsBefore(instant))]),
    endsBy: instant => side('end', tests => tests.endsBy(instant)),
    endsAfter: instant => anyOf([open('end'), side('end', tests => tests.endsAfter(instant))]),
    present: emitted,
  }
}

/** A column by how much is known of its dates; one that has no such fact is known as far as it is stored. */
export function levelsOf(column: ColumnBinding): readonly DateLevel[] {
  if (column.derived?.dateLevels) return column.derived.dateLevels()
  const isDate = column.meaning === 'date'
  const stored = (local: string) => (isDate ? local.slice(0, 10) : local)
  return [
    {
      precision: isDate ? 'day' : 'time',
      when: always,
      from: local => from(column, stored(local)),
      before: local => before(column, stored(local)),
    },
  ]
}

// ── What the column stores ──────────────────────────────────────────────────────────────────────────────────────────

/** The column's value is at or after a local time, which is written as the column means it. */
const from = (column: ColumnBinding, local: string): Inverse => bounded(column, 'ge', local)
const before = (column: ColumnBinding, local: string): Inverse => bounded(column, 'lt', local)

function bounded(column: ColumnBinding, is: 'ge' | 'lt', local: string): Inverse {
  if (local.length < 10 || local.startsWith('0000') || !/^\d{4}-/.test(local)) return beyondCalendar(column, is, local)
  if (column.meaning === 'instant')
    return boundedInstant(column, is, column.zone.toInstant(local.length === 10 ? `${local}T00:00:00` : local))
  const literal = boundLiteral(column, local)
  return literal ? compared(column, is, literal) : allOf([columnPresent(column), undecided])
}

function boundedInstant(column: ColumnBinding, is: 'ge' | 'lt', instant: number): Inverse {
  const { format, field } = column
  const unit = format?.kind === 'epoch-seconds' ? 1000 : 1
  if (format) return compared(column, is, { type: field.type, value: Math.ceil(instant / unit) })
  if (instant < firstInstant || instant > lastInstant)
    return instant < firstInstant === (is === 'ge') ? columnPresent(column) : never
  return compared(column, is, { type: 'instant', value: new Date(instant).toISOString() })
}

const firstInstant = Date.parse('0001-01-01T00:00:00Z')
const lastInstant = Date.parse('9999-12-31T23:59:59.999Z')

const compared = (column: ColumnBinding, is: 'ge' | 'lt', to: Literal): Inverse =>
  allOf([withoutSentinels(column), readable(column), rows({ op: 'compare', field: column.field, is, to })])

/** Before the year 1 or after 9999: no stored date lies there. */
function beyondCalendar(column: ColumnBinding, is: 'ge' | 'lt', local: string): Inverse {
  const isPast = local.startsWith('0000') || local.startsWith('-')
  return isPast === (is === 'ge') ? columnPresent(column) : never
}

/** Undefined when the order of the text is not the order of time: then the mapped resource decides. */
function boundLiteral(column: ColumnBinding, local: string): Literal | undefined {
  const { format } = column
  if (!format) return { type: column.field.type, value: local }
  if (!isDateStorage(format) || !isOrdered(format)) return undefined
  return storedDate(column, local)
}
