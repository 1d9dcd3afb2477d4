/** Opens the database of each source and asks it what its tables are. */
import { existsSync } from 'node:fs'
import type { Diagnostic } from '../kernel/diagnostics.js'
import type { SourceDocument } from '../mapping/language/document.js'
import { type Adapter, AdapterError, type CallOptions, type EntitySchema, type Health } from '../spi/index.js'
import type { ChosenAdapter } from './adapters.js'
import { writeDemoDatabase } from './demo-database.js'
import { StartRefused } from './start-refused.js'

export interface OpenSource {
  readonly source: SourceDocument
  readonly adapter: Adapter
  readonly adapterName: string
  readonly health: Health
  /** By the name that maps use; undefined where the adapter cannot tell. */
  readonly schemaOf: (table: string) => EntitySchema | undefined
}

export interface Opening {
  readonly options: CallOptions
  readonly diagnostics: Diagnostic[]
  readonly say: (line: string) => void
}

/** Throws StartRefused when the source cannot be reached; a table that is not there is a diagnostic. */
export async function openSource(source: SourceDocument, chosen: ChosenAdapter, opening: Opening): Promise<OpenSource> {
  const { config, module, options, files } = chosen
  const [file] = files
  if (config.demo !== undefined && file !== undefined) await writeDemoDatabase(file, opening.say)
  const place = `${config.at.file}:${config.at.line}:${config.at.column}`
  if (file !== undefined && !existsSync(file))
    throw new StartRefused([`${place} The source ${config.name} has no database: there is no file ${file}.`])
  const entities = Object.fromEntries([...source.tables].map(([name, { path }]) => [name, { path }]))
  let adapter: Adapter | undefined
  try {
    adapter = await module.open(options, { entities }, opening.options)
    const schemas = await readSchemas(adapter, source, opening)
    const health = await adapter.health(opening.options)
    return { source, adapter, adapterName: module.name, health, schemaOf: table => schemas.get(table) }
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
  for (const [name, { at, path }] of source.tables) {
    const schema = await readSchema(adapter, name, opening.options)
    if (schema !== undefined) schemas.set(name, schema)
    else {
      const message = `The database of the source ${source.name} has no table ${path.join('.')}.`
      opening.diagnostics.push({ severity: 'error', code: 'schema.table-unknown', at, message })
    }
  }
  return schemas
}

async function readSchema(adapter: Adapter, table: string, options: CallOptions): Promise<EntitySchema | undefined> {
  try {
    return (await adapter.introspect?.([table], options))?.[0]
  } catch (error) {
    if (error instanceof AdapterError && error.code === 'schema-mismatch') return undefined
    throw error
  }
}
