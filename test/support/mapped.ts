/**
 * One or more sources, each a source document with its maps and its tables, behind the real engine. Tables are drawn:
 * `person (ID int*, SURNAME, BORN date)`, then a line for each row; `*` is the primary key, VARCHAR when nothing is said,
 * an empty cell is null and '…' is text as it stands.
 */
import { expect, test } from 'vitest'
import { formatDiagnostic } from '../../src/kernel/diagnostics.js'
import { compileModel } from '../../src/mapping/compile/compile-model.js'
import type { MappedFunction } from '../../src/mapping/compile/shape.js'
import type { Adapter } from '../../src/spi/index.js'
import type { Cell, DemoTable } from '../../src/tooling/demo/table.js'
import {
  type AdapterName,
  adapterNames,
  engineOver,
  findAll,
  idsOf,
  type OpenEngine,
  type OpenSource,
  openSource,
} from './open-facade.js'
import { faultsOfText, type MappingText, parseMapping } from './parse-mapping.js'

export interface MappedSource extends MappingText {
  /** Tables, with an empty line between two. */
  readonly tables: string
  readonly functions?: ReadonlyMap<string, MappedFunction>
  readonly indexes?: readonly { readonly table: string; readonly columns: readonly string[] }[]
}

export interface Mapped extends OpenEngine {
  /** By source. */
  readonly adapters: ReadonlyMap<string, Adapter>
}

export async function openMapped(sources: readonly MappedSource[], adapter: AdapterName): Promise<Mapped> {
  const opened = await Promise.all(sources.map(source => openDrawn(source, adapter)))
  const adapters = new Map(opened.map(source => [source.loaded.source.name, source.adapter] as const))
  return { ...(await engineOver(opened)), adapters }
}

/** The faults of mappings over their tables, as an author reads them. */
export async function faultsOf(sources: readonly MappedSource[], adapter: AdapterName = 'memory'): Promise<readonly string[]> {
  const parsed = sources.flatMap(faultsOfText)
  if (parsed.length > 0) return parsed
  const opened = await Promise.all(sources.map(source => openDrawn(source, adapter)))
  try {
    return compileModel(opened.map(({ loaded }) => loaded)).diagnostics.map(formatDiagnostic)
  } finally {
    await Promise.all(opened.map(source => source.close()))
  }
}

async function openDrawn(given: MappedSource, name: AdapterName): Promise<OpenSource> {
  const opened = await openSource(parseMapping(given), drawnTables(given), name)
  return { ...opened, loaded: { ...opened.loaded, functions: given.functions ?? new Map() } }
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

export function drawnTables({ tables, indexes = [] }: Pick<MappedSource, 'tables' | 'indexes'>): readonly DemoTable[] {
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
