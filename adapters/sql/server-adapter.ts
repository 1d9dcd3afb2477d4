/** An adapter for a database server: the part that all servers share. The rest is a Server, with its dialect. */
import {
  type Adapter,
  AdapterError,
  assertSupported,
  type CallOptions,
  type CountOptions,
  type CountQuery,
  type EntityCapabilities,
  fullCapabilities,
  type Health,
  type ReadOptions,
  type Row,
  type Scalar,
  type SourceQuery,
} from '../../src/spi/index.js'
import { Call } from './call.js'
import { bindValues, type CompiledQuery, createCompiler, type QueryCompiler } from './compile-query.js'
import type { Server, ServerConnection, ServerRow } from './server.js'
import { shapeOfCount, shapeOfRead } from './shape.js'
import { ShapeCache } from './shape-cache.js'
import type { SourceNames } from './source-names.js'

const shapesKept = 500
/** A result of at most so many rows is taken whole, and its connection is free again before the rows are looked at. */
const atOnce = 1000
const { maxInList } = fullCapabilities

export class ServerAdapter<Connection extends ServerConnection> implements Adapter {
  readonly #server: Server<Connection>
  readonly #compiler: QueryCompiler
  readonly #capabilities: EntityCapabilities
  readonly #compiled = new ShapeCache<CompiledQuery>(shapesKept)
  #isClosed = false

  constructor(server: Server<Connection>, names: SourceNames) {
    this.#server = server
    this.#compiler = createCompiler({ dialect: server.dialect, maxInList, ...names })
    this.#capabilities = { ...fullCapabilities, cancellation: 'server', maxConcurrentReads: server.maxConnections }
  }

  capabilities = () => this.#capabilities

  async *read(query: SourceQuery, options: ReadOptions): AsyncGenerator<readonly Row[]> {
    const call = this.#begin(options)
    try {
      const { compiled, bound } = this.#compileRead(query)
      const connection = await call.acquire(this.#server, options.timeoutMs)
      if (query.limit !== undefined && query.limit <= atOnce) {
        const rows = decodeRows(await call.wait(connection.query(compiled.text, bound)), compiled)
        call.end()
        for (let start = 0; start < rows.length; start += options.batchSize) yield rows.slice(start, start + options.batchSize)
        return
      }
      const rows = connection.stream(compiled.text, bound)
      for (;;) {
        const batch = await call.wait(rows.next(options.batchSize))
        if (batch.length === 0) return
        yield decodeRows(batch, compiled)
      }
    } catch (error) {
      call.fail()
      throw this.#server.toAdapterError(error)
    } finally {
      call.end()
    }
  }

  count(query: CountQuery, options: CountOptions): Promise<number> {
    return this.#ask(options, async (connection, call) => {
      const { key, values } = shapeOfCount(query, options.atMost, maxInList)
      const compiled = this.#once(key, query, () =>
        this.#compiler.compileCount(query, options.atMost !== undefined, values.length),
      )
      const [row] = await call.wait(connection.query(compiled.text, bindValues(compiled, values)))
      return Number(row?.[0])
    })
  }

  explain: NonNullable<Adapter['explain']> = async query => {
    try {
      const { compiled, bound } = this.#compileRead(query)
      return [{ language: 'sql', text: compiled.text, parameterTypes: bound.map(typeName) }]
    } catch (error) {
      throw this.#server.toAdapterError(error)
    }
  }

  introspect: NonNullable<Adapter['introspect']> = (entities, options) =>
    this.#ask(options, (connection, call) => call.wait(this.#server.describe(connection, entities)))

  async health(options: CallOptions): Promise<Health> {
    const { product, readOnly } = this.#server
    try {
      await this.#ask(options, (connection, call) => call.wait(connection.query('select 1', [])))
      return { status: 'up', readOnly, product }
    } catch (error) {
      return { status: 'down', readOnly, product, detail: this.#server.toAdapterError(error).message }
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#server.close()
  }

  async #ask<Answer>(options: CallOptions, ask: (connection: Connection, call: Call) => Promise<Answer>): Promise<Answer> {
    const call = this.#begin(options)
    try {
      return await ask(await call.acquire(this.#server, options.timeoutMs), call)
    } catch (error) {
      call.fail()
      throw this.#server.toAdapterError(error)
    } finally {
      call.end()
    }
  }

  #begin(options: CallOptions): Call {
    if (this.#isClosed) throw new AdapterError('unavailable', 'The source was closed.')
    return new Call(options)
  }

  #compileRead(query: SourceQuery): { readonly compiled: CompiledQuery; readonly bound: readonly unknown[] } {
    const { key, values } = shapeOfRead(query, maxInList)
    const compiled = this.#once(key, query, () => this.#compiler.compileRead(query, values.length))
    return { compiled, bound: bindValues(compiled, values) }
  }

  #once(key: string, query: SourceQuery | CountQuery, compile: () => CompiledQuery): CompiledQuery {
    const known = this.#compiled.get(key)
    if (known !== undefined) return known
    assertSupported(query, this.capabilities)
    const compiled = compile()
    this.#compiled.set(key, compiled)
    return compiled
  }
}

function decodeRows(rows: readonly ServerRow[], { decoders }: CompiledQuery): readonly Row[] {
  return rows.map(row =>
    decoders.map((decode, place): Scalar => {
      const value = row[place] ?? null
      return value === null || decode === undefined ? (value as Scalar) : decode(value)
    }),
  )
}

const typeName = (value: unknown): string =>
  value instanceof Uint8Array ? 'binary' : typeof value === 'number' ? 'number' : 'text'
