/** The whole engine over given tables and mappings, in memory and in SQLite alike: what searches, spec cases and the law run on. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memory } from '../../adapters/memory/index.js'
import type { MemoryColumn, MemoryTable } from '../../adapters/memory/tables.js'
import { typeOfDeclaration } from '../../adapters/sqlite/declared-types.js'
import { sqlite } from '../../adapters/sqlite/index.js'
import { writeDatabase } from '../../adapters/sqlite/write-database.js'
import { createEngine } from '../../src/engine/create-engine.js'
import type { Engine, RequestOptions, SearchPage } from '../../src/engine/engine.js'
import type { Resource } from '../../src/fhir/resource.js'
import { readCodeSystem } from '../../src/fhir/terminology/code-system.js'
import { textAt } from '../../src/fhir/terminology/json.js'
import { createTerminology } from '../../src/fhir/terminology/terminology.js'
import { readValueSet } from '../../src/fhir/terminology/value-set.js'
import { type Diagnostic, formatDiagnostic } from '../../src/kernel/diagnostics.js'
import { compileModel, type LoadedSource, type MappingModel } from '../../src/mapping/compile/compile-model.js'
import { sourceSchemaOf } from '../../src/mapping/compile/source-schema.js'
import type { MapDocument, RulesDocument, SourceDocument } from '../../src/mapping/language/document.js'
import { toJson } from '../../src/serialize/json.js'
import type { Adapter, EntityCapabilities, EntitySchema, Scalar } from '../../src/spi/index.js'
import { type Cell, createStatements, type DemoTable } from '../../src/tooling/demo/table.js'
import { judgeBaseUrl } from './judge.js'
import { openServerTables } from './server-tables.js'
import type { ServerName } from './servers.js'

export const adapterNames = ['memory', 'sqlite'] as const
export type AdapterName = (typeof adapterNames)[number] | ServerName

export interface Mapping {
  readonly source: SourceDocument
  readonly maps: readonly MapDocument[]
  readonly rules?: readonly RulesDocument[]
}

export interface Facade {
  readonly engine: Engine
  readonly model: MappingModel
  readonly adapter: Adapter
  close(): Promise<void>
}

/** Every test is asked at this instant. */
export const now = Date.parse('2024-06-15T12:00:00Z')

export const requestOptions = (): RequestOptions => ({
  signal: new AbortController().signal,
  timeoutMs: 20_000,
  traceId: 'test',
  now,
})

export interface FacadeOptions {
  /** Stands between the engine and the adapter, to see what is sent. */
  readonly wrap?: (adapter: Adapter) => Adapter
  /** What the adapter in memory does not do. */
  readonly weakness?: Partial<EntityCapabilities>
  /** ValueSets and CodeSystems, as JSON. */
  readonly terminology?: readonly object[]
}

export async function openFacade(
  mapping: Mapping,
  tables: readonly DemoTable[],
  name: AdapterName,
  { wrap = adapter => adapter, weakness = {}, terminology }: FacadeOptions = {},
): Promise<Facade> {
  const opened = await openSource(mapping, tables, name, weakness)
  const adapter = wrap(opened.adapter)
  return { ...(await engineOver([{ ...opened, adapter }], terminology)), adapter }
}

export interface OpenSource extends OpenTables {
  readonly loaded: LoadedSource
}

/** A mapping with its tables and what the adapter says of them. */
export async function openSource(
  mapping: Mapping,
  tables: readonly DemoTable[],
  name: AdapterName,
  weakness: Partial<EntityCapabilities> = {},
): Promise<OpenSource> {
  const opened = await openTables(mapping, tables, name, weakness)
  const schemas = new Map<string, EntitySchema>()
  try {
    for (const entity of mapping.source.tables.keys()) {
      const [schema] = (await opened.adapter.introspect?.([entity], requestOptions())) ?? []
      if (schema !== undefined) schemas.set(entity, schema)
    }
  } catch (error) {
    await opened.close()
    throw error
  }
  return { ...opened, loaded: { ...mapping, adapter: name, schemaOf: table => schemas.get(table) } }
}

export interface OpenEngine {
  readonly engine: Engine
  readonly model: MappingModel
  readonly diagnostics: readonly Diagnostic[]
  close(): Promise<void>
}

/** Throws what is wrong with the mappings, and then the sources are closed. */
export async function engineOver(sources: readonly OpenSource[], terminology?: readonly object[]): Promise<OpenEngine> {
  const close = async (): Promise<void> => {
    await Promise.all(sources.map(source => source.close()))
  }
  try {
    const { model: compiled, diagnostics } = compileModel(sources.map(({ loaded }) => loaded))
    if (compiled === undefined) throw new Error(diagnostics.map(formatDiagnostic).join('\n'))
    const model = { ...compiled, ...(terminology && { terminology: terminologyOf(terminology) }) }
    const engine = createEngine({
      model,
      adapters: new Map(sources.map(({ loaded, adapter }) => [loaded.source.name, adapter])),
      limits: { defaultCount: 10, maxCount: 1000 },
      pageKey: new Uint8Array(32).fill(7),
      baseUrl: judgeBaseUrl,
    })
    return { engine, model, diagnostics, close }
  } catch (error) {
    await close()
    throw error
  }
}

