/** Reads the YAML files of a mapping folder into one source document and its maps, with all faults at once. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Diagnostic } from '../../kernel/diagnostics.js'
import { sortDiagnostics } from '../../kernel/diagnostics.js'
import type { CodeMapReading } from './code-map.js'
import type { Report } from './diagnostic-codes.js'
import { reportTo } from './diagnostic-codes.js'
import type { MapDocument, RulesDocument, SourceDocument } from './document.js'
import type { UnreadMap } from './faulty-documents.js'
import { readMapDocuments } from './map-document.js'
import { readRulesDocument } from './rules-document.js'
import { readSourceDocument } from './source-document.js'
import type { YamlMap } from './yaml-node.js'
import { entryOf } from './yaml-node.js'
import { readYaml } from './yaml-reader.js'

/** Text of a file named relative to the one that is read; undefined when there is none. */
export type ReadText = (relativePath: string) => string | undefined

export interface ParsedFile {
  readonly sources: readonly SourceDocument[]
  readonly maps: readonly MapDocument[]
  /** Those that could not be read to their end. */
  readonly unread: readonly UnreadMap[]
  readonly rules: readonly RulesDocument[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * One file by itself. Its maps belong to the source document in it, else to `source`; with neither, their `source` is '',
 * short names of systems stay as they are, and names of tables and code maps are not checked.
 */
export function parseMappingFile(file: string, text: string, readText: ReadText, source?: SourceDocument): ParsedFile {
  const diagnostics: Diagnostic[] = []
  const report = reportTo(diagnostics)
  const documents = sortDocuments([{ file, text, readText }], report)
  const sources = documents.sources.flatMap(({ map, reading }) => readSourceDocument(map, reading) ?? [])
  const owner = sources[0] ?? source
  const { maps, unread } = readMaps(documents, owner, diagnostics)
  reportDuplicates(maps, report)
  const rules = readRules(documents.rules, report)
  return { sources, maps, unread, rules, diagnostics: sortDiagnostics(diagnostics) }
}

export interface LoadedFolder {
  /** Absent when the folder has none that can be read. */
  readonly source?: SourceDocument
  readonly maps: readonly MapDocument[]
  /** Those that could not be read to their end. */
  readonly unread: readonly UnreadMap[]
  readonly rules: readonly RulesDocument[]
  /** In file order. With an error among them the mapping is not fit to serve. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads all *.yaml and *.yml of one folder, by name. `displayDir` stands before file names in messages. */
export function loadMappingFolder(dir: string, displayDir: string): LoadedFolder {
  const diagnostics: Diagnostic[] = []
  const report = reportTo(diagnostics)
  const documents = sortDocuments(readFolder(dir, displayDir, report), report)
  const folder = { file: displayDir, line: 1, column: 1 }
  const [first, ...others] = documents.sources
  if (first === undefined && diagnostics.length === 0)
    report('map.source-missing', folder, 'This folder has no source document (source: NAME, tables: …).')
  for (const { map } of others)
    report('map.source-many', map.at, 'This folder has a source document already. Give each database a folder of its own.')
  const source = first === undefined ? undefined : readSourceDocument(first.map, first.reading)
  const { maps, unread } = readMaps(documents, source, diagnostics)
  reportDuplicates(maps, report)
  const rules = readRules(documents.rules, report)
  return { ...(source === undefined ? {} : { source }), maps, unread, rules, diagnostics: sortDiagnostics(diagnostics) }
}

interface ReadMaps {
  readonly maps: readonly MapDocument[]
  readonly unread: readonly UnreadMap[]
}

/** A file that is no YAML may hold any map: nobody can say then that one is missing. */
function readMaps(documents: SortedDocuments, source: SourceDocument | undefined, diagnostics: readonly Diagnostic[]): ReadMaps {
  const unread: UnreadMap[] = diagnostics.filter(({ code }) => code.startsWith('yaml.')).map(({ at }) => ({ at }))
  const maps = documents.maps.flatMap(({ map, reading }) => {
    const found = readMapDocuments(map, reading, source)
    if (found.length === 0) unread.push(glimpseOf(map))
    return found
  })
  return { maps, unread }
}

function glimpseOf(map: YamlMap): UnreadMap {
  const name = entryOf(map, 'map')?.value
  const type = map.entries.find(({ key }) => /^[A-Z]/.test(key))?.key
  return { at: map.at, ...(name?.kind === 'text' && { name: name.text }), ...(type !== undefined && { type }) }
}

interface TextFile {
  readonly file: string
  readonly text: string
  readonly readText: ReadText
}
interface ReadableDocument {
  readonly map: YamlMap
  readonly reading: Pick<CodeMapReading, 'report' | 'readBeside'>
}

function readFolder(dir: string, displayDir: string, report: Report): readonly TextFile[] {
  const unreadable = (file: string): void =>
    report('map.file-unreadable', { file, line: 1, column: 1 }, 'This can not be read. Check that it is there and may be read.')
  const readText: ReadText = path => readFile(join(dir, path))
  return (namesIn(dir) ?? unreadable(displayDir) ?? []).flatMap(name => {
    const file = posix.join(displayDir, name)
    const text = readText(name)
    if (text === undefined) unreadable(file)
    return text === undefined ? [] : [{ file, text, readText }]
  })
}

function namesIn(dir: string): readonly string[] | undefined {
  try {
    return readdirSync(dir)
      .filter(name => /\.ya?ml$/.test(name))
      .sort()
  } catch {
    return undefined
  }
}

function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

interface SortedDocuments {
  readonly sources: readonly ReadableDocument[]
  readonly maps: readonly ReadableDocument[]
  readonly rules: readonly YamlMap[]
}

const readRules = (documents: readonly YamlMap[], report: Report): readonly RulesDocument[] =>
  documents.flatMap(map => readRulesDocument(map, report) ?? [])

/** Source documents apart from maps: maps need their source to be read first. */
function sortDocuments(files: readonly TextFile[], report: Report): SortedDocuments {
  const sources: ReadableDocument[] = []
  const maps: ReadableDocument[] = []
  const rules: YamlMap[] = []
  for (const { file, text, readText } of files) {
    const readBeside = (path: string) => ({ file: posix.join(posix.dirname(file), path), text: readText(path) })
    const reading = { report, readBeside }
    for (const map of readYaml(file, text, report)) {
      if (map.kind === 'map' && entryOf(map, 'source') !== undefined) sources.push({ map, reading })
      else if (map.kind === 'map' && entryOf(map, 'map') !== undefined) maps.push({ map, reading })
      else if (map.kind === 'map' && entryOf(map, 'rules') !== undefined) rules.push(map)
      else if (map.kind !== 'faulty')
        report('map.document-unknown', map.at, 'A document begins with source: NAME, with map: NAME or with rules: TYPE.')
    }
  }
  return { sources, maps, rules }
}

function reportDuplicates(maps: readonly MapDocument[], report: Report): void {
  const seen = new Map<string, MapDocument>()
  for (const map of maps) {
    const earlier = seen.get(map.name)
    if (earlier !== undefined)
      report('map.name-duplicate', map.at, `${map.name} is the name of the map at ${earlier.at.file}:${earlier.at.line} already.`)
    else seen.set(map.name, map)
  }
}
