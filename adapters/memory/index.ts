/** The reference adapter: tables given as objects. Small and plain, so that it can be right. */
import {
  type Adapter,
  AdapterError,
  type AdapterModule,
  assertSupported,
  type CallOptions,
  type EntityCapabilities,
  type EntitySchema,
  fullCapabilities,
  type ReadOptions,
  type Row,
  type SourceQuery,
  type SourceSchema,
} from '../../src/spi/index.js'
import { countRows, type FindTable, selectRows } from './select-rows.js'
import { type MemoryConfig, type MemoryTable, type OpenTable, openTable } from './tables.js'

export type { MemoryColumn, MemoryConfig, MemoryTable } from './tables.js'

export const memory: AdapterModule<MemoryConfig> = {
  spiVersion: 1,
  name: 'memory',
  configSchema: {
    type: 'object',
    required: ['tables'],
    properties: { tables: { type: 'object' }, capabilities: { type: 'object' } },
    additionalProperties: false,
  },
  open: async (config, schema) => openMemory(config, schema),
}

function openMemory(config: MemoryConfig, schema: SourceSchema): Adapter {
  const capabilities: EntityCapabilities = { ...fullCapabilities, ...config.capabilities }
  const capabilitiesOf = () => capabilities
  const opened = new Map<string, OpenTable>()
  const expressions = expressionsOf(schema)
  const tableOf: FindTable = entity => {
    const known = schema.entities[entity]
    if (known === undefined) throw new AdapterError('schema-mismatch', `There is no entity ${entity}.`)
    const table = opened.get(entity) ?? openTable(entity, config.tables, known, expressions)
    opened.set(entity, table)
    return table
  }
  return {
    capabilities: capabilitiesOf,
    read: (query, options) => readBatches(query, options, tableOf, capabilitiesOf),
    async count(query, { atMost, signal }) {
      assertNotAborted(signal)
      assertSupported(query, capabilitiesOf)
      return Math.min(countRows(query, tableOf), atMost ?? Number.POSITIVE_INFINITY)
    },
    async introspect(entities, { signal }) {
      assertNotAborted(signal)
      if (entities !== 'all') return entities.map(entity => describeTable(entity, tableOf(entity)))
      return Object.entries(config.tables).map(([name, table]) => describeTable(entityOf(name, schema), table))
    },
    health: async () => ({ status: 'up', readOnly: 'enforced', product: 'memory' }),
    close: async () => {},
  }
}

/** Memory has no language: an expression is the name of a column, which stands in for it. */
const expressionsOf = ({ fields = {} }: SourceSchema): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(fields).flatMap(([name, { memory: text = [] }]) => {
      const [only] = text
      return text.length === 1 && typeof only === 'object' ? [[name, only.field] as const] : []
    }),
  )

/** Under which name maps know a table; its own when none does. */
const entityOf = (table: string, schema: SourceSchema): string =>
  Object.entries(schema.entities).find(
    ([entity, place]) => entity === table || ('path' in place && place.path.join('.') === table),
  )?.[0] ?? table

async function* readBatches(
  query: SourceQuery,
  { signal, batchSize }: ReadOptions,
  tableOf: FindTable,
  capabilitiesOf: () => EntityCapabilities,
): AsyncGenerator<readonly Row[]> {
  assertNotAborted(signal)
  assertSupported(query, capabilitiesOf)
  const rows = selectRows(query, tableOf)
  for (let start = 0; start < rows.length; start += batchSize) {
    assertNotAborted(signal)
    yield rows.slice(start, start + batchSize)
  }
}

function assertNotAborted(signal: CallOptions['signal']): void {
  if (signal.aborted) throw new AdapterError('cancelled', 'The read was cancelled.', signal.reason)
}

const describeTable = (entity: string, { columns, key, rows, indexes = [] }: MemoryTable): EntitySchema => ({
  entity,
  kind: 'table',
  rows: rows.length,
  fields: columns.map(({ name, type, nativeType = type, nullable = !key.includes(name), collation }) => ({
    name,
    type,
    nativeType,
    nullable,
    ...(collation === undefined ? {} : { collation }),
  })),
  keys: [{ fields: key, primary: true }],
  references: [],
  indexes: [{ fields: key, unique: true }, ...indexes],
})
