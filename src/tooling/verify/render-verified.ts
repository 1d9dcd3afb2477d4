/** What `verify` found, as a page for a terminal. */
import type { Style } from '../terminal/style.js'
import { renderTable } from '../terminal/table.js'
import { wrongReasons } from './ask.js'
import type { VerifiedParameter, VerifiedType } from './verify.js'

export function renderVerified(types: readonly VerifiedType[], style: Style): readonly string[] {
  const rows = types.flatMap(({ type, parameters }) =>
    parameters.map(each => [
      type,
      each.parameter,
      ...[each.values, each.right, each.wrong].map((count, place) =>
        place > 0 && each.notOffered !== undefined ? '-' : String(count),
      ),
      noteOf(each),
    ]),
  )
  const head = ['TYPE', 'PARAMETER', 'VALUES', 'RIGHT', 'WRONG', 'NOTE']
  return [...renderTable(head, rows, { style, widest: 90 }), ...renderFaults(types, style), '', summaryOf(types, style)]
}

function noteOf({ notOffered, values, refused }: VerifiedParameter): string {
  if (notOffered !== undefined) return `not offered: ${notOffered}`
  if (refused.searches > 0) return `${refused.searches} refused: ${refused.reason ?? ''}`
  return values === 0 ? 'no value in these rows' : ''
}

function renderFaults(types: readonly VerifiedType[], style: Style): readonly string[] {
  const rows = types.flatMap(({ type, parameters }) =>
    parameters.flatMap(({ faults }) =>
      faults.map(({ search, wrong, searches, ids }) => [
        `${type}?${search}`,
        wrongReasons[wrong],
        String(searches),
        ids.join(', '),
      ]),
    ),
  )
  return rows.length === 0 ? [] : ['', ...renderTable(['SEARCH', 'WRONG', 'TIMES', 'IDS'], rows, { style, widest: 72 })]
}

export const countWrong = (types: readonly VerifiedType[]): number =>
  types.flatMap(({ parameters }) => parameters).reduce((sum, { wrong }) => sum + wrong, 0)

function summaryOf(types: readonly VerifiedType[], style: Style): string {
  const resources = types.reduce((sum, each) => sum + each.resources, 0)
  const right = types.flatMap(({ parameters }) => parameters).reduce((sum, each) => sum + each.right, 0)
  const wrong = countWrong(types)
  const of = `${right + wrong} searches made of ${resources} resources`
  return wrong === 0
    ? style.green(`Nothing is wrong in ${of}.`)
    : style.red(`${wrong} of ${of} ${wrong === 1 ? 'is' : 'are'} wrong.`)
}
