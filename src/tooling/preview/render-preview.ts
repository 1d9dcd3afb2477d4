/** Previewed rows as a page for a terminal. */
import { ExactDecimal } from '../../fhir/exact-decimal.js'
import type { Scalar } from '../../spi/index.js'
import { lossReason } from '../row-losses.js'
import type { Style } from '../terminal/style.js'
import { renderTable } from '../terminal/table.js'
import type { PreviewedRow } from './preview-map.js'

export function renderPreview(map: string, type: string, rows: readonly PreviewedRow[], style: Style): readonly string[] {
  return rows.flatMap(({ id, state, elements, losses }) => [
    `${style.bold(`${map} → ${type}/${id}`)}${state === 'served' ? '' : ` ${style.yellow(stateWords[state])}`}`,
    ...(elements.length === 0
      ? []
      : renderTable(['ELEMENT', 'VALUE', 'COLUMN', 'STORED'], elements.map(asCells), { style, indent: '  ', widest: 64 })),
    ...losses.map(({ rule, place }) => `  ${style.yellow('left out')} ${place} ${lossReason(rule)}`),
    '',
  ])
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
