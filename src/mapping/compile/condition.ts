/** Conditions (`where`, `if`, `gone`) in both directions: a predicate on rows, and a test on the values of one row. */
import { zoneOf } from '../../fhir/zone.js'
import { compareScalars, type FieldType } from '../../spi/index.js'
import { type ColumnBinding, isInteger, type Meaning, meaningKey, toInteger } from './column.js'
import { columnCompare, columnEquals, columnIn, columnPresent, columnsCompare, columnText } from './column-inverse.js'
import { allOf, always, anyOf, type Inverse, negate } from './inverse.js'
import type { ComparisonSign, Condition, ConditionOperand } from './shape.js'

/** One instant per request. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: number
}

export function conditionHolds(condition: Condition | undefined, clock: Clock): Inverse {
  if (!condition) return always
  switch (condition.kind) {
    case 'and':
      return allOf(condition.of.map(part => conditionHolds(part, clock)))
    case 'or':
      return anyOf(condition.of.map(part => conditionHolds(part, clock)))
    case 'not':
      return negate(conditionHolds(condition.of, clock))
    case 'compare':
      return comparison(condition.column, condition.is, condition.to, clock)
    case 'isNull':
      return negate(columnPresent(condition.column))
    case 'in':
      return columnIn(condition.column, condition.values)
    case 'startsWith':
      return anyOf(condition.texts.map(text => columnText(condition.column, 'startsWith', 'exact', text)))
    case 'contains':
      return columnText(condition.column, 'contains', 'exact', condition.text)
    default:
      return condition satisfies never
  }
}

const comparisons = { '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge' } as const

function comparison(column: ColumnBinding, is: ComparisonSign, to: ConditionOperand, clock: Clock): Inverse {
  if (to.kind === 'column') {
    if (is === '=') return columnsCompare(column, 'eq', to.column)
    if (is !== '<>') return columnsCompare(column, comparisons[is], to.column)
    const different = negate(columnsCompare(column, 'eq', to.column))
    return allOf([columnPresent(column), columnPresent(to.column), different])
  }
  const text = to.kind === 'literal' ? to.text : clockText(to.of, column, clock)
  if (is === '=') return columnEquals(column, text)
  if (is === '<>') return allOf([columnPresent(column), negate(columnEquals(column, text))])
  return columnCompare(column, comparisons[is], text)
}

/** `today` or `now` as the column's meaning would write it. */
function clockText(of: 'today' | 'now', { meaning, zone }: ColumnBinding, { now }: Clock): string {
  const local = zone.leastLocal(now)
  if (meaning === 'date') return local.slice(0, 10)
  const midnight = `${local.slice(0, 10)}T00:00:00`
  if (meaning === 'instant') return new Date(of === 'now' ? now : zone.toInstant(midnight)).toISOString()
  return of === 'now' ? local : midnight
}

/** Made once when it does not ask what time it is. */
export function timeless<T>(make: (clock: Clock) => T): (clock: Clock) => T {
  let asked = false
  const made = make({
    get now() {
      asked = true
      return 0
    },
  })
  return asked ? make : () => made
}

// ── On the values of one row ────────────────────────────────────────────────────────────────────────────────────────

type SingleTest = Exclude<Condition, { kind: 'and' | 'or' | 'not' }>

/** The columns that a test reads, in the order in which `testOf` wants their values. */
export function columnsOfTest(test: SingleTest): readonly ColumnBinding[] {
  return test.kind === 'compare' && test.to.kind === 'column' ? [test.column, test.to.column] : [test.column]
}

/** A test on the meanings of its columns. A null fails every test but isNull. */
export function testOf(test: SingleTest): TestOfRow {
  const holds = testOfComparable(test)
  const comparable = test.column.derived?.comparable
  if (!comparable) return holds
  return (value, other, clock) => holds(value === undefined ? undefined : comparable(value), other, clock)
}

type TestOfRow = (value: Meaning | undefined, other: Meaning | undefined, clock: Clock) => boolean

function testOfComparable(test: SingleTest): TestOfRow {
  switch (test.kind) {
    case 'isNull':
      return value => value === undefined
    case 'in': {
      const { meaning } = test.column
      const values = new Set(test.values.map(text => meaningKey(meaning, text)))
      return value => value !== undefined && values.has(meaningKey(meaning, value))
    }
    case 'startsWith':
      return value => value !== undefined && test.texts.some(text => String(value).startsWith(text))
    case 'contains':
      return value => value !== undefined && String(value).includes(test.text)
    case 'compare':
      return comparisonTest(test)
    default:
      return test satisfies never
  }
}

function comparisonTest({ column, is, to }: Extract<Condition, { kind: 'compare' }>) {
  const holds = signs[is]
  const { meaning } = column
  if (to.kind === 'literal' && meaning === 'string' && (is === '=' || is === '<>')) {
    const equal = is === '='
    return (value: Meaning | undefined) => value !== undefined && (value === to.text) === equal
  }
  const literal = to.kind === 'literal' ? typed(to.text, meaning) : undefined
  // All rows of a request have one clock.
  let clockRead: number | undefined
  let clockSays = ''
  const clockNow = (of: 'today' | 'now', clock: Clock): string => {
    if (clock.now !== clockRead) clockSays = clockText(of, column, clock)
    clockRead = clock.now
    return clockSays
  }
  // Days are of one length, so that their texts have the order of time.
  const order = meaning === 'date' ? compareTexts : (a: Meaning, b: Meaning) => compareScalars(meaning, a, b)
  return (value: Meaning | undefined, other: Meaning | undefined, clock: Clock) => {
    if (value === undefined) return false
    const right = to.kind === 'clock' ? clockNow(to.of, clock) : to.kind === 'literal' ? literal : other
    return right !== undefined && holds(order(value, right))
  }
}

const compareTexts = (a: Meaning, b: Meaning): number => (a < b ? -1 : a > b ? 1 : 0)

const signs: Readonly<Record<ComparisonSign, (order: number) => boolean>> = {
  '=': order => order === 0,
  '<>': order => order !== 0,
  '<': order => order < 0,
  '<=': order => order <= 0,
  '>': order => order > 0,
  '>=': order => order >= 0,
}

function typed(text: string, meaning: FieldType): Meaning {
  if (meaning === 'integer' && isInteger(text)) return toInteger(text)
  return meaning === 'boolean' ? text === 'true' : text
}

/** The zone of a source; an unknown name was reported when the source document was checked. */
export const zoneOrUtc = (name: string) => {
  const zone = zoneOf(name) ?? zoneOf('UTC')
  if (!zone) throw new Error('The time zone data of this Node.js has no UTC.')
  return zone
}
