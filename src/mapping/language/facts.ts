/** Reads what a source document says of a column (MAPPING: storage facts), and merges it with the defaults. */
import type { FieldType } from '../../spi/index.js'
import { hasCentury, readDatePieces, readPrecision, readYearsFrom } from './date-facts.js'
import type { DateFormat } from './date-format.js'
import { parseDateFormat } from './date-format.js'
import type { Report } from './diagnostic-codes.js'
import type { ColumnFacts, SourceDocument, TableDocument } from './document.js'
import { readValueFacts } from './value-facts.js'
import type { YamlMap, YamlNode } from './yaml-node.js'
import { entryOf } from './yaml-node.js'
import { checkKeys, mapOf, oneOf, textAt, textOf, textsOf } from './yaml-values.js'

const factKeys = {
  known: [
    'type',
    'format',
    'nullIf',
    'trim',
    'mask',
    'zone',
    'of',
    'precision',
    'yearsFrom',
    'stored',
    'scale',
    'round',
    'parse',
    'text',
  ],
}
const fieldTypes: readonly FieldType[] = [
  'string',
  'integer',
  'decimal',
  'boolean',
  'date',
  'dateTime',
  'instant',
  'time',
  'binary',
]

export function readFacts(node: YamlNode, column: string, report: Report): ColumnFacts | undefined {
  const map = mapOf(node, column, report)
  if (map === undefined) return undefined
  checkKeys(map, factKeys, 'a column', report)
  const listed = entryOf(map, 'nullIf')
  const nullIf = listed === undefined ? undefined : textsOf(listed.value, 'nullIf', report).map(({ text }) => text)
  const [type, format, trim] = [readType(map, report), readFormat(map, report), readTrim(map, report)]
  const [mask, zone] = [readMasks(map, report), readZone(map, report)]
  const [of, precision] = [readDatePieces(map, report), readPrecision(map, report)]
  return {
    at: map.at,
    ...(type === undefined ? {} : { type }),
    ...(format === undefined ? {} : { format }),
    ...(nullIf === undefined ? {} : { nullIf }),
    ...(trim === undefined ? {} : { trim }),
    ...(mask === undefined ? {} : { mask }),
    ...(zone === undefined ? {} : { zone }),
    ...(of === undefined ? {} : { of }),
    ...(precision === undefined ? {} : { precision }),
    ...readValueFacts(map, report),
  }
}

/** Own facts stand before the defaults of their kind, fact by fact. */
export function factsOf(
  source: SourceDocument,
  table: TableDocument,
  column: string,
  kind: 'text' | 'date' | 'number',
): ColumnFacts {
  return { at: table.at, ...source.defaults[kind], ...table.columns.get(column) }
}

function readType(map: YamlMap, report: Report): FieldType | undefined {
  const text = textAt(map, 'type', report)
  return text === undefined ? undefined : oneOf(text, 'type', fieldTypes, report)
}

function readTrim(map: YamlMap, report: Report): boolean | undefined {
  const text = textAt(map, 'trim', report)
  const word = text === undefined ? undefined : oneOf(text, 'trim', ['true', 'false'], report)
  return word === undefined ? undefined : word === 'true'
}

function readFormat(map: YamlMap, report: Report): DateFormat | undefined {
  const entry = entryOf(map, 'format')
  // With `of` each of its columns has a format.
  if (entry === undefined || entryOf(map, 'of') !== undefined) return undefined
  const yearsFrom = readYearsFrom(map, report)
  const text = textOf(entry.value, 'format', report)
  const format = text === undefined ? undefined : parseDateFormat(text.text)
  if (text === undefined || format === undefined) return undefined
  if (format.kind === 'fault') report('map.format-invalid', text.at, `${format.message}.`)
  else if (format.kind !== 'pattern') return format
  else {
    const pattern = { ...format, ...(yearsFrom === undefined ? {} : { yearsFrom }) }
    if (hasCentury(pattern, text, report)) return pattern
  }
  return undefined
}

function readMasks(map: YamlMap, report: Report): readonly string[] | undefined {
  const entry = entryOf(map, 'mask')
  if (entry === undefined) return undefined
  const masks = textsOf(entry.value, 'mask', report).filter(({ text, at }) => {
    if (!text.includes('#')) report('map.mask-invalid', at, `${text} has no #. In a mask # stands for a character of the value.`)
    return text.includes('#')
  })
  return masks.length === 0 ? undefined : masks.map(({ text }) => text)
}

/** The name of a time zone that this machine knows. */
export function readZone(map: YamlMap, report: Report): string | undefined {
  const node = textAt(map, 'zone', report)
  if (node === undefined || isZone(node.text)) return node?.text
  report('map.value-invalid', node.at, `${node.text} is no time zone. Write a name such as Europe/London.`)
  return undefined
}

/** Asking for a zone is slow, and many columns have the same one. */
const zones = new Map<string, boolean>()

function isZone(name: string): boolean {
  const known = zones.get(name) ?? canFormatIn(name)
  zones.set(name, known)
  return known
}

function canFormatIn(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
