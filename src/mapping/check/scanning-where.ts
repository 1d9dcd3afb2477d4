/** `contains` in a map's or a table's own `where`: every search would read the whole table. */
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
