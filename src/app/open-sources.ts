/** Opens the database of each source and asks it what its tables are. */
import { existsSync } from 'node:fs'
import type { Diagnostic } from '../kernel/diagnostics.js'
import { nearestNames } from '../kernel/nearest.js'
import type { MappedFunction } from '../mapping/compile/shape.js'
import { sourceSchemaOf } from '../mapping/compile/source-schema.js'
import { diagnostic } from '../mapping/language/diagnostic-codes.js'
import type { SourceDocument, TableDocument } from '../mapping/language/document.js'
import { type Adapter, AdapterError, type CallOptions, type EntitySchema, type Health } from '../spi/index.js'
import type { ChosenAdapter } from './adapters.js'
import { writeDemoDatabase } from './demo-database.js'
import { loadFunctions } from './load-functions.js'
import type { LoadedMapping } from './load-mappings.js'
import { StartRefused } from './start-refused.js'

export interface OpenSource {
  readonly source: SourceDocument
  readonly adapter: Adapter
  readonly adapterName: string
  readonly health: Health
  /** By the name that maps use; undefined where the adapter cannot tell. */
  readonly schemaOf: (table: string) => EntitySchema | undefined
  /** Undefined when its file of functions can not be run. */
  readonly functions?: ReadonlyMap<string, MappedFunction>
}

export interface Opening {
  readonly options: CallOptions
  readonly diagnostics: Diagnostic[]
  readonly say: (line: string) => void
}

/** Throws StartRefused when the source cannot be reached; a table that is not there is a diagnostic. */
export async function openSource(
  { source, maps, dir }: Pick<LoadedMapping, 'source' | 'maps' | 'dir'>,
  chosen: ChosenAdapter,
  opening: Opening,
): Promise<OpenSource> {
  const { config, module, options, files } = chosen
  const [file] = files
  if (config.demo !== undefined && file !== undefined) await writeDemoDatabase(config.demo, file, opening.say)
  const place = `${config.at.file}:${config.at.line}:${config.at.column}`
  if (file !== undefined && !existsSync(file))
    throw new StartRefused([`${place} The source ${config.name} has no database: there is no file ${file}.`])
  let adapter: Adapter | undefined
  try {
    adapter = await module.open(options, sourceSchemaOf(source, maps), opening.options)
    const schemas = await readSchemas(adapter, source, opening)
    const health = await adapter.health(opening.options)
    const functions = await loadFunctions(source, dir, opening.diagnostics)
    const schemaOf = (table: string) => schemas.get(table)
    return { source, adapter, adapterName: module.name, health, schemaOf, ...(functions && { functions }) }
  } catch (error) {
    await adapter?.close()
    if (!(error instanceof AdapterError)) throw error
    const of = file === undefined ? '' : ` (${file})`
    throw new StartRefused([`${place} The source ${config.name} cannot be opened${of}: ${error.message}`], error)
  }
}

async function readSchemas(
  adapter: Adapter,
  source: SourceDocument,
  opening: Opening,
): Promise<ReadonlyMap<string, EntitySchema>> {
  const schemas = new Map<string, EntitySchema>()
  if (adapter.introspect === undefined) return schemas
  // One at a time, so that a table that is not there is told by its name and its place.
  for (const table of source.tables.values()) {
    const schema = await readSchema(adapter, table, opening.options)
    if ('entity' in schema) schemas.set(table.name, schema)
    else {
      const tables = table.query === undefined ? await tableNames(adapter, source, opening.options) : []
      opening.diagnostics.push(notThere(table, source, schema, tables))
    }
  }
  return schemas
}

/** Of the whole database, as a source document would write them. */
async function tableNames(adapter: Adapter, source: SourceDocument, options: CallOptions): Promise<readonly string[]> {
  try {
    const all = (await adapter.introspect?.('all', options)) ?? []
    return all.map(({ entity }) => source.tables.get(entity)?.path.join('.') ?? entity)
  } catch (error) {
    // A name that could be suggested is not worth a fault of its own.
    if (error instanceof AdapterError) return []
    throw error
  }
}

/** Or why there is none. */
async function readSchema(
  adapter: Adapter,
  { name, query }: TableDocument,
  options: CallOptions,
): Promise<EntitySchema | AdapterError> {
  try {
    const [schema] = (await adapter.introspect?.([name], options)) ?? []
    return schema ?? new AdapterError('schema-mismatch', 'It was not described.')
  } catch (error) {
    if (error instanceof AdapterError && (error.code === 'schema-mismatch' || (query !== undefined && error.code === 'fault')))
      return error
    throw error
  }
}

/** The words of the driver are the author's, who wrote the query: there is no value of a row in them. */
function notThere(
  { at, path, pathAt, query }: TableDocument,
  source: SourceDocument,
  error: AdapterError,
  tables: readonly string[],
): Diagnostic {
  if (query === undefined) {
    const name = path.join('.')
    const message = `The database of the source ${source.name} has no table ${name}.${tableAdvice(name, tables)}`
    return diagnostic('schema.table-unknown', pathAt ?? at, message)
  }
  const reason = error.cause instanceof Error ? error.cause.message : error.message
  const message = `The database of the source ${source.name} does not take this query: ${reason}`
  return diagnostic('schema.query-refused', query.at, message)
}

const mostTables = 12

function tableAdvice(name: string, tables: readonly string[]): string {
  const nearest = nearestNames(name, tables, 3)
  if (nearest.length > 0) return ` Did you mean ${nearest.join(' or ')}?`
  const more = tables.length > mostTables ? ` and ${tables.length - mostTables} more` : ''
  return tables.length === 0 ? '' : ` It has ${tables.slice(0, mostTables).join(', ')}${more}.`
}
