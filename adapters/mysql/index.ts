/** The adapter for MySQL and MariaDB servers. */
import type { AdapterModule } from '../../src/spi/index.js'
import { openServer } from '../sql/open-server.js'
import { addressOf, type ServerConfig, serverConfigSchema } from '../sql/server-config.js'
import { sourceNames } from '../sql/source-names.js'
import { createDialect } from './dialect.js'
import { Connections, mysqlError } from './driver.js'
import { describe, findTable, readColumns } from './introspection.js'

const defaultPort = 3306

export const mysql: AdapterModule<ServerConfig> = {
  spiVersion: 1,
  name: 'mysql',
  configSchema: serverConfigSchema(defaultPort, 'MySQL or MariaDB'),
  async open(config, schema, options) {
    const address = addressOf(config, defaultPort)
    return await openServer(
      {
        names: sourceNames(schema, mysql.name),
        maxConnections: address.maxConnections,
        connections: new Connections(address),
        productOf: ({ session: { product, readOnly } }) => ({ product: `${product.name} ${product.version}`, readOnly }),
        async readColumns(connection, path) {
          const table = await findTable(connection, path)
          const columns = table === undefined ? [] : await readColumns(connection, table)
          return new Map(columns.map(column => [keyOf(column.name), column]))
        },
        keyOf,
        createDialect,
        describe,
        toAdapterError: mysqlError,
      },
      schema,
      options,
    )
  },
}

/** Case does not count in the names of columns. */
const keyOf = (name: string): string => name.toLowerCase()