export const terminologyOf = (resources: readonly object[]) =>
  createTerminology({
    valueSets: resources.filter(each => textAt(each, 'resourceType') === 'ValueSet').flatMap(each => readValueSet(each) ?? []),
    codeSystems: resources
      .filter(each => textAt(each, 'resourceType') === 'CodeSystem')
      .flatMap(each => readCodeSystem(each) ?? []),
  })

export interface OpenTables {
  readonly adapter: Adapter
  close(): Promise<void>
}

export async function openTables(
  { source, maps }: Mapping,
  tables: readonly DemoTable[],
  name: AdapterName,
  capabilities: Partial<EntityCapabilities> = {},
): Promise<OpenTables> {
  const schema = sourceSchemaOf(source, maps)
  if (name === 'mysql' || name === 'postgres') return await openServerTables(name, tables, schema)
  if (name === 'memory') {
    const config = { tables: Object.fromEntries(tables.map(asMemoryTable)), capabilities }
    const adapter = await memory.open(config, schema, requestOptions())
    return { adapter, close: () => adapter.close() }
  }
  const folder = mkdtempSync(join(tmpdir(), 'careconnect-'))
  const file = join(folder, 'source.sqlite')
  writeDatabase(
    file,
    createStatements(tables),
    tables.map(({ table, columns, rows }) => ({ table, columns: columns.map(column => column.name), rows })),
  )
  const adapter = await sqlite.open({ file }, schema, requestOptions())
  return {
    adapter,
    close: async () => {
      await adapter.close()
      rmSync(folder, { recursive: true })
    },
  }
}

function asMemoryTable({ table, columns, key, rows }: DemoTable): [string, MemoryTable] {
  const typed = columns.map(({ name, type, nullable }): MemoryColumn => {
    const [nativeType = type, collation] = type.split(/ collate /i)
    const known = typeOfDeclaration(nativeType)
    return {
      name,
      type: known === 'unknown' ? 'string' : known,
      nativeType,
      nullable: nullable && !key.includes(name),
      ...(collation === undefined ? {} : { collation: { folds: 'ignoreCase', padsBlanks: false } }),
    }
  })
  return [table, { columns: typed, key, rows: [...rows].map(row => row.map((cell, place) => asScalar(cell, typed[place]))) }]
}

/** As the contract has it, whatever a database would have stored. */
function asScalar(cell: Cell, column: MemoryColumn | undefined): Scalar {
  if (cell === null || cell instanceof Uint8Array) return cell
  switch (column?.type) {
    case 'decimal':
      return String(Number(cell))
    case 'dateTime':
      return String(cell).replace(' ', 'T')
    case 'boolean':
      return Number(cell) === 1
    case 'integer':
      return Number.isSafeInteger(Number(cell)) ? Number(cell) : BigInt(cell).toString()
    default:
      return typeof cell === 'number' ? String(cell) : cell
  }
}

// ── Asking ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export const idsOf = (resources: readonly Resource[]): readonly string[] => resources.map(({ id }) => id ?? '')

/** The pages of a search, in order. `search` is `Type?query`. */
export async function pagesOf(engine: Engine, search: string): Promise<readonly SearchPage[]> {
  const [type = '', query = ''] = splitSearch(search)
  const pages = [await engine.search(type, query, requestOptions())]
  for (let next = pages[0]?.next; next !== undefined; next = pages.at(-1)?.next) {
    if (pages.length > 5000) throw new Error(`${search} has no last page.`)
    pages.push(await engine.search(type, `_page=${encodeURIComponent(next)}`, requestOptions()))
  }
  return pages
}

/** The ids on the pages of a search, read by `prev` from its last page to its first, and put in the order of the search. */
export async function idsBackwards(engine: Engine, search: string): Promise<readonly string[]> {
  const [type] = splitSearch(search)
  const forward = await pagesOf(engine, search)
  let page = forward.at(-1)
  let ids = idsOf(page?.resources ?? [])
  for (let pages = 1; page?.prev !== undefined; pages++) {
    if (pages > forward.length + 1) throw new Error(`${search} has no first page.`)
    page = await engine.search(type, `_page=${encodeURIComponent(page.prev)}`, requestOptions())
    ids = [...idsOf(page.resources), ...ids]
  }
  return ids
}

/** All that is found, as a client would read it. */
export async function findAll(engine: Engine, search: string): Promise<readonly Resource[]> {
  const pages = await pagesOf(engine, search)
  return pages.flatMap(({ resources, hasExactDecimals }) =>
    resources.map((resource): Resource => JSON.parse(toJson(resource, hasExactDecimals))),
  )
}

export function splitSearch(search: string): readonly [type: string, query: string] {
  const at = search.indexOf('?')
  return at < 0 ? [search, ''] : [search.slice(0, at), search.slice(at + 1)]
}
