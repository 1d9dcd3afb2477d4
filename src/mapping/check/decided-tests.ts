/** Tests that are always true or always false: a slip of the pen, or a rule that no row can pass. */
import type { Report } from '../language/diagnostic-codes.js'
import type { Expression, MapDocument, SourceDocument } from '../language/document.js'
import { areContradictory, type NameColumn } from './contradiction.js'
import { expressionsIn } from './walk-document.js'

export function checkDecidedTests(source: SourceDocument, maps: readonly MapDocument[], report: Report): void {
  for (const table of source.tables.values()) for (const expression of expressionsIn(table)) check(expression, report)
  for (const map of maps) {
    const { where, copy } = map
    if (copy && where && isNever(where))
      report(
        'map.slot-unreachable',
        where.at,
        `The slot ${copy.slot} is never served: its own fields fail this test, or exclude each other in it. Leave the slot out, or correct the test.`,
      )
    else for (const expression of expressionsIn(map)) check(expression, report)
  }
}

const asWritten: NameColumn = (alias, name) => `${alias ?? ''}.${name}`
const isNever = (expression: Expression): boolean => areContradictory([{ expression, name: asWritten }])

function check(expression: Expression, report: Report): void {
  // What a slot's constant decided is not written by anybody.
  if ((expression.kind === 'and' || expression.kind === 'or') && expression.of.length === 0) return
  if (isNever(expression))
    report('map.test-decided', expression.at, 'This is never true: its tests exclude each other. Did you mean or, or in (…)?')
  else if (isNever({ kind: 'not', at: expression.at, of: expression }))
    report('map.test-decided', expression.at, 'This is always true, so it decides nothing. Leave it out, or correct it.')
  else if (expression.kind === 'and' || expression.kind === 'or') for (const part of expression.of) check(part, report)
}
