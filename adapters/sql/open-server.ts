/** Opens a database server: one connection reads what SQL depends on, and the adapter is made from that. */
import type { Adapter, AdapterError, CallOptions, EntityPlace, EntitySchema, SourceSchema } from '../../src/spi/index.js'
import { Call } from './call.js'
import type { Column, Dialect } from './dialect.js'
import { prepareFolding } from './fold-pattern.js'
import type { ServerConnection } from './server.js'
import { ServerAdapter } from './server-adapter.js'
import type { SourceNames } from './source-names.js'

export interface ServerParts<Connection extends ServerConnection, Facts> {
  readonly names: SourceNames
  readonly maxConnections: number
  readonly connections: { acquire(): Promise<Connection>; close(): Promise<void> }
  productOf(connection: Connection): { readonly product: string; readonly readOnly: 'enforced' | 'requested' }
  /** By the name of a column, in the form of `keyOf`. Empty when there is no such table. */
  readColumns(connection: Connection, path: readonly string[]): Promise<ReadonlyMap<string, Facts>>
  keyOf(column: string): string
  createDialect(factsOf: (column: Column) => Facts | undefined): Dialect
  describe(connection: Connection, entities: readonly string[] | 'all', names: SourceNames): Promise<readonly EntitySchema[]>
  toAdapterError(error: unknown): AdapterError
}

export async function openServer<Connection extends ServerConnection, Facts>(
  parts: ServerParts<Connection, Facts>,
  schema: SourceSchema,
  options: CallOptions,
): Promise<Adapter> {
  const { connections, names, toAdapterError, maxConnections } = parts
  prepareFolding()
  const call = new Call(options)
  try {
    const connection = await call.acquire(connections, options.timeoutMs)
    const factsOf = await call.wait(readFacts(connection, Object.values(schema.entities), parts))
    return new ServerAdapter(
      {
        ...parts.productOf(connection),
        dialect: parts.createDialect(factsOf),
        maxConnections,
        acquire: () => connections.acquire(),
        describe: (lent, entities) => parts.describe(lent, entities, names),
        toAdapterError,
        close: () => connections.close(),
      },
      names,
    )
  } catch (error) {
    call.fail()
    await connections.close()
    throw toAdapterError(error)
  } finally {
    call.end()
  }
}

/** SQL depends on the types and collations of columns. A table that is not there is told when it is asked for. */
async function readFacts<Connection extends ServerConnection, Facts>(
  connection: Connection,
  places: readonly EntityPlace[],
  { readColumns, keyOf }: ServerParts<Connection, Facts>,
): Promise<(column: Column) => Facts | undefined> {
  const tables = new Map<string, ReadonlyMap<string, Facts>>()
  for (const place of places) {
    if ('native' in place || tables.has(JSON.stringify(place.path))) continue
    tables.set(JSON.stringify(place.path), await readColumns(connection, place.path))
  }
  return ({ place, field, isExpression }) =>
    isExpression || 'native' in place ? undefined : tables.get(JSON.stringify(place.path))?.get(keyOf(field.name))
}
