/** Writes an expression as an author would: the inverse of parseExpression, for tests. */
import type { ColumnOperand, Expression, Operand } from '../../../src/mapping/language/document.js'

export function printExpression(expression: Expression, upper: boolean): string {
  const word = (text: string): string => (upper ? text.toUpperCase() : text)
  const print = (inner: Expression): string => printExpression(inner, upper)
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.of
        .map(part => (part.kind === 'and' || part.kind === 'or' ? `(${print(part)})` : print(part)))
        .join(` ${word(expression.kind)} `)
    case 'not':
      return `${word('not')} ${expression.of.kind === 'and' || expression.of.kind === 'or' ? `(${print(expression.of)})` : print(expression.of)}`
    case 'compare':
      return `${printOperand(expression.left)} ${expression.is} ${printOperand(expression.right)}`
    case 'isNull':
      return `${printColumn(expression.column)} ${word(expression.negated ? 'is not null' : 'is null')}`
    case 'in':
      return `${printColumn(expression.column)} ${word(expression.negated ? 'not in' : 'in')} (${expression.values.map(printOperand).join(', ')})`
    case 'startsWith':
      return `${printColumn(expression.column)} ${word('starts with')} (${expression.texts.map(quoted).join(', ')})`
    case 'contains':
      return `${printColumn(expression.column)} ${word('contains')} ${quoted(expression.text)}`
    default:
      return expression satisfies never
  }
}

function printOperand(operand: Operand): string {
  switch (operand.kind) {
    case 'column':
      return printColumn(operand)
    case 'text':
      return quoted(operand.text)
    case 'number':
      return operand.text
    case 'today':
    case 'now':
      return operand.kind
    default:
      return operand satisfies never
  }
}

const printColumn = ({ alias, name }: ColumnOperand): string => `${alias}.${/^[A-Z0-9_]+$/.test(name) ? name : `"${name}"`}`

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
