/** Tests in a map's or a table's own `where` that make every search read the whole table: `contains`, and facts that no index can follow. */
import type { Predicate } from '../../spi/index.js'
import { type ColumnBinding, columnName } from '../compile/column.js'
import { conditionHolds } from '../compile/condition.js'
import type { Condition } from '../compile/shape.js'
import type { Report } from '../language/diagnostic-codes.js'
import type { Expression, MapDocument, SourceDocument } from '../language/document.js'

export function checkScanningWhere(source: SourceDocument, maps: readonly MapDocument[], report: Report): void {
  for (const { where } of [...source.tables.values(), ...maps]) if (where) check(where, report)
}

function check(expression: Expression, report: Report): void {
  if (expression.kind === 'and' || expression.kind === 'or') for (const part of expression.of) check(part, report)
  else if (expression.kind === 'not') check(expression.of, report)
  else if (expression.kind === 'contains')
    report(
      'map.where-scans',
      expression.at,
      'No index helps contains, so every search of this map would read the whole table. Use starts with, in, or a column of a view.',
    )
}

type SingleTest = Extract<Condition, { kind: 'compare' | 'in' | 'startsWith' }>

/** `where` with the rules of its table, bound to columns and their facts. */
export function checkScanningFacts(where: Condition | undefined, report: Report): void {
  switch (where?.kind) {
    case 'and':
    case 'or':
      for (const part of where.of) checkScanningFacts(part, report)
      return
    case 'not':
      checkScanningFacts(where.of, report)
      return
    case 'compare':
    case 'in':
    case 'startsWith':
      checkTest(where, report)
      return
    // An index helps `is null` and `contains` as little without facts.
    case 'isNull':
    case 'contains':
    case undefined:
      return
    default:
      where satisfies never
  }
}

function checkTest(test: SingleTest, report: Report): void {
  const inverse = conditionHolds(test, { now: 0 })
  if (inverse.kind !== 'rows' || inverse.exact || narrows(inverse.may)) return
  const { column } = test
  report(
    'map.where-scans',
    column.at,
    `${columnName(column)} ${howStored(column)}, so no index helps this test: unless another one finds few rows, every search of this map reads the whole table. Test a column that is compared as it is stored, or a column of a view.`,
  )
}

function howStored({ derived, format, mask, field }: ColumnBinding): string {
  if (derived) return `is worked out from ${derived.from.map(columnName).join(', ')} (${derived.fact})`
  if (format) return `is stored as ${format.kind === 'pattern' ? format.pattern : `${format.kind} in ${field.type}`}`
  return mask ? 'is stored with a mask' : 'is not compared as it is stored'
}

/** Whether some test of it looks for what is, and not only for what is not. */
function narrows(predicate: Predicate): boolean {
  switch (predicate.op) {
    case 'and':
      return predicate.of.some(narrows)
    case 'or':
      return predicate.of.length > 0 && predicate.of.every(narrows)
    case 'not':
    case 'isNull':
      return false
    case 'text':
      return predicate.match !== 'contains'
    case 'compare':
    case 'in':
    case 'inTuples':
    case 'exists':
      return true
    default:
      return predicate satisfies never
  }
}
