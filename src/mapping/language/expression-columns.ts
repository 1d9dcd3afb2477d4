/** The columns that an expression names, in the order written. */
import type { ColumnOperand, Expression, Operand } from './document.js'

export function columnsOf(expression: Expression): readonly ColumnOperand[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.of.flatMap(columnsOf)
    case 'not':
      return columnsOf(expression.of)
    case 'compare':
      return [expression.left, expression.right].filter(isColumn)
    case 'isNull':
    case 'in':
    case 'startsWith':
    case 'contains':
      return [expression.column]
    default:
      return expression satisfies never
  }
}

const isColumn = (operand: Operand): operand is ColumnOperand => operand.kind === 'column'
