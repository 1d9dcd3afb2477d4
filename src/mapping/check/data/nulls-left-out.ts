/** `<>` and `not in` leave out rows whose column is null, which an author may not have meant. */
import { type ColumnBinding, columnName } from '../../compile/column.js'
import type { Condition } from '../../compile/shape.js'
import type { Report } from '../../language/diagnostic-codes.js'

/** Columns that `<>` tests, unless `or … is null` stands beside it. */
export function columnsLeavingOutNulls(condition: Condition | undefined): readonly ColumnBinding[] {
  if (!condition) return []
  switch (condition.kind) {
    case 'or': {
      const kept = condition.of.flatMap(part => (part.kind === 'isNull' ? [columnName(part.column)] : []))
      return condition.of.flatMap(columnsLeavingOutNulls).filter(column => !kept.includes(columnName(column)))
    }
    case 'and':
      return condition.of.flatMap(columnsLeavingOutNulls)
    case 'compare':
      return condition.is === '<>' && condition.to.kind === 'literal' && condition.column.nullable ? [condition.column] : []
    default:
      return []
  }
}

export function tellNullsLeftOut(column: ColumnBinding, rows: number, report: Report): void {
  if (rows === 0) return
  const name = columnName(column)
  report(
    'data.nulls-left-out',
    column.at,
    `${rows} ${rows === 1 ? 'row has' : 'rows have'} no ${column.field.name} and ${rows === 1 ? 'is' : 'are'} left out by <>. To keep them: ${name} is null or ${name} <> '…'`,
  )
}
