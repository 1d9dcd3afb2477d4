/** The quality of maps as a page for a terminal. */
import type { MapQuality } from './quality.js'
import { renderLosses } from './render-losses.js'
import type { Style } from './terminal/style.js'
import { renderTable } from './terminal/table.js'

export function renderQuality(maps: readonly MapQuality[], style: Style): readonly string[] {
  const summary = renderTable(
    ['MAP', 'ROWS', 'SERVED', 'GONE', 'LEFT OUT'],
    maps.map(({ map, rows, served, gone, leftOut }) => [map, ...[rows, served, gone, leftOut].map(String)]),
    { style },
  )
  const losses = renderLosses(maps, style)
  return [...summary, '', ...(losses.length > 0 ? losses.slice(0, -1) : [style.green('Nothing is left out.')])]
}

/** For programs: counts and ids. Stored values are for the terminal alone, since such reports are passed on. */
export const qualityReport = (maps: readonly MapQuality[]): object => ({
  maps: maps.map(({ losses, ...map }) => ({
    ...map,
    losses: losses.map(({ rule, place, rows, rowsLeftOut, keys }) => ({ rule, place, rows, rowsLeftOut, keys })),
  })),
})
