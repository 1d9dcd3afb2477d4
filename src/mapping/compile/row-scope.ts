/** The aliases of one map and the columns behind them, bound to storage facts and to the schema. */

import type { Position } from '../../kernel/diagnostics.js'
import { nearestName } from '../../kernel/nearest.js'
import type { EntitySchema, Field, FieldSchema, FieldType, Literal } from '../../spi/index.js'
import { hasMonthName, isDateStorage } from '../language/date-format.js'
import type { Report } from '../language/diagnostic-codes.js'
import type { ColumnFacts, SourceDocument, TableDocument } from '../language/document.js'
import { factsOf } from '../language/facts.js'
import { compileMask } from '../language/mask.js'
import { bindDate, bindHole, deriveColumn, parsedFrom, storedFormat } from './bind-derived.js'
import type { ColumnBinding } from './column.js'
import { literalOf } from './column-inverse.js'
import { zoneOrUtc } from './condition.js'

/** By the name that maps use; absent when no schema is known. */
export type SchemaOf = (table: string) => EntitySchema | undefined

export class RowScope {
  readonly source: SourceDocument
  readonly report: Report
  readonly #schemaOf: SchemaOf | undefined
  readonly #tables = new Map<string, TableDocument>()
  readonly #fields = new Map<string, readonly ColumnBinding[]>()
  /** The alias of the map's own rows: not null there means not null. */
  readonly #root: string

  /** Without `schemaOf` no database was asked, and columns of undeclared type are taken to fit. */
  constructor(source: SourceDocument, schemaOf: SchemaOf | undefined, root: string, report: Report) {
    this.source = source
    this.#schemaOf = schemaOf
    this.#root = root
    this.report = report
  }

  declare(alias: string, tableName: string): TableDocument | undefined {
    const table = this.source.tables.get(tableName)
    if (table) this.#tables.set(alias, table)
    return table
  }

  tableOf(alias: string): TableDocument | undefined {
    return this.#tables.get(alias)
  }

  /** What introspection found of the table behind an alias. */
  schemaOf(alias: string): EntitySchema | undefined {
    const table = this.#tables.get(alias)
    return table && this.#schemaOf?.(table.name)
  }

  /** The fields of a list that is no table. */
  declareFields(alias: string, fields: readonly ColumnBinding[]): void {
    this.#fields.set(alias, fields)
  }

  /** Where the schema is known, whether the table behind an alias has a column of that name. */
  hasColumn(alias: string, name: string): boolean {
    const table = this.#tables.get(alias)
    return table !== undefined && (this.#schemaOf?.(table.name)?.fields.some(field => field.name === name) ?? false)
  }

  /** Undefined when the column is not there, or its facts do not fit, which is reported; or when its alias has no table. */
  column(alias: string, name: string, at: Position): ColumnBinding | undefined {
    const fields = this.#fields.get(alias)
    if (fields) return this.#fieldNamed(alias, name, fields, at)
    const table = this.#tables.get(alias)
    // An alias that is not declared, or whose table is not, was told of where it was read.
    if (!table) return undefined
    const schema = this.#schemaOf?.(table.name)
    const field = schema?.fields.find(candidate => candidate.name === name)
    const facts = table.columns.get(name)
    const parsed = parsedFrom(table, name)
    if (facts?.of || parsed !== undefined) {
      if (field || (facts && parsed !== undefined)) return this.#clashes(alias, name, facts ?? table.columns.get(parsed ?? ''))
      if (parsed !== undefined) return this.#hole(alias, table, parsed, name, at)
      const zone = zoneOrUtc(facts?.zone ?? this.source.zone)
      const column = (of: string, part: string, place: Position) => this.column(of, part, place)
      return facts && bindDate(alias, name, facts, { source: this.source, report: this.report, column, zone })
    }
    if (schema && !field) {
      const near = nearestName(
        name,
        schema.fields.map(candidate => candidate.name),
      )
      const advice = near === undefined ? '' : ` Did you mean ${near}?`
      this.report('schema.column-unknown', at, `${table.path.join('.')} has no column ${name}.${advice}`)
      return undefined
    }
    return this.#bind(alias, table, name, field, at)
  }

  #fieldNamed(alias: string, name: string, fields: readonly ColumnBinding[], at: Position): ColumnBinding | undefined {
    const names = fields.map(({ field }) => field.name)
    const found = fields[names.indexOf(name)]
    if (found) return { ...found, at }
    const near = nearestName(name, names)
    const advice = near === undefined ? `It has ${names.join(', ')}.` : `Did you mean ${near}?`
    this.report('map.field-unknown', at, `${alias} has no field ${name}. ${advice}`)
    return undefined
  }

