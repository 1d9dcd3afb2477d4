/** Tables, columns, keys and indexes of a SQLite file, as far as SQLite knows them. */
import type Database from 'better-sqlite3'
import type { Collation, EntitySchema, FieldSchema, Key, Reference } from '../../src/spi/index.js'
import { collationsOf, typeOfDeclaration } from './declared-types.js'
import { quoteIdentifier } from './quote.js'
import { collationInQuery, columnsOfQuery } from './storage-facts.js'

export interface Table {
  readonly name: string
  readonly schema: string
  readonly kind: 'table' | 'view'
  readonly createStatement: string
}

interface ColumnRow {
  readonly name: string
  readonly type: string
  readonly notnull: number
  readonly pk: number
  /** 1: a hidden column of a virtual table. */
  readonly hidden: number
}
interface IndexRow {
  readonly name: string
  readonly unique: number
  readonly origin: 'c' | 'u' | 'pk'
  readonly partial: number
}
interface ForeignKeyRow {
  readonly id: number
  readonly table: string
  readonly from: string
  readonly to: string | null
}

export function listTables(database: Database.Database, schema = 'main'): readonly Table[] {
  return database
    .prepare<[string], Table>(
      `select name, ? as schema, type as kind, sql as createStatement from ${quoteIdentifier(schema)}.sqlite_master
       where type in ('table', 'view') and name not like 'sqlite!_%' escape '!' order by name`,
    )
    .all(schema)
}

/** `entityOf` gives the name under which a table is known. */
export function describeTable(
  database: Database.Database,
  table: Table,
  entity: string,
  entityOf: (table: string) => string,
): EntitySchema {
  const columns = columnsOf(database, table).filter(column => column.hidden !== 1)
  const indexes = pragma<IndexRow>(database, table, 'index_list').filter(index => index.partial === 0)
  const indexed = indexes.map(index => ({ ...index, fields: fieldsOfIndex(database, index.name) }))
  const primary = primaryKeyOf(columns)
  const isRowid = !indexed.some(index => index.origin === 'pk')
  return {
    entity,
    kind: table.kind,
    ...(table.kind === 'view' ? {} : { rows: countRows(database, table) }),
    fields: fieldsOf(columns, collationsOf(table.createStatement), primary),
    keys: keysOf(primary, indexed),
    references: referencesOf(database, table, entityOf),
    indexes: [
      // An INTEGER PRIMARY KEY is the table's own order, which index_list does not name.
      ...(primary.length > 0 && isRowid ? [{ fields: primary, unique: true }] : []),
      ...indexed.filter(index => index.fields.length > 0).map(({ fields, unique }) => ({ fields, unique: unique === 1 })),
    ],
  }
}

/** The columns of a query, found by preparing it. What it gives may be null, and nothing in it is known to be unique. */
export function describeQuery(database: Database.Database, entity: string, native: string): EntitySchema {
  const fields = columnsOfQuery(database, native).map(({ name, type }): FieldSchema => {
    const fieldType = typeOfDeclaration(type ?? '')
    const collation = collationInQuery(database, native, name) ?? { folds: 'exact', padsBlanks: false }
    return {
      name,
      type: fieldType,
      nativeType: type ?? 'an expression',
      nullable: true,
      ...(fieldType === 'string' ? { collation } : {}),
    }
  })
  return { entity, kind: 'view', fields, keys: [], references: [], indexes: [] }
}

function pragma<Result>(database: Database.Database, { name, schema }: Table, pragmaName: string): Result[] {
  return database.prepare<[], Result>(`pragma ${quoteIdentifier(schema)}.${pragmaName}(${quoteIdentifier(name)})`).all()
}

const columnsOf = (database: Database.Database, table: Table): readonly ColumnRow[] =>
  pragma<ColumnRow>(database, table, 'table_xinfo')

const primaryKeyOf = (columns: readonly ColumnRow[]): readonly string[] =>
  columns
    .filter(column => column.pk > 0)
    .toSorted((a, b) => a.pk - b.pk)
    .map(column => column.name)

const fieldsOf = (
  columns: readonly ColumnRow[],
  collations: ReadonlyMap<string, Collation>,
  primary: readonly string[],
): readonly FieldSchema[] =>
  columns.map(({ name, type, notnull }) => {
    const fieldType = typeOfDeclaration(type)
    return {
      name,
      type: fieldType,
      nativeType: type,
      nullable: notnull === 0 && !primary.includes(name),
      ...(fieldType === 'string' ? { collation: collations.get(name) ?? { folds: 'exact', padsBlanks: false } } : {}),
    }
  })

/** Undefined columns of an index are expressions: then it is no index on fields. */
function fieldsOfIndex(database: Database.Database, index: string): readonly string[] {
  const rows = database.prepare<[string], { name: string | null }>('select name from pragma_index_info(?)').all(index)
  const names = rows.map(row => row.name).filter(name => name !== null)
  return names.length === rows.length ? names : []
}

const keysOf = (
  primary: readonly string[],
  indexes: readonly (IndexRow & { readonly fields: readonly string[] })[],
): readonly Key[] => [
  ...(primary.length === 0 ? [] : [{ fields: primary, primary: true }]),
  ...indexes
    .filter(index => index.unique === 1 && index.origin !== 'pk' && index.fields.length > 0)
    .map(({ fields }) => ({ fields, primary: false })),
]

function referencesOf(database: Database.Database, table: Table, entityOf: (table: string) => string): readonly Reference[] {
  const all = pragma<ForeignKeyRow>(database, table, 'foreign_key_list')
  return [...new Set(all.map(row => row.id))].map(id => {
    const rows = all.filter(row => row.id === id)
    const target = rows[0]?.table ?? ''
    const implied = rows.some(row => row.to === null) ? primaryKeyOf(columnsOf(database, { ...table, name: target })) : []
    return {
      fields: rows.map(row => row.from),
      entity: entityOf(target),
      targetFields: rows.map((row, place) => row.to ?? implied[place] ?? ''),
    }
  })
}

const countRows = (database: Database.Database, { name, schema }: Table): number =>
  Number(
    database
      .prepare(`select count(*) from ${quoteIdentifier(schema)}.${quoteIdentifier(name)}`)
      .pluck()
      .get(),
  )
