/** Reads the facts of dates that are not whole or not in one column (MAPPING: `precision`, `of`, years of two digits). */
import { type DatePattern, fieldOf, fieldsOf, isShortYear, parseDateParts } from './date-format.js'
import type { Report } from './diagnostic-codes.js'
import type { DatePiece, DatePiecesFact, PrecisionFact } from './document.js'
import type { YamlMap, YamlText } from './yaml-node.js'
import { entryOf } from './yaml-node.js'
import { checkKeys, columnNamesAt, oneOf, requiredAt, textAt, textsOf } from './yaml-values.js'

const precisionWords = ['day', 'month', 'year', 'minute', 'zeros'] as const

export function readPrecision(map: YamlMap, report: Report): PrecisionFact | undefined {
  const entry = entryOf(map, 'precision')
  if (entry === undefined) return undefined
  const { value } = entry
  if (value.kind === 'text') {
    const word = oneOf(value, 'precision', precisionWords, report)
    if (word === undefined) return undefined
    return word === 'zeros' ? { kind: 'zeros', at: value.at } : { kind: 'fixed', at: value.at, unit: word }
  }
  if (value.kind !== 'map') {
    report('map.value-kind', value.at, `precision takes ${precisionWords.join(', ')} or { by: COLUMN, codes: NAME }.`)
    return undefined
  }
  checkKeys(value, { known: ['by', 'codes'] }, 'a precision', report)
  requiredAt(value, 'by', 'A precision', report)
  const [by] = columnNamesAt(value, 'by', report)
  const codes = requiredAt(value, 'codes', 'A precision', report)
  if (codes !== undefined && codes.kind !== 'text')
    report('map.value-kind', codes.at, 'codes takes the name of a code map here. Declare it under codes: of the source document.')
  return by === undefined || codes?.kind !== 'text'
    ? undefined
    : { kind: 'by', at: value.at, by, codes: { at: codes.at, name: codes.text } }
}

/** `of: [EV_DATE, EV_TIME]` and its list of formats; without one all columns are dates and times by themselves. */
export function readDatePieces(map: YamlMap, report: Report): DatePiecesFact | undefined {
  const of = entryOf(map, 'of')
  if (of === undefined) return undefined
  const columns = columnNamesAt(map, 'of', report)
  const formats = entryOf(map, 'format')
  if (columns.length === 0) return undefined
  if (formats === undefined)
    return { at: of.at, columns: columns.map((column, place) => ({ column, piece: nativePiece(place) })) }
  const texts = textsOf(formats.value, 'format', report)
  if (texts.length !== columns.length) {
    report(
      'map.format-invalid',
      formats.at,
      `of names ${columns.length} columns and format has ${texts.length} parts: one for each.`,
    )
    return undefined
  }
  const yearsFrom = readYearsFrom(map, report)
  const pieces = texts.map(text => readPiece(text, yearsFrom, report))
  if (!pieces.every(piece => piece !== undefined)) return undefined
  const fault = orderFault(pieces)
  if (fault !== undefined) {
    report('map.format-invalid', formats.value.at, fault)
    return undefined
  }
  return { at: of.at, columns: columns.flatMap((column, place) => (pieces[place] ? [{ column, piece: pieces[place] }] : [])) }
}

const nativePiece = (place: number): DatePiece => (place === 0 ? { kind: 'date' } : { kind: 'time' })

function readPiece(node: YamlText, yearsFrom: number | undefined, report: Report): DatePiece | undefined {
  if (node.text === 'date' || node.text === 'time') return { kind: node.text }
  const parts = parseDateParts(node.text)
  if ('kind' in parts) {
    report('map.format-invalid', node.at, `${parts.message}.`)
    return undefined
  }
  const piece = { kind: 'pattern', pattern: node.text, parts, ...(yearsFrom === undefined ? {} : { yearsFrom }) } as const
  return hasCentury(piece, node, report) ? piece : undefined
}

const units = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const

/** Year first, nothing left out, and each column goes on where the one before ends. */
function orderFault(pieces: readonly DatePiece[]): string | undefined {
  const fields = pieces.map(piece =>
    piece.kind === 'date'
      ? units.slice(0, 3)
      : piece.kind === 'time'
        ? units.slice(3)
        : units.filter(unit => piece.parts.some(part => fieldOf(part) === unit)),
  )
  const written = pieces.flatMap((piece, place) => (piece.kind === 'pattern' ? fieldsOf(piece.parts) : (fields[place] ?? [])))
  if (new Set(written).size < written.length) return 'A part of the date stands twice in these formats.'
  if (fields.some(some => some.length === 0)) return 'A format has no part of a date in it.'
  if (fields.flat().every((unit, place) => unit === units[place])) return undefined
  return 'The formats of a date in several columns go from the year downwards, and leave nothing out: [yyyy, MM, dd], [yyyyMMdd, HHmm].'
}

export function readYearsFrom(map: YamlMap, report: Report): number | undefined {
  const node = textAt(map, 'yearsFrom', report)
  if (node === undefined) return undefined
  if (/^[1-9]\d{3}$/.test(node.text) && Number(node.text) <= 9900) return Number(node.text)
  report('map.value-invalid', node.at, `yearsFrom takes the first of the hundred years, such as 1930; this is ${node.text}.`)
  return undefined
}

/** A year of two digits says which only together with `yearsFrom`. */
export function hasCentury({ parts, yearsFrom }: Omit<DatePattern, 'kind'>, node: YamlText, report: Report): boolean {
  if (!parts.some(isShortYear) || yearsFrom !== undefined) return true
  report(
    'map.format-invalid',
    node.at,
    'yy does not tell the century. Add yearsFrom: the first of its hundred years (1930 makes 30 to 99 the years 1930 to 1999, and 00 to 29 the years 2000 to 2029), or use yyyy.',
  )
  return false
}
