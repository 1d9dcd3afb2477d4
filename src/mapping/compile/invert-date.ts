/** Date searches as tests on rows, bounds converted exactly to what the column stores. https://hl7.org/fhir/STU3/search.html#date */
import { addDays } from '../../fhir/calendar.js'
import { type Period, toPeriod } from '../../fhir/dates.js'
import type { Zone } from '../../fhir/zone.js'
import type { DatePrefix, DateValue } from '../../search/search.js'
import type { Literal } from '../../spi/index.js'
import { isDateStorage, isOrdered } from '../language/date-format.js'
import type { ColumnBinding, DateLevel } from './column.js'
import { columnPresent, storedDate, withoutSentinels } from './column-inverse.js'
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
}

export const dateLeaf =
  ({ prefix, date }: DateValue, zone: Zone, clock: Clock): Leaf =>
  shape => {
    const tests =
      shape.kind === 'primitive' ? primitiveTests(shape) : shape.type === 'Period' ? periodTests(shape, clock) : undefined
    if (!tests) return unsupported(`${shape.type} has no date search here.`)
    return 'kind' in tests ? tests : prefixHolds(prefix, toPeriod(date, zone), tests)
  }

/** gt, lt, ge and le hold when the element overlaps the half line that they name; ge and le count the search's own range to it. */
function prefixHolds(prefix: DatePrefix, { start, end }: Period, tests: RangeTests): Inverse {
  const contained = () => allOf([tests.startsFrom(start), tests.endsBy(end)])
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

function primitiveTests(shape: PrimitiveShape): RangeTests | Inverse {
  const { value } = shape
  if (value.kind === 'column') return columnTests(value.column, shape.type)
  return unsupported(`A date that comes from a ${value.kind} value can not be searched.`)
}

function columnTests(column: ColumnBinding, type: string): RangeTests | Inverse {
  const { meaning, zone, derived } = column
  if (meaning !== 'date' && meaning !== 'dateTime' && meaning !== 'instant') return never
  if (derived?.dateLevels) {
    const levels = derived.dateLevels()
    if (type !== 'instant') return levelTests(levels, type, zone, columnPresent(column))
    const timed = levels.filter(({ precision }) => precision === 'time' || precision === 'minute')
    return levelTests(timed, type, zone, allOf([columnPresent(column), undecided]))
  }
  return meaning === 'date' || type === 'date' ? dayTests(column, zone) : timeTests(column, zone)
}

/** The element is a day: [00:00, 24:00) of the source's zone. */
function dayTests(column: ColumnBinding, zone: Zone): RangeTests {
  const midnight = (day: string) => (column.meaning === 'date' ? day : `${day}T00:00:00`)
  const dayOf = (instant: number) => zone.leastLocal(instant).slice(0, 10)
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
  }
}

/** The element is a time of one second, or of one millisecond where the stored value has a fraction. */
function timeTests(column: ColumnBinding, zone: Zone): RangeTests {
  const startsFrom = (instant: number) => from(column, zone.leastLocal(instant))
  const startsBefore = (instant: number) => before(column, zone.leastLocal(instant))
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
function periodTests(shape: ObjectShape, clock: Clock): RangeTests | Inverse {
  const side = (name: 'start' | 'end', test: (tests: RangeTests) => Inverse) =>
    find(
      shape,
      [{ kind: 'element', name }],
      leaf => {
        const tests = leaf.kind === 'primitive' ? primitiveTests(leaf) : never
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
  const literal = boundLiteral(column, local)
  if (!literal) return inexact(allOf([columnPresent(column), undecided]))
  const compared = rows({ op: 'compare', field: column.field, is, to: literal })
  const bound = allOf([withoutSentinels(column), compared])
  return column.format && column.field.type === 'string' ? inexact(bound) : bound
}

/** Before the year 1 or after 9999: no stored date lies there. */
function beyondCalendar(column: ColumnBinding, is: 'ge' | 'lt', local: string): Inverse {
  const isPast = local.startsWith('0000') || local.startsWith('-')
  return isPast === (is === 'ge') ? columnPresent(column) : never
}

/** Undefined when the order of the text is not the order of time: then the mapped resource decides. */
function boundLiteral(column: ColumnBinding, local: string): Literal | undefined {
  const { format, zone, meaning } = column
  if (meaning === 'instant') {
    const instant = zone.toInstant(local.length === 10 ? `${local}T00:00:00` : local)
    if (format?.kind === 'epoch-seconds') return { type: column.field.type, value: Math.ceil(instant / 1000) }
    if (format?.kind === 'epoch-millis') return { type: column.field.type, value: instant }
    return { type: 'instant', value: new Date(instant).toISOString() }
  }
  if (!format) return { type: column.field.type, value: local }
  if (!isDateStorage(format) || !isOrdered(format)) return undefined
  return storedDate(column, local)
}