  #bind(
    alias: string,
    table: TableDocument,
    name: string,
    schema: FieldSchema | undefined,
    at: Position,
  ): ColumnBinding | undefined {
    const declared = table.columns.get(name)?.type
    const known = schema === undefined || schema.type === 'unknown' ? undefined : schema.type
    if (schema?.type === 'unknown' && declared === undefined) {
      this.report(
        'schema.type-unknown',
        at,
        `${alias}.${name} is ${schema.nativeType}, which is not known here. Say in the source document: columns: { ${name}: { type: string } }`,
      )
      return undefined
    }
    const isGuess = declared === undefined && this.#schemaOf === undefined
    const type = declared ?? known ?? guessType(table.columns.get(name))
    const facts = factsOf(this.source, table, name, kindOf(type))
    const meaning = this.#meaningOf(facts, type, `${alias}.${name}`)
    if (!meaning) return undefined
    const isChar = /^n?char\b|^character\b(?!\s+varying)/i.test(schema?.nativeType ?? '')
    const field: Field = {
      alias,
      name,
      type,
      ...(schema && { nativeType: schema.nativeType }),
      ...(schema?.collation && { collation: schema.collation }),
      ...(type === 'string' && (facts.trim || isChar) && { trim: true }),
    }
    const format = storedFormat(facts)
    const base: ColumnBinding = {
      at,
      declared: facts.at,
      field,
      meaning,
      ...(format && { format }),
      ...(facts.mask && { mask: compileMask(facts.mask) }),
      nullIf: this.#sentinels(facts, field),
      zone: zoneOrUtc(facts.zone ?? this.source.zone),
      nullable: alias !== this.#root || (schema?.nullable ?? true),
      ...(isGuess && !facts.format && !facts.mask && { isGuess }),
      ...(facts.stored && { stored: facts.stored }),
    }
    return deriveColumn(base, facts, name, this)
  }

  #hole(alias: string, table: TableDocument, column: string, name: string, at: Position): ColumnBinding | undefined {
    const base = this.column(alias, column, at)
    return base && bindHole(base, factsOf(this.source, table, column, 'text'), name, this.report)
  }

  #clashes(alias: string, name: string, facts: ColumnFacts | undefined): undefined {
    if (facts)
      this.report(
        'fact.column-clash',
        facts.at,
        `The table of ${alias} has a column ${name} already. Give the new one another name.`,
      )
  }

  #meaningOf(facts: ColumnFacts, type: FieldType, column: string): FieldType | undefined {
    const { at, mask } = facts
    const format = storedFormat(facts)
    const clash = (text: string) => {
      this.report('fact.type-clash', at, `${column} ${text}`)
      return undefined
    }
    if (mask && type !== 'string') return clash(`is ${type}; a mask is for text.`)
    if (!format) return type
    if (type !== 'string' && type !== 'integer') return clash(`is ${type} already and needs no format.`)
    if (!isDateStorage(format)) return type === 'string' ? format.kind : clash(`is ${type} already and needs no format.`)
    if (format.kind !== 'pattern') return type === 'integer' ? 'instant' : clash(`is text; ${format.kind} is for whole numbers.`)
    if (type === 'integer' && hasMonthName(format.parts)) return clash(`is integer; ${format.pattern} has the name of a month.`)
    return format.parts.some(part => part.kind === 'field' && part.field === 'hour') ? 'dateTime' : 'date'
  }

  #sentinels({ at, nullIf = [] }: ColumnFacts, field: Field): readonly Literal[] {
    return nullIf.flatMap(text => {
      const literal = literalOf(field.type, text)
      if (!literal)
        this.report(
          'fact.null-if',
          at,
          `${field.alias}.${field.name} is ${field.type} and can not hold the nullIf value that is written here.`,
        )
      return literal ?? []
    })
  }
}

/** What a column is whose type nobody tells. */
const guessType = (facts: ColumnFacts | undefined): FieldType =>
  facts?.format?.kind === 'epoch-seconds' || facts?.format?.kind === 'epoch-millis'
    ? 'integer'
    : facts?.format?.kind === 'uuid-mixed'
      ? 'binary'
      : 'string'

const kindOf = (type: FieldType): 'text' | 'date' | 'number' =>
  type === 'string' ? 'text' : type === 'date' || type === 'dateTime' || type === 'instant' ? 'date' : 'number'
