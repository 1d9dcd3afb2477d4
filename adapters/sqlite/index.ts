/** The adapter for SQLite files: the demo, small departmental databases, and the tests. */
import { resolve } from 'node:path'
import {
  type Adapter,
  AdapterError,
  type AdapterModule,
  assertSupported,
  type CountOptions,
  type CountQuery,
  type EntitySchema,
  fullCapabilities,
  type Health,
  type Row,
  type SourceQuery,
  type SourceSchema,
} from '../../src/spi/index.js'
import { bindValues, createCompiler, type QueryCompiler } from '../sql/compile-query.js'
import { shapeOfCount, shapeOfRead } from '../sql/shape.js'
import { type SourceNames, sourceNames } from '../sql/source-names.js'
import { Connection, CurrentConnection } from './connection.js'
import { createDialect } from './dialect.js'
import { toAdapterError } from './driver.js'
import { describeQuery, describeTable, listTables, type Table } from './introspection.js'
import { assertNotAborted, readBatches } from './read.js'
import { type Cursor, ReadStatement } from './statement.js'
import type { StorageFacts } from './storage-facts.js'

export interface SqliteConfig {
  readonly file: string
}

export const sqlite: AdapterModule<SqliteConfig> = {
  spiVersion: 1,
  name: 'sqlite',
  configSchema: {
    type: 'object',
    required: ['file'],
    properties: { file: { type: 'string', description: 'Path of the database file. It must exist; it is opened read-only.' } },
    additionalProperties: false,
  },
  open: async ({ file }, schema) => new SqliteAdapter(resolve(file.trim()), schema),
}

/** A result of at most so many rows is read in one call. */
const atOnce = 1000
const capabilities = fullCapabilities
const { maxInList } = capabilities

class SqliteAdapter implements Adapter {
  readonly #schema: SourceSchema
  readonly #names: SourceNames
  readonly #current: CurrentConnection

  constructor(file: string, schema: SourceSchema) {
    this.#schema = schema
    this.#names = sourceNames(schema, sqlite.name)
    this.#current = new CurrentConnection(() => new Connection(file, facts => this.#compilerOf(facts)))
  }

  capabilities = () => capabilities

  read: Adapter['read'] = (query, options) =>
    readBatches(() => {
      const few = query.limit === undefined ? this.#readIfFew(query, Math.min(options.batchSize, atOnce)) : undefined
      if (few !== undefined) return { small: true, all: () => few, open: () => this.#openCursor(query) }
      const small = query.limit !== undefined && query.limit <= atOnce
      return { small, all: () => this.#readWhole(query), open: () => this.#openCursor(query) }
    }, options)

  /**
   * A result of unknown size is mostly a short one, such as the child rows of a page, and a short one costs half as much when it is
   * taken whole. Undefined when there are more rows than `atMost`: then it is read again, in batches.
   */
  #readIfFew(query: SourceQuery, atMost: number): readonly Row[] | undefined {
    const rows = this.#readWhole({ ...query, limit: atMost + 1 })
    return rows.length > atMost ? undefined : rows
  }

  #readWhole(query: SourceQuery): readonly Row[] {
    const { key, values } = shapeOfRead(query, maxInList)
    return this.#statementOf(this.#current.get(), query, key, values.length).readAll(values)
  }

  #openCursor(query: SourceQuery): Cursor {
    const { key, values } = shapeOfRead(query, maxInList)
    const connection = this.#current.get()
    return this.#statementOf(connection, query, key, values.length).open(values, connection)
  }

  async count(query: CountQuery, { atMost, signal }: CountOptions): Promise<number> {
    assertNotAborted(signal)
    try {
      const { key, values } = shapeOfCount(query, atMost, maxInList)
      const { database, compiler, counts } = this.#current.get()
      let known = counts.get(key)
      if (known === undefined) {
        assertSupported(query, this.capabilities)
        const compiled = compiler.compileCount(query, atMost !== undefined, values.length)
        known = { compiled, statement: database.prepare(compiled.text).pluck() }
        counts.set(key, known)
      }
      return Number(known.statement.get(...bindValues(known.compiled, values)))
    } catch (error) {
      throw toAdapterError(error)
    }
  }

  explain: NonNullable<Adapter['explain']> = async query => {
    try {
      const { key, values } = shapeOfRead(query, maxInList)
      const { text, bindings } = this.#statementOf(this.#current.get(), query, key, values.length).compiled
      const parameterTypes = bindings.map(({ slot, encode }) => typeName(encode(values[slot] ?? null)))
      return [{ language: 'sql', text, parameterTypes }]
    } catch (error) {
      throw toAdapterError(error)
    }
  }

  introspect: NonNullable<Adapter['introspect']> = async (entities, { signal }) => {
    assertNotAborted(signal)
    try {
      const { database } = this.#current.get()
      if (entities !== 'all') return entities.map(entity => this.#describe(database, entity))
      return listTables(database).map(table =>
        describeTable(database, table, this.#names.entityOf(table.name), name => this.#names.entityOf(name)),
      )
    } catch (error) {
      throw toAdapterError(error)
    }
  }

  async health(): Promise<Health> {
    try {
      return {
        status: 'up',
        readOnly: 'enforced',
        product: `SQLite ${this.#current.get().database.prepare('select sqlite_version()').pluck().get()}`,
      }
    } catch (error) {
      return { status: 'down', readOnly: 'enforced', detail: toAdapterError(error).message }
    }
  }

  async close(): Promise<void> {
    this.#current.close()
  }

  #statementOf({ database, compiler, reads }: Connection, query: SourceQuery, key: string, slots: number): ReadStatement {
    const known = reads.get(key)
    if (known !== undefined) return known
    assertSupported(query, this.capabilities)
    const statement = new ReadStatement(database, compiler.compileRead(query, slots), numbersIn(query))
    reads.set(key, statement)
    return statement
  }

  #compilerOf(facts: StorageFacts): QueryCompiler {
    return createCompiler({
      dialect: createDialect(facts),
      maxInList,
      ...this.#names,
    })
  }

  #describe(database: Connection['database'], entity: string): EntitySchema {
    const place = this.#schema.entities[entity]
    if (place !== undefined && 'native' in place) return describeQuery(database, entity, place.native)
    return describeTable(database, this.#tableOf(database, entity), entity, name => this.#names.entityOf(name))
  }

  #tableOf(database: Connection['database'], entity: string): Table {
    const path = this.#names.pathOf(entity)
    const name = path.at(-1)?.toLowerCase()
    const found = listTables(database, path.at(-2)).find(table => table.name.toLowerCase() === name)
    if (found === undefined) throw new AdapterError('schema-mismatch', `There is no table for the entity ${entity}.`)
    return found
  }
}

/** Places of `select` where a double might have rounded an integer. */
const numbersIn = ({ select }: SourceQuery): readonly number[] =>
  select.flatMap(({ type }, place) => (type === 'integer' || type === 'decimal' ? [place] : []))

const typeName = (value: unknown): string => {
  if (typeof value === 'number') return 'real'
  if (typeof value === 'bigint') return 'integer'
  return typeof value === 'string' ? 'text' : 'blob'
}
