/** The quality of maps as a page for a terminal. */
import type { MapQuality } from './quality.js'
import { lossReason } from './row-losses.js'
import type { Style } from './terminal/style.js'
import { renderTable } from './terminal/table.js'

export function renderQuality(maps: readonly MapQuality[], style: Style): readonly string[] {
  const summary = renderTable(
    ['MAP', 'ROWS', 'SERVED', 'GONE', 'LEFT OUT'],
    maps.map(({ map, rows, served, gone, leftOut }) => [map, ...[rows, served, gone, leftOut].map(String)]),
    { style },
  )
  const details = maps.flatMap(({ map, losses }) =>
    losses.map(({ rule, place, rows, rowsLeftOut, keys }) => [
      map,
      place,
      lossReason(rule),
      String(rows),
      String(rowsLeftOut),
      `${keys.join(', ')}${keys.length < rows ? ' …' : ''}`,
    ]),
  )
  if (details.length === 0) return [...summary, '', style.green('Nothing is left out.')]
  const head = ['MAP', 'PLACE', 'RULE', 'ROWS', 'NOT SERVED', 'IDS']
  return [...summary, '', ...renderTable(head, details, { style, widest: 72 })]
}
