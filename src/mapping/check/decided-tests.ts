/** Tests that are always true or always false: a slip of the pen, or a rule that no row can pass. */
import type { Report } from '../language/diagnostic-codes.js'
import type { Expression, MapDocument, SourceDocument } from '../language/document.js'
import { areContradictory, type NameColumn } from './contradiction.js'
import { expressionsIn } from './walk-document.js'

export function checkDecidedTests(source: SourceDocument, maps: readonly MapDocument[], report: Report): void {
  for (const root of [...source.tables.values(), ...maps]) for (const expression of expressionsIn(root)) check(expression, report)
}

const asWritten: NameColumn = (alias, name) => `${alias ?? ''}.${name}`

function check(expression: Expression, report: Report): void {
  // What a slot's constant decided is not written by anybody.
  if ((expression.kind === 'and' || expression.kind === 'or') && expression.of.length === 0) return
  if (areContradictory([{ expression, name: asWritten }]))
    report('map.test-decided', expression.at, 'This is never true: its tests exclude each other. Did you mean or, or in (…)?')
  else if (areContradictory([{ expression: { kind: 'not', at: expression.at, of: expression }, name: asWritten }]))
    report('map.test-decided', expression.at, 'This is always true, so it decides nothing. Leave it out, or correct it.')
  else if (expression.kind === 'and' || expression.kind === 'or') for (const part of expression.of) check(part, report)
}
