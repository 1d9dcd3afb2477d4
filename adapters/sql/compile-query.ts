/** A query to SQL text and what is bound in it. knex puts the clauses together; done once for each shape. */
import knexModule, { type Knex } from 'knex'
import {
  AdapterError,
  type CountQuery,
  type EntityPlace,
  type Field,
  type Join,
  type Predicate,
  type Scalar,
  type SourceQuery,
} from '../../src/spi/index.js'
import { compileAfter, compileOrder, termsOf } from './compile-order.js'
import { type Compilation, columnOf, compileJoin, compilePredicate, type NativeText, type Scope } from './compile-predicate.js'
import { type Decode, type Dialect, fromEntity, showQuestionMarks } from './dialect.js'
import type { Binding, Encode, Fragment } from './fragment.js'

export interface CompiledQuery {
  readonly text: string
  /** In the order of the text. */
  readonly bindings: readonly Binding[]
  /** In the order of `select`; undefined: as it comes. */
  readonly decoders: readonly (Decode | undefined)[]
}

export interface QueryCompiler {
  /** `slots` is the number of values in the query's shape. */
  compileRead(query: SourceQuery, slots: number): CompiledQuery
  compileCount(query: CountQuery, capped: boolean, slots: number): CompiledQuery
}

export interface CompilerOptions {
  readonly dialect: Dialect
  readonly maxInList: number
  placeOf(entity: string): EntityPlace
  expressionOf(name: string): NativeText | undefined
}

export function createCompiler(options: CompilerOptions): QueryCompiler {
  // Without a connection: knex only writes text.
  const knex = knexModule.knex({ client: options.dialect.client, useNullAsDefault: true })
  return {
    compileRead: (query, slots) => compileRead(query, slots, knex, options),
    compileCount: (query, capped, slots) => compileCount(query, capped, slots, knex, options),
  }
}

export const bindValues = ({ bindings }: CompiledQuery, values: readonly Scalar[]): unknown[] =>
  bindings.map(({ slot, encode }) => encode(values[slot] ?? null))

const asItIs: Encode = value => value

function compileRead(query: SourceQuery, slots: number, knex: Knex, options: CompilerOptions): CompiledQuery {
  const { compilation, uses, taken } = startCompilation(options)
  const builder = knex.queryBuilder()
  const scope = compileSource(query, builder, knex, compilation, uses)
  const lacking = new Set(query.joins.filter(join => join.optional).map(join => join.alias))
  const terms = termsOf(query.orderBy, scope, lacking, compilation)
  if (query.after !== undefined) addWhere(builder, compileAfter(terms, query.after, compilation), uses)
  builder.select(query.select.map(field => knex.raw(columnOf(field, scope, compilation).sql)))
  if (query.select.length === 0) builder.select(knex.raw('1'))
  for (const order of compileOrder(terms, options.dialect.nullsAre)) builder.orderByRaw(order)
  if (query.limit !== undefined) builder.limit(uses.add({ slot: compilation.takeSlot(), encode: asItIs }))
  return finish(builder, uses, query.select, options.dialect, taken() === slots)
}

function compileCount(query: CountQuery, capped: boolean, slots: number, knex: Knex, options: CompilerOptions): CompiledQuery {
  const { compilation, uses, taken } = startCompilation(options)
  const rows = knex.queryBuilder()
  compileSource(query, rows, knex, compilation, uses)
  if (!capped) return finish(rows.select(knex.raw('count(*)')), uses, [], options.dialect, taken() === slots)
  rows.select(knex.raw('1 as x')).limit(uses.add({ slot: compilation.takeSlot(), encode: asItIs }))
  const builder = knex.select(knex.raw('count(*)')).from(rows.as('c'))
  return finish(builder, uses, [], options.dialect, taken() === slots)
}

