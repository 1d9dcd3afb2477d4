/**
 * One or more sources, each a source document with its maps and its tables, behind the real engine. Tables are drawn:
 * `person (ID int*, SURNAME, BORN date)`, then a line for each row; `*` is the primary key, VARCHAR when nothing is said,
 * an empty cell is null and '…' is text as it stands.
 */
import { expect, test } from 'vitest'
import { createEngine } from '../../src/engine/create-engine.js'
import type { Engine } from '../../src/engine/engine.js'
import { type Diagnostic, formatDiagnostic } from '../../src/kernel/diagnostics.js'
import { compileModel, type LoadedSource, type MappingModel } from '../../src/mapping/compile/compile-model.js'
import type { MappedFunction } from '../../src/mapping/compile/shape.js'
import { parseMappingFile } from '../../src/mapping/language/read-mapping-files.js'
import type { Adapter, EntitySchema } from '../../src/spi/index.js'
import type { Cell, DemoTable } from '../../src/tooling/demo/table.js'
import { judgeBaseUrl } from './judge.js'
import { type AdapterName, adapterNames, findAll, idsOf, openTables, requestOptions } from './open-facade.js'

export interface MappedSource {
  /** The source document and its maps. */
  readonly yaml: string
  /** Tables, with an empty line between two. */
  readonly tables: string
  /** Text beside the YAML, by name. */
  readonly files?: Readonly<Record<string, string>>
  readonly functions?: ReadonlyMap<string, MappedFunction>
  readonly indexes?: readonly { readonly table: string; readonly columns: readonly string[] }[]
}

export interface Mapped {
  readonly engine: Engine
  readonly model: MappingModel
  readonly adapters: ReadonlyMap<string, Adapter>
  readonly diagnostics: readonly Diagnostic[]
  close(): Promise<void>
}

export async function openMapped(sources: readonly MappedSource[], adapter: AdapterName): Promise<Mapped> {
  const opened = await Promise.all(sources.map(source => openSource(source, adapter)))
  const close = async () => {
    await Promise.all(opened.map(source => source.close()))
  }
  const { model, diagnostics } = compileModel(opened.map(({ loaded }) => loaded))
  if (model === undefined) {
    await close()
    throw new Error(diagnostics.map(formatDiagnostic).join('\n'))
  }
  const adapters = new Map(opened.map(source => [source.loaded.source.name, source.adapter] as const))
  const engine = createEngine({
    model,
    adapters,
    limits: { defaultCount: 10, maxCount: 1000 },
    pageKey: new Uint8Array(32).fill(7),
    baseUrl: judgeBaseUrl,
  })
  return { engine, model, adapters, diagnostics, close }
}

/** The faults of mappings over their tables, as an author reads them. */
export async function faultsOf(sources: readonly MappedSource[], adapter: AdapterName = 'memory'): Promise<readonly string[]> {
  const parsed = sources.flatMap(source => parse(source).diagnostics)
  if (parsed.length > 0) return parsed.map(formatDiagnostic)
  const opened = await Promise.all(sources.map(source => openSource(source, adapter)))
  try {
    return compileModel(opened.map(({ loaded }) => loaded)).diagnostics.map(formatDiagnostic)
  } finally {
    await Promise.all(opened.map(source => source.close()))
  }
}

interface OpenSource {
  readonly loaded: LoadedSource
  readonly adapter: Adapter
  close(): Promise<void>
}

async function openSource(given: MappedSource, name: AdapterName): Promise<OpenSource> {
  const { source, maps, rules, diagnostics } = parse(given)
  if (source === undefined || diagnostics.some(({ severity }) => severity === 'error'))
    throw new Error(diagnostics.map(formatDiagnostic).join('\n'))
  const { adapter, close } = await openTables({ source, maps }, drawnTables(given), name)
  const schemas = new Map<string, EntitySchema>()
  for (const entity of source.tables.keys()) {
    const [schema] = (await adapter.introspect?.([entity], requestOptions())) ?? []
    if (schema !== undefined) schemas.set(entity, schema)
  }
  const { functions = new Map() } = given
  return { loaded: { source, maps, rules, schemaOf: table => schemas.get(table), adapter: name, functions }, adapter, close }
}

function parse({ yaml, files = {} }: MappedSource) {
  const { sources, maps, rules, diagnostics } = parseMappingFile('test.yaml', dedented(yaml), path => files[path])
  return { source: sources[0], maps, rules, diagnostics }
}

function dedented(text: string): string {
  const lines = text.split('\n')
  const margin = Math.min(...lines.filter(line => line.trim() !== '').map(line => line.length - line.trimStart().length))
  return lines
    .map(line => line.slice(margin))
    .join('\n')
    .replace(/^\n/, '')
}

// ── Searching ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** `Type?query`, and the logical ids that it finds, in order; or the words with which it is refused. */
export type Searches = readonly (readonly [search: string, finds: readonly string[] | RegExp])[]

/** One sentence of the specification, on every adapter. */
export function mapped(name: string, given: MappedSource | readonly MappedSource[], searches: Searches): void {
  const sources: readonly MappedSource[] = 'yaml' in given ? [given] : given
  for (const adapter of adapterNames)
    test(`${name} (${adapter})`, async () => {
      const facade = await openMapped(sources, adapter)
      try {
        for (const [search, finds] of searches) {
          const found = findAll(facade.engine, search).then(idsOf, wordsOf)
          if (finds instanceof RegExp) expect(await found, search).toMatch(finds)
          else expect(await found, search).toEqual(finds)
        }
      } finally {
        await facade.close()
      }
    })
}

const wordsOf = (error: unknown): string =>
  error instanceof Error && 'faults' in error ? JSON.stringify(error.faults) : String(error)

// ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function drawnTables({ tables, indexes = [] }: MappedSource): readonly DemoTable[] {
  const blocks = tables.split(/\n\s*\n/).map(block => block.split('\n').map(line => line.trim()))
  return blocks.flatMap(lines => {
    const [heading, ...rows] = lines.filter(line => line !== '')
    if (heading === undefined) return []
    const table = drawnTable(heading, rows)
    return [{ ...table, indexes: indexes.filter(index => index.table === table.table).map(({ columns }) => columns) }]
  })
}

function drawnTable(heading: string, lines: readonly string[]): DemoTable {
  const [, table = '', list = ''] = /^(\S+) \((.*)\)$/.exec(heading) ?? []
  const parts = list.split(/,\s*/).map(part => part.split(' '))
  const columns = parts.map(([name = '', type = 'varchar(80)']) => {
    const isKey = type.endsWith('*')
    return { name, type: type.replace('*', ''), nullable: !isKey, isKey }
  })
  const key = columns.filter(({ isKey }) => isKey).map(({ name }) => name)
  const rows = lines.map(line => line.split('|').map((cell, place) => drawnCell(cell.trim(), columns[place]?.type ?? '')))
  return { table, columns, key, indexes: [], rows }
}

function drawnCell(text: string, type: string): Cell {
  if (text === '') return null
  if (/^'.*'$/.test(text)) return text.slice(1, -1)
  return /^(int|dec|bit)/.test(type) ? Number(text) : text
}
