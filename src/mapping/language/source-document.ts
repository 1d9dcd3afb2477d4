/** Reads a source document: how the tables of one database are (MAPPING section 2). */

import type { CodeMapReading } from './code-map.js'
import { readCodeMaps } from './code-map.js'
import type { Report } from './diagnostic-codes.js'
import type { CodeMap, ColumnFacts, SourceDocument, TableDocument } from './document.js'
import { readFacts, readZone } from './facts.js'
import { cleanQuery, faultOfQuery } from './native-sql.js'
import { expressionAt } from './read-expression.js'
import { expandSystem } from './systems.js'
import { parseTablePath } from './table-path.js'
import type { YamlEntry, YamlMap, YamlNode } from './yaml-node.js'
import { entryOf, placeIn } from './yaml-node.js'
import { checkKeys, columnNameAt, columnNamesAt, mapOf, requiredAt, textAt, textOf } from './yaml-values.js'

const sourceKeys = { known: ['source', 'zone', 'defaults', 'systems', 'codes', 'functions', 'tables'] }
const tableKeys = {
  known: ['table', 'query', 'key', 'id', 'latest', 'where', 'gone', 'changed', 'columns'],
}

export function readSourceDocument(
  map: YamlMap,
  { report, readBeside }: Pick<CodeMapReading, 'report' | 'readBeside'>,
): SourceDocument | undefined {
  const meant = checkKeys(map, sourceKeys, 'a source document', report)
  const name = readName(map, 'source', report)
  const systems = readSystems(map, report)
  const codes = entryOf(map, 'codes')
  const reading: CodeMapReading = { report, readBeside, system: text => expandSystem({ systems }, text) }
  const source = {
    at: map.at,
    zone: readZone(map, report) ?? 'Europe/London',
    defaults: readDefaults(map, report),
    systems,
    codes: codes === undefined ? new Map<string, CodeMap>() : readCodeMaps(codes.value, reading),
    ...readFunctions(map, reading),
    tables: readTables(map, meant, report),
  }
  return name === undefined ? undefined : { ...source, name }
}

/** The name of a document: letters, digits, - and _. */
export function readName(map: YamlMap, key: string, report: Report): string | undefined {
  const node = textAt(map, key, report)
  if (node === undefined || /^[A-Za-z0-9][\w-]*$/.test(node.text)) return node?.text
  report('map.name-invalid', node.at, `${node.text} is no name. Names have letters, digits, - and _.`)
  return undefined
}

function readSystems(map: YamlMap, report: Report): ReadonlyMap<string, string> {
  return namedValues(map, 'systems', report, (value, name) => textOf(value, name, report)?.text)
}

function readDefaults(map: YamlMap, report: Report): SourceDocument['defaults'] {
  const entry = entryOf(map, 'defaults')
  const defaults = entry === undefined ? undefined : mapOf(entry.value, 'defaults', report)
  if (defaults === undefined) return {}
  checkKeys(defaults, { known: ['text', 'date', 'number'] }, 'defaults', report)
  const [text, date, number] = ['text', 'date', 'number'].map(kind => {
    const facts = entryOf(defaults, kind)
    return facts === undefined ? undefined : readFacts(facts.value, kind, report)
  })
  return {
    ...(text === undefined ? {} : { text }),
    ...(date === undefined ? {} : { date }),
    ...(number === undefined ? {} : { number }),
  }
}

function readFunctions(map: YamlMap, { report, readBeside }: CodeMapReading): Pick<SourceDocument, 'functions'> {
  const node = textAt(map, 'functions', report)
  if (node === undefined) return {}
  const { file, text } = readBeside(node.text)
  if (text === undefined)
    report(
      'map.functions-unreadable',
      node.at,
      `${file} can not be read. Write the path of a JavaScript file, as seen from here.`,
    )
  return text === undefined ? {} : { functions: { at: node.at, path: node.text, text } }
}

function readTables(map: YamlMap, meant: ReadonlySet<string>, report: Report): ReadonlyMap<string, TableDocument> {
  if (!meant.has('tables')) requiredAt(map, 'tables', 'A source document', report)
  const entry = entryOf(map, 'tables')
  const tables = new Map<string, TableDocument>()
  for (const table of entry === undefined ? [] : (mapOf(entry.value, 'tables', report)?.entries ?? [])) {
    const document = readTable(table, report)
    if (document !== undefined) tables.set(table.key, document)
  }
  return tables
}

function readTable({ key: name, at, value }: YamlEntry, report: Report): TableDocument | undefined {
  const map = mapOf(value, name, report)
  if (map === undefined) return undefined
  const meant = checkKeys(map, tableKeys, 'a table', report)
  if (!meant.has('key')) requiredAt(map, 'key', `The table ${name}`, report)
  const query = readQuery(map, report)
  const id = columnNamesAt(map, 'id', report)
  const latest = columnNameAt(map, 'latest', report)
  const [where, gone] = [expressionAt(map, 'where', { report }), expressionAt(map, 'gone', { report })]
  return {
    at,
    name,
    ...readPath(map, name, report),
    ...(query === undefined ? {} : { query }),
    key: columnNamesAt(map, 'key', report),
    ...(id.length === 0 ? {} : { id }),
    ...(latest === undefined ? {} : { latest }),
    ...(where === undefined ? {} : { where }),
    ...(gone === undefined ? {} : { gone }),
    changed: columnNamesAt(map, 'changed', report),
    columns: readColumns(map, report),
  }
}

function readPath(map: YamlMap, name: string, report: Report): Pick<TableDocument, 'path' | 'pathAt'> {
  const node = textAt(map, 'table', report)
  if (node === undefined) return { path: [name] }
  const path = parseTablePath(node.text)
  if (path !== undefined) return { path, pathAt: node.at }
  // A function with arguments gives rows, but is no table.
  const advice = node.text.endsWith(')') ? ' For what a function gives say query: SELECT … FROM the function, or map a view.' : ''
  report(
    'map.name-invalid',
    node.at,
    `${node.text} is no path of a table. Write PATIENT, dbo.PATIENT or dbo."Odd name".${advice}`,
  )
  return { path: [name] }
}

function readQuery(map: YamlMap, report: Report): TableDocument['query'] {
  const node = textAt(map, 'query', report)
  if (node === undefined) return undefined
  const table = entryOf(map, 'table')
  if (table !== undefined) report('map.keys-conflict', table.at, 'A table is a table: or a query:, not both.')
  const fault = faultOfQuery(node.text)
  if (fault !== undefined) report('map.query-invalid', placeIn(node, fault.offset), fault.message)
  return { at: node.at, text: cleanQuery(node.text) }
}

const readColumns = (map: YamlMap, report: Report): ReadonlyMap<string, ColumnFacts> =>
  namedValues(map, 'columns', report, (value, column) => readFacts(value, column, report))

function namedValues<Value>(
  map: YamlMap,
  key: string,
  report: Report,
  read: (value: YamlNode, name: string) => Value | undefined,
): ReadonlyMap<string, Value> {
  const entry = entryOf(map, key)
  const values = new Map<string, Value>()
  for (const { key: name, value } of entry === undefined ? [] : (mapOf(entry.value, key, report)?.entries ?? [])) {
    const found = read(value, name)
    if (found !== undefined) values.set(name, found)
  }
  return values
}
