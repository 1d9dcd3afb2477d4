/** Puts the fields of the open slots into expressions and templates; what is constant is decided at once. */
import type { Position } from '../../kernel/diagnostics.js'
import { columnIn } from './column-form.js'
import type { Report } from './diagnostic-codes.js'
import type { ColumnNode, ColumnOperand, Expression, Operand, TemplatePart } from './document.js'
import { type SlotScope, slotField } from './slot.js'
import { isTemplate } from './template.js'

export interface SlotTextReading {
  readonly report: Report
  readonly slots: SlotScope
  /** Those that a field may name. */
  readonly checkAlias: (alias: string, at: Position) => void
}

/** What a field is in a text: a column, a constant, or nothing. */
type FieldText =
  | { readonly kind: 'column'; readonly at: Position; readonly alias: string; readonly name: string }
  | { readonly kind: 'text'; readonly at: Position; readonly text: string }
  | { readonly kind: 'none' }

/** Undefined for a column of a table. */
function fieldText(alias: string, name: string, at: Position, reading: SlotTextReading): FieldText | undefined {
  const field = slotField(alias, name, at, reading)
  if (!field) return undefined
  const { node } = field
  if (!node) return { kind: 'none' }
  const text = node.kind === 'text' ? node.text : undefined
  if (text === undefined || isTemplate(text)) {
    const found = `${alias}.${name} is neither a column nor a constant in each slot`
    reading.report('map.slot-field', at, `${found}, and can not stand in an expression or a template.`)
    return { kind: 'none' }
  }
  const column = columnIn(text)
  if (!column) return { kind: 'text', at: node.at, text }
  const nested = fieldText(column.alias, column.name, node.at, { ...reading, slots: field.slots })
  if (nested) return nested
  reading.checkAlias(column.alias, node.at)
  return { kind: 'column', at: node.at, ...column }
}

/** Where nothing but a column can stand. Undefined also for a field that the slot does not have. */
export function putSlotsInColumn(column: ColumnNode, reading: SlotTextReading): ColumnNode | undefined {
  const field = fieldText(column.alias, column.name, column.at, reading)
  if (!field || field.kind === 'column') return field ?? column
  if (field.kind === 'text')
    reading.report(
      'map.slot-field',
      column.at,
      `${column.alias}.${column.name} is a constant here, where only a column can stand.`,
    )
  return undefined
}

// ── Expressions ─────────────────────────────────────────────────────────────────────────────────────────────────────

const constantly = (holds: boolean, at: Position): Expression => ({ kind: holds ? 'and' : 'or', at, of: [] })

export function putSlotsInExpression(expression: Expression, reading: SlotTextReading): Expression {
  const at = expression.at
  switch (expression.kind) {
    case 'and':
    case 'or':
      return { ...expression, of: expression.of.map(part => putSlotsInExpression(part, reading)) }
    case 'not':
      return { ...expression, of: putSlotsInExpression(expression.of, reading) }
    case 'compare':
      return putInComparison(expression, reading)
    case 'isNull': {
      const put = putInColumn(expression.column, reading)
      return put.kind === 'column' ? { ...expression, column: put } : constantly((put.kind === 'none') !== expression.negated, at)
    }
    case 'in': {
      const put = putInColumn(expression.column, reading)
      if (put.kind === 'column') return { ...expression, column: put }
      const listed = put.kind === 'text' && expression.values.some(({ text }) => text === put.text)
      return constantly(put.kind === 'text' && listed !== expression.negated, at)
    }
    case 'startsWith': {
      const put = putInColumn(expression.column, reading)
      if (put.kind === 'column') return { ...expression, column: put }
      return constantly(put.kind === 'text' && expression.texts.some(text => put.text.startsWith(text)), at)
    }
    case 'contains': {
      const put = putInColumn(expression.column, reading)
      if (put.kind === 'column') return { ...expression, column: put }
      return constantly(put.kind === 'text' && put.text.includes(expression.text), at)
    }
    default:
      return expression satisfies never
  }
}

function putInColumn(column: ColumnOperand, reading: SlotTextReading): ColumnOperand | Exclude<FieldText, { kind: 'column' }> {
  return (column.alias === undefined ? undefined : fieldText(column.alias, column.name, column.at, reading)) ?? column
}

/** Two constants are compared here: `v.slot = 'hr'`. Which is greater depends on a type, so that is left to be refused. */
function putInComparison(expression: Extract<Expression, { kind: 'compare' }>, reading: SlotTextReading): Expression {
  const put = (operand: Operand) => (operand.kind === 'column' ? putInColumn(operand, reading) : operand)
  const [left, right] = [put(expression.left), put(expression.right)]
  if (left.kind === 'none' || right.kind === 'none') return constantly(false, expression.at)
  const isConstant = ({ kind }: Operand) => kind === 'text' || kind === 'number'
  const wasColumn = expression.left.kind === 'column' || expression.right.kind === 'column'
  const decided = wasColumn && isConstant(left) && isConstant(right) && (expression.is === '=' || expression.is === '<>')
  if (decided && 'text' in left && 'text' in right)
    return constantly((left.text === right.text) === (expression.is === '='), expression.at)
  return { ...expression, left, right }
}

// ── Templates ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Undefined when a hole outside `[ ]` has no value in this slot. */
export function putSlotsInTemplate(
  parts: readonly TemplatePart[],
  reading: SlotTextReading,
): readonly TemplatePart[] | undefined {
  const filled: TemplatePart[] = []
  for (const part of parts) {
    if (part.kind === 'text') filled.push(part)
    else if (part.kind === 'optional') {
      const inner = putSlotsInTemplate(part.parts, reading)
      const isText = inner?.every(({ kind }) => kind === 'text') === true
      if (inner) filled.push(...(isText ? inner : [{ kind: 'optional' as const, parts: inner }]))
    } else {
      const hole = putInHole(part.column, reading)
      if (!hole) return undefined
      filled.push(hole)
    }
  }
  return filled
}

function putInHole(column: ColumnNode, reading: SlotTextReading): TemplatePart | undefined {
  const field = fieldText(column.alias, column.name, column.at, reading)
  if (!field) return { kind: 'hole', column }
  if (field.kind === 'none') return undefined
  return field.kind === 'text' ? { kind: 'text', text: field.text } : { kind: 'hole', column: field }
}