function startCompilation({ dialect, maxInList, placeOf, expressionOf }: CompilerOptions) {
  let next = 0
  const compilation: Compilation = { dialect, maxInList, placeOf, expressionOf, takeSlot: () => next++ }
  return { compilation, uses: new Uses(), taken: () => next }
}

/** What is bound goes through knex as a number, and comes back in the order of the text. */
class Uses {
  readonly #bindings: Binding[] = []

  /** From 1: knex takes a limit of 0 for something else. */
  add(binding: Binding): number {
    return this.#bindings.push(binding)
  }

  at(use: unknown): Binding {
    const binding = this.#bindings[Number(use) - 1]
    if (binding === undefined) throw new AdapterError('fault', 'A query was compiled to SQL with a value that it does not have.')
    return binding
  }
}

function compileSource(
  { from, joins, where, ...rest }: CountQuery | SourceQuery,
  builder: Knex.QueryBuilder,
  knex: Knex,
  compilation: Compilation,
  uses: Uses,
): Scope {
  const place = compilation.placeOf(from.entity)
  const scope = new Map([[from.alias, place]])
  builder.from(knex.raw(fromEntity(compilation.dialect, place, from)))
  const used = aliasesIn({ from, joins, ...(where === undefined ? {} : { where }), ...rest })
  for (const join of joins) {
    // Compiled all the same, so that its slots are taken.
    const { text, bindings } = compileJoin(join, scope, compilation)
    if (used.has(join.alias))
      builder.joinRaw(
        text,
        bindings.map(binding => uses.add(binding)),
      )
  }
  if (where !== undefined) addWhere(builder, compilePredicate(where, scope, compilation), uses)
  return scope
}

function addWhere(builder: Knex.QueryBuilder, { text, bindings }: Fragment, uses: Uses): void {
  builder.whereRaw(
    text,
    bindings.map(binding => uses.add(binding)),
  )
}

function finish(
  builder: Knex.QueryBuilder,
  uses: Uses,
  select: readonly Field[],
  dialect: Dialect,
  complete: boolean,
): CompiledQuery {
  // A slot missed would bind the values of one test to another.
  if (!complete) throw new AdapterError('fault', 'A query was compiled to SQL with other values than it has.')
  const native = builder.toSQL().toNative()
  return {
    text: showQuestionMarks(dialect.finish(native.sql)),
    bindings: native.bindings.map(use => uses.at(use)),
    decoders: select.map(field => dialect.decode(field)),
  }
}

/** The aliases that something needs. A left join to one row that nothing needs changes nothing, and is left out. */
function aliasesIn({ joins, where, ...page }: CountQuery | SourceQuery): ReadonlySet<string> {
  const used = new Set<string>()
  const add = (field: Field) => used.add(field.alias)
  if (where !== undefined) visitFields(where, add)
  if ('select' in page) {
    page.select.forEach(add)
    for (const { by } of page.orderBy) ('coalesce' in by ? by.coalesce : [by]).forEach(add)
  }
  for (const join of joins.toReversed()) {
    if (!join.optional) used.add(join.alias)
    if (used.has(join.alias)) visitJoin(join, add)
  }
  return used
}

function visitJoin({ on, where }: Join, visit: (field: Field) => void): void {
  on.flat().forEach(visit)
  if (where !== undefined) visitFields(where, visit)
}

function visitFields(predicate: Predicate, visit: (field: Field) => void): void {
  switch (predicate.op) {
    case 'and':
    case 'or':
      for (const part of predicate.of) visitFields(part, visit)
      return
    case 'not':
      visitFields(predicate.of, visit)
      return
    case 'inTuples':
      predicate.fields.forEach(visit)
      return
    case 'exists':
      for (const join of [predicate.join, ...(predicate.joins ?? [])]) visitJoin(join, visit)
      if (predicate.where !== undefined) visitFields(predicate.where, visit)
      return
    case 'compare':
      if ('name' in predicate.to) visit(predicate.to)
      visit(predicate.field)
      return
    default:
      visit(predicate.field)
  }
}
