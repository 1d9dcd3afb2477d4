/** The adapter for PostgreSQL servers. */
import type { AdapterModule } from '../../src/spi/index.js'
import { openServer } from '../sql/open-server.js'
import { addressOf, type ServerConfig, serverConfigSchema } from '../sql/server-config.js'
import { sourceNames } from '../sql/source-names.js'
import { createDialect } from './dialect.js'
import { Connections, postgresError } from './driver.js'
import { describe, findTable, readColumns } from './introspection.js'

const defaultPort = 5432

export const postgres: AdapterModule<ServerConfig> = {
  spiVersion: 1,
  name: 'postgres',
  configSchema: serverConfigSchema(defaultPort, 'PostgreSQL'),
  async open(config, schema, options) {
    const address = addressOf(config, defaultPort)
    return await openServer(
      {
        names: sourceNames(schema, postgres.name),
        maxConnections: address.maxConnections,
        connections: new Connections(address),
        productOf: ({ session: { version, readOnly } }) => ({ product: `PostgreSQL ${version}`, readOnly }),
        async readColumns(connection, path) {
          const table = await findTable(connection, path)
          const columns = table === undefined ? [] : await readColumns(connection, table)
          return new Map(columns.map(column => [keyOf(column.name), column]))
        },
        keyOf,
        createDialect,
        describe,
        toAdapterError: postgresError,
      },
      schema,
      options,
    )
  },
}

/** Case counts in names. */
const keyOf = (name: string): string => name
