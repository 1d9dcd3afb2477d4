/** Expressions as written become conditions over bound columns, their literals checked and normalised. */
import { parsePartialDate } from '../../fhir/dates.js'
import type { Position } from '../../kernel/diagnostics.js'
import { isComparable, trimTrailing } from '../../spi/index.js'
import type { ColumnOperand, Expression, LiteralOperand, Operand } from '../language/document.js'
import { type ColumnBinding, columnName, isInteger, toInteger } from './column.js'
import { literalOf } from './column-inverse.js'
import type { RowScope } from './row-scope.js'
import type { ComparisonSign, Condition } from './shape.js'

/** How a column of an expression is found; a source document writes none of its aliases. */
export type FindColumn = (alias: string | undefined, name: string, at: Position) => ColumnBinding | undefined

/** Undefined after a fault, which was reported. */
export function resolveCondition(expression: Expression, find: FindColumn, scope: RowScope): Condition | undefined {
  switch (expression.kind) {
    case 'and':
    case 'or': {
      const of = expression.of.map(part => resolveCondition(part, find, scope))
      return of.every(part => part !== undefined) ? { kind: expression.kind, of } : undefined
    }
    case 'not': {
      const of = resolveCondition(expression.of, find, scope)
      return of && { kind: 'not', of }
    }
    case 'isNull': {
      const column = bind(expression.column, find)
      if (!column) return undefined
      return expression.negated ? { kind: 'not', of: { kind: 'isNull', column } } : { kind: 'isNull', column }
    }
    case 'in':
      return resolveIn(expression, find, scope)
    case 'startsWith':
    case 'contains': {
      const column = bind(expression.column, find)
      if (!column) return undefined
      if (column.meaning !== 'string' || column.mask) {
        scope.report(
          'map.type-clash',
          expression.at,
          `${columnName(column)} holds ${column.meaning} values; this test is for text without a mask.`,
        )
        return undefined
      }
      return expression.kind === 'contains'
        ? { kind: 'contains', column, text: expression.text }
        : { kind: 'startsWith', column, texts: expression.texts }
    }
    case 'compare':
      return resolveComparison(expression, find, scope)
    default:
      return expression satisfies never
  }
}

const bind = ({ alias, name, at }: ColumnOperand, find: FindColumn) => find(alias, name, at)

/** `x not in (…)` leaves out nulls, as `<>` does. */
function resolveIn(expression: Extract<Expression, { kind: 'in' }>, find: FindColumn, scope: RowScope): Condition | undefined {
  const column = bind(expression.column, find)
  if (!column) return undefined
  const values = expression.values.flatMap(value => literalText(value, column, scope) ?? [])
  if (values.length < expression.values.length) return undefined
  const test: Condition = { kind: 'in', column, values }
  if (!expression.negated) return test
  const present: Condition = { kind: 'not', of: { kind: 'isNull', column } }
  return { kind: 'and', of: [present, { kind: 'not', of: test }] }
}

const turned: Readonly<Record<ComparisonSign, ComparisonSign>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

function resolveComparison(
  { left, is, right, at }: Extract<Expression, { kind: 'compare' }>,
  find: FindColumn,
  scope: RowScope,
): Condition | undefined {
  if (left.kind !== 'column') {
    if (right.kind === 'column')
      return resolveComparison({ kind: 'compare', left: right, is: turned[is], right: left, at }, find, scope)
    scope.report(
      'map.expression-constant',
      at,
      'This compares two constants: it is always true or always false. Name a column on one side.',
    )
    return undefined
  }
  const column = bind(left, find)
  if (!column) return undefined
  if (right.kind === 'column') return columnComparison(column, is, right, find, scope)
  if (right.kind !== 'text' && right.kind !== 'number') {
    if (!column.isGuess && column.meaning !== 'date' && column.meaning !== 'dateTime' && column.meaning !== 'instant') {
      clash(scope, right, `${columnName(column)} holds ${column.meaning} values and can not be compared with ${right.kind}.`)
      return undefined
    }
    return { kind: 'compare', column, is, to: { kind: 'clock', of: right.kind } }
  }
  const text = literalText(right, column, scope)
  return text === undefined ? undefined : { kind: 'compare', column, is, to: { kind: 'literal', text } }
}

function columnComparison(column: ColumnBinding, is: ComparisonSign, right: ColumnOperand, find: FindColumn, scope: RowScope) {
  const other = bind(right, find)
  if (!other) return undefined
  if (!haveEqualFacts(column, other)) {
    clash(
      scope,
      right,
      `${columnName(column)} and ${columnName(other)} are stored in different ways (type, format or mask). Make them alike in a view.`,
    )
    return undefined
  }
  return { kind: 'compare', column, is, to: { kind: 'column', column: other } } satisfies Condition
}

/** DESIGN, ruling 7. */
export const haveEqualFacts = (a: ColumnBinding, b: ColumnBinding): boolean =>
  a.isGuess === true ||
  b.isGuess === true ||
  (isComparable(a.field.type, b.field.type) &&
    a.meaning === b.meaning &&
    JSON.stringify(a.format) === JSON.stringify(b.format) &&
    JSON.stringify(a.mask?.write('0123456789')) === JSON.stringify(b.mask?.write('0123456789')) &&
    derivedAlike(a, b))

/** Of what is worked out from a column only uuids are compared as they are stored. */
const derivedAlike = (a: ColumnBinding, b: ColumnBinding): boolean =>
  a.derived?.fact === b.derived?.fact && (a.derived === undefined || a.derived.fact.startsWith('uuid'))

const clash = (scope: RowScope, { at }: Operand, message: string) => scope.report('map.type-clash', at, message)

/** A literal takes its column's type. */
function literalText(literal: LiteralOperand, column: ColumnBinding, scope: RowScope): string | undefined {
  const text = normalized(literal.text, column)
  if (text === undefined || !literalOf(column.meaning, text)) {
    clash(
      scope,
      literal,
      `${columnName(column)} holds ${column.meaning} values; ${literal.kind === 'text' ? 'this text' : 'this number'} is none.`,
    )
    return undefined
  }
  return text
}

/** A partial date stands for its start. */
function normalized(text: string, { meaning, zone, field }: ColumnBinding): string | undefined {
  if (meaning === 'string') return field.trim ? trimTrailing(text) : text
  if (meaning === 'integer') return isInteger(text) ? String(toInteger(text.trim())) : undefined
  if (meaning !== 'date' && meaning !== 'dateTime' && meaning !== 'instant') return text
  const date = parsePartialDate(text.replace(' ', 'T'))
  if (!date || date.zoned) return undefined
  const [day = '', time] = date.text.split('T')
  const start = day.length === 4 ? `${day}-01-01` : day.length === 7 ? `${day}-01` : day
  if (meaning === 'date') return time === undefined ? start : undefined
  const local = `${start}T${time === undefined ? '00:00:00' : time.length === 5 ? `${time}:00` : time}`
  return meaning === 'dateTime' ? local : new Date(zone.toInstant(local)).toISOString()
}
