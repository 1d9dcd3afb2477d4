/** The adapter for MySQL and MariaDB servers. */
import type { Adapter, AdapterModule, CallOptions, SourceSchema } from '../../src/spi/index.js'
import { Call } from '../sql/call.js'
import { ServerAdapter } from '../sql/server-adapter.js'
import { addressOf, type ServerConfig, serverConfigSchema } from '../sql/server-config.js'
import { sourceNames } from '../sql/source-names.js'
import { createDialect, type FactsOf } from './dialect.js'
import { Connections, mysqlError, type PooledConnection } from './driver.js'
import { type ColumnFacts, describe, findTable, readColumns } from './introspection.js'

const defaultPort = 3306

export const mysql: AdapterModule<ServerConfig> = {
  spiVersion: 1,
  name: 'mysql',
  configSchema: serverConfigSchema(defaultPort, 'MySQL or MariaDB'),
  open: openMysql,
}

async function openMysql(config: ServerConfig, schema: SourceSchema, options: CallOptions): Promise<Adapter> {
  const address = addressOf(config, defaultPort)
  const names = sourceNames(schema, mysql.name)
  const connections = new Connections(address)
  const call = new Call(options)
  try {
    const connection = await call.acquire(connections, options.timeoutMs)
    const { product, readOnly } = connection.session
    const factsOf = await call.wait(readFacts(connection, schema))
    const describeEntities = (lent: PooledConnection, entities: readonly string[] | 'all') =>
      describe(lent, entities, names, nativeIn(schema))
    return new ServerAdapter(
      {
        product: `${product.name} ${product.version}`,
        readOnly,
        dialect: createDialect(factsOf),
        maxConnections: address.maxConnections,
        acquire: () => connections.acquire(),
        describe: describeEntities,
        toAdapterError: mysqlError,
        close: () => connections.close(),
      },
      names,
    )
  } catch (error) {
    call.fail()
    await connections.close()
    throw mysqlError(error)
  } finally {
    call.end()
  }
}

const nativeIn =
  ({ entities }: SourceSchema) =>
  (entity: string): string | undefined => {
    const place = entities[entity]
    return place !== undefined && 'native' in place ? place.native : undefined
  }

/** SQL depends on the types and collations of columns, so these are read before the first question. A table that is not there is told when it is asked for. */
async function readFacts(connection: PooledConnection, { entities }: SourceSchema): Promise<FactsOf> {
  const facts = new Map<string, ReadonlyMap<string, ColumnFacts>>()
  for (const place of Object.values(entities)) {
    if ('native' in place || facts.has(JSON.stringify(place.path))) continue
    const table = await findTable(connection, place.path)
    const columns = table === undefined ? [] : await readColumns(connection, table)
    facts.set(JSON.stringify(place.path), new Map(columns.map(column => [column.name.toLowerCase(), column])))
  }
  return ({ place, field, isExpression }) =>
    isExpression || 'native' in place ? undefined : facts.get(JSON.stringify(place.path))?.get(field.name.toLowerCase())
}
