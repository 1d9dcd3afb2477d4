/** Previewed rows as a page for a terminal. */
import { ExactDecimal } from '../../fhir/exact-decimal.js'
import type { Scalar } from '../../spi/index.js'
import type { LossTally } from '../loss-tally.js'
import { renderLosses } from '../render-losses.js'
import { lossReason } from '../row-losses.js'
import { conditionOf } from '../stored-behind.js'
import { plural } from '../terminal/render-diagnostics.js'
import type { Style } from '../terminal/style.js'
import { printable, renderTable } from '../terminal/table.js'
import type { PreviewedRow } from './preview-map.js'

/** Ends with an empty line. */
export function renderPreview(map: string, type: string, row: PreviewedRow, style: Style): readonly string[] {
  const { id, state, elements, losses } = row
  return [
    `${style.bold(`${map} → ${type}/${id}`)}${state === 'served' ? '' : ` ${style.yellow(stateWords[state])}`}`,
    ...(elements.length === 0
      ? []
      : renderTable(['ELEMENT', 'VALUE', 'COLUMN', 'STORED'], elements.map(asCells), { style, indent: '  ', widest: 64 })),
    ...losses.map(loss => `  ${style.yellow('left out')} ${printable(lossText(loss))}`),
    '',
  ]
}

function lossText({ rule, place, stored }: PreviewedRow['losses'][number]): string {
  return `${place} ${lossReason(rule)}${stored.length === 0 ? '' : `: ${conditionOf(stored)}`}`
}

/** What became of several rows, to stand after them. */
export function renderPreviewed(
  map: string,
  states: ReadonlyMap<PreviewedRow['state'], number>,
  tally: LossTally,
  style: Style,
): readonly string[] {
  const rows = [...states.values()].reduce((sum, count) => sum + count, 0)
  const words = [...states].map(([state, count]) => `${count} ${state}`)
  const losses = renderLosses([{ map, rules: tally.rules(), losses: tally.losses() }], style)
  return [`${plural(rows, 'row')}: ${words.join(', ')}.`, ...(losses.length > 0 ? ['', ...losses.slice(0, -1)] : [])]
}

const stateWords = {
  gone: 'is gone: deleted, 410 on read',
  'left out': 'is left out',
  'not served': 'is kept out by the where of its map',
} as const

const asCells = ({ path, value, from }: PreviewedRow['elements'][number]): readonly string[] => [
  path,
  shown(value),
  from.map(({ column }) => column).join(', ') || '(constant)',
  from
    .map(({ stored }) => stored)
    .map(storedText)
    .join(', '),
]

function shown(value: unknown): string {
  if (value instanceof ExactDecimal) return value.text
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

/** Blanks at the end are to be seen. */
function storedText(value: Scalar): string {
  if (value === null) return 'null'
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  return typeof value === 'string' && (value === '' || value !== value.trim()) ? `'${value}'` : String(value)
}
