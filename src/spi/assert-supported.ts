/** Refuses a query that asks for what a source did not declare: the engine must never send one. */
import { AdapterError } from './adapter-error.js'
import type { CountQuery, EntityCapabilities, Field, Join, Predicate, SourceQuery } from './contract.js'

type Logic = EntityCapabilities['logic'][number]
type Filter = EntityCapabilities['filters'][string][number]
type CapabilitiesOf = (entity: string) => EntityCapabilities

/** Throws `unsupported`. The answer depends on the query's shape and on the length of its lists alone, so it may be asked once per shape. */
export function assertSupported(query: SourceQuery | CountQuery, capabilitiesOf: CapabilitiesOf): void {
  const check = new SupportCheck(capabilitiesOf, capabilitiesOf(query.from.entity))
  check.alias(query.from.alias, query.from.entity)
  if (query.joins.length > 0) check.logic('join')
  check.joins(query.joins)
  if (query.where !== undefined) check.predicate(query.where)
  if ('select' in query) check.page(query)
  else if (!check.root.count) refuse('counting')
  check.parameters()
}

const refuse = (what: string): never => {
  throw new AdapterError('unsupported', `This source did not declare ${what}.`)
}

class SupportCheck {
  readonly root: EntityCapabilities
  readonly #capabilitiesOf: CapabilitiesOf
  readonly #entities = new Map<string, EntityCapabilities>()
  #parameters = 0

  constructor(capabilitiesOf: CapabilitiesOf, root: EntityCapabilities) {
    this.#capabilitiesOf = capabilitiesOf
    this.root = root
  }

  alias(alias: string, entity: string): void {
    this.#entities.set(alias, this.#capabilitiesOf(entity))
  }

  joins(joins: readonly Join[]): void {
    for (const join of joins) {
      this.alias(join.alias, join.entity)
      if (join.where !== undefined) this.predicate(join.where)
    }
  }

  page({ orderBy, after, limit }: SourceQuery): void {
    for (const { by } of orderBy) {
      for (const field of 'coalesce' in by ? by.coalesce : [by]) {
        const { sorts } = this.#of(field)
        if (sorts !== '*' && !sorts.includes(field.name)) refuse(`sorting by ${field.name}`)
      }
    }
    if (after !== undefined && !this.root.seek) refuse('a keyset position')
    if (after !== undefined && after.length !== orderBy.length) {
      throw new AdapterError('unsupported', 'A keyset position must have one value for each order.')
    }
    if (limit !== undefined && !this.root.limit) refuse('a limit')
    this.#parameters += (after?.length ?? 0) + (limit === undefined ? 0 : 1)
  }

  parameters(): void {
    if (this.#parameters > this.root.maxParameters) refuse(`more than ${this.root.maxParameters} parameters`)
  }

  logic(logic: Logic): void {
    if (!this.root.logic.includes(logic)) refuse(`'${logic}'`)
  }

  predicate(predicate: Predicate): void {
    switch (predicate.op) {
      case 'and':
      case 'or':
        if (predicate.op === 'or') this.logic('or')
        for (const part of predicate.of) this.predicate(part)
        return
      case 'not':
        this.logic('not')
        this.predicate(predicate.of)
        return
      case 'compare':
        this.#filter(predicate.field, predicate.is)
        if ('name' in predicate.to) this.logic('compareFields')
        else this.#parameters++
        return
      case 'in':
        this.#filter(predicate.field, 'in')
        this.#list(predicate.values.length, 1)
        return
      case 'inTuples':
        this.logic('inTuples')
        for (const field of predicate.fields) this.#filter(field, 'in')
        this.#list(predicate.values.length, predicate.fields.length)
        return
      case 'text':
        this.#filter(predicate.field, predicate.match)
        if (!this.#of(predicate.field).foldings.includes(predicate.folding)) refuse(`the folding ${predicate.folding}`)
        this.#parameters++
        return
      case 'isNull':
        this.#filter(predicate.field, 'isNull')
        return
      case 'exists':
        this.logic('exists')
        this.joins([predicate.join])
        this.joins(predicate.joins ?? [])
        if (predicate.where !== undefined) this.predicate(predicate.where)
        return
      default:
        predicate satisfies never
    }
  }

  #of(field: Field): EntityCapabilities {
    return this.#entities.get(field.alias) ?? refuse(`the alias ${field.alias}`)
  }

  #filter(field: Field, filter: Filter): void {
    const { filters } = this.#of(field)
    if (!(filters[field.name] ?? filters['*'] ?? []).includes(filter)) refuse(`'${filter}' on ${field.name}`)
  }

  #list(length: number, width: number): void {
    if (length > this.root.maxInList) refuse(`lists of more than ${this.root.maxInList} values`)
    this.#parameters += length * width
  }
}
