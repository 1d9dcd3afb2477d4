/** What is left out, grouped by rule, for a terminal. */
import { type CountedLoss, type CountedRule, worseFirst } from './loss-tally.js'
import { lossReason } from './row-losses.js'
import type { Style } from './terminal/style.js'
import { renderTable } from './terminal/table.js'

export interface MapLosses {
  readonly map: string
  readonly rules: readonly CountedRule[]
  readonly losses: readonly CountedLoss[]
}

export function renderLosses(maps: readonly MapLosses[], style: Style): readonly string[] {
  return rulesOf(maps).flatMap(({ rule, rows, rowsLeftOut }) => {
    const places = maps
      .flatMap(({ map, losses }) => losses.filter(loss => loss.rule === rule).map(loss => ({ map, ...loss })))
      .toSorted(worseFirst)
    const lost = rowsLeftOut > 0 ? style.red(`, ${rowsLeftOut} not served`) : ''
    const head = ['MAP', 'PLACE', 'ROWS', 'NOT SERVED', 'IDS', 'STORED']
    const cells = places.map(loss => [
      loss.map,
      loss.place,
      String(loss.rows),
      String(loss.rowsLeftOut),
      capped(loss.keys, loss.rows),
      [...loss.stored, ...(loss.isMoreStored ? ['…'] : [])].join('; '),
    ])
    return [
      `${style.bold(lossReason(rule))}: ${rows === 1 ? '1 row' : `${rows} rows`}${lost}`,
      ...renderTable(head, cells, { style, indent: '  ', widest: 96 }),
      '',
    ]
  })
}

function capped(keys: readonly string[], rows: number): string {
  const more = rows - keys.length
  return `${keys.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** Of all maps together. */
function rulesOf(maps: readonly MapLosses[]): readonly CountedRule[] {
  const sums = new Map<CountedRule['rule'], CountedRule>()
  for (const counted of maps.flatMap(({ rules }) => rules)) {
    const known = sums.get(counted.rule) ?? { rule: counted.rule, rows: 0, rowsLeftOut: 0 }
    sums.set(counted.rule, { ...known, rows: known.rows + counted.rows, rowsLeftOut: known.rowsLeftOut + counted.rowsLeftOut })
  }
  return [...sums.values()].toSorted(worseFirst)
}
