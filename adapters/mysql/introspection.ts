/** What MySQL and MariaDB say of their tables, in information_schema; and of what a query gives. */
import { AdapterError, type Collation, type EntitySchema, type FieldSchema, type FieldType } from '../../src/spi/index.js'
import type { Column } from '../sql/dialect.js'
import type { SourceNames } from '../sql/source-names.js'
import type { PooledConnection } from './driver.js'
import { quotePlace } from './quote.js'

/** Of one column, as far as SQL depends on it. */
export interface ColumnFacts {
  readonly name: string
  /** `varchar` */
  readonly dataType: string
  /** `varchar(10)` */
  readonly columnType: string
  readonly nullable: boolean
  readonly charset: string | undefined
  readonly collation: string | undefined
  readonly padsBlanks: boolean
  readonly comment: string
}

/** What is known of a column; undefined of an expression, and of what a query gives. */
export type FactsOf = (column: Column) => ColumnFacts | undefined

interface TableName {
  readonly schema: string
  readonly table: string
  readonly kind: 'table' | 'view'
  readonly rows: number | undefined
}

const tableColumns = 'select table_schema, table_name, table_type, table_rows from information_schema.tables'

/** Database and table; undefined when there is none. Names that differ by case alone may be two tables: the exact one is meant. */
export async function findTable(connection: PooledConnection, path: readonly string[]): Promise<TableName | undefined> {
  const [table = '', schema] = path.toReversed()
  const found = await connection.query(`${tableColumns} where table_schema = coalesce(?, database()) and table_name = ?`, [
    schema ?? null,
    table,
  ])
  const tables = found.map(tableName)
  return tables.find(candidate => candidate.table === table) ?? tables[0]
}

const listTables = async (connection: PooledConnection): Promise<readonly TableName[]> =>
  (await connection.query(`${tableColumns} where table_schema = database() order by table_name`, [])).map(tableName)

const tableName = ([schema, table, type, rows]: readonly unknown[]): TableName => ({
  schema: String(schema),
  table: String(table),
  kind: String(type) === 'BASE TABLE' ? 'table' : 'view',
  rows: rows === null ? undefined : Number(rows),
})

export async function readColumns(connection: PooledConnection, { schema, table }: TableName): Promise<readonly ColumnFacts[]> {
  const rows = await connection.query(
    `select column_name, data_type, column_type, is_nullable, character_set_name, collation_name, column_comment
     from information_schema.columns where table_schema = ? and table_name = ? order by ordinal_position`,
    [schema, table],
  )
  return rows.map(([name, dataType, columnType, nullable, charset, collation, comment]) => ({
    name: String(name),
    dataType: String(dataType).toLowerCase(),
    columnType: String(columnType),
    nullable: nullable !== 'NO',
    charset: charset === null ? undefined : String(charset),
    collation: collation === null ? undefined : String(collation),
    padsBlanks: !/nopad|_0900_|^binary$/.test(String(collation)),
    comment: String(comment ?? ''),
  }))
}

export async function describe(
  connection: PooledConnection,
  entities: readonly string[] | 'all',
  names: SourceNames,
): Promise<readonly EntitySchema[]> {
  const described: EntitySchema[] = []
  if (entities === 'all') {
    for (const table of await listTables(connection))
      described.push(await describeTable(connection, table, names.entityOf(table.table), names))
    return described
  }
  for (const entity of entities) {
    const native = names.nativeOf(entity)
    if (native === undefined) {
      const table = await findTable(connection, names.pathOf(entity))
      if (table === undefined) throw new AdapterError('schema-mismatch', `There is no table for the entity ${entity}.`)
      described.push(await describeTable(connection, table, entity, names))
    } else described.push(await describeQuery(connection, entity, native))
  }
  return described
}

async function describeTable(
  connection: PooledConnection,
  table: TableName,
  entity: string,
  names: SourceNames,
): Promise<EntitySchema> {
  const columns = await readColumns(connection, table)
  const indexes = await readIndexes(connection, table)
  return {
    entity,
    kind: table.kind,
    ...(table.kind === 'table' && table.rows !== undefined ? { rows: table.rows } : {}),
    fields: columns.map(fieldOf),
    keys: indexes.filter(index => index.unique).map(({ fields, name }) => ({ fields, primary: name === 'PRIMARY' })),
    references: await readReferences(connection, table, names),
    indexes: indexes.map(({ fields, unique }) => ({ fields, unique })),
  }
}

function fieldOf({ name, dataType, columnType, nullable, collation, padsBlanks, comment }: ColumnFacts): FieldSchema {
  return {
    name,
    type: typeOf(dataType, columnType),
    nativeType: columnType,
    nullable,
    ...(collation === undefined ? {} : { collation: { folds: foldsOf(collation), padsBlanks } }),
    ...(comment === '' ? {} : { comment }),
  }
}

/** By their names: `_as_ci` tells accents apart, other `_ci` hardly any. */
const foldsOf = (collation: string): Collation['folds'] =>
  /_as_ci$/.test(collation) ? 'ignoreCase' : /_ci$/.test(collation) ? 'ignoreCaseAndAccents' : 'exact'

const types: readonly (readonly [RegExp, FieldType])[] = [
  [/^(tinyint\(1\)|bit\(1\)|bool)/, 'boolean'],
  [/^(tiny|small|medium|big)?int|^year/, 'integer'],
  [/^(decimal|numeric|float|double|real)/, 'decimal'],
  [/^datetime/, 'dateTime'],
  [/^timestamp/, 'instant'],
  [/^date/, 'date'],
  [/^time/, 'time'],
  [/binary|blob/, 'binary'],
  [/char|text|^enum|^set|^json|^uuid|^inet/, 'string'],
]

const typeOf = (dataType: string, columnType: string): FieldSchema['type'] =>
  types.find(([pattern]) => pattern.test(columnType.toLowerCase()) || pattern.test(dataType))?.[1] ?? 'unknown'

interface Index {
  readonly name: string
  readonly unique: boolean
  readonly fields: readonly string[]
}

/** Without those on expressions and on beginnings of texts: they are no indexes on fields. */
async function readIndexes(connection: PooledConnection, { schema, table }: TableName): Promise<readonly Index[]> {
  const rows = await connection.query(
    `select index_name, non_unique, column_name, sub_part from information_schema.statistics
     where table_schema = ? and table_name = ? order by index_name = 'PRIMARY' desc, index_name, seq_in_index`,
    [schema, table],
  )
  return [...new Set(rows.map(([name]) => String(name)))].flatMap(name => {
    const parts = rows.filter(([index]) => index === name)
    const isOnFields = parts.every(([, , column, part]) => column !== null && part === null)
    return isOnFields ? [{ name, unique: Number(parts[0]?.[1]) === 0, fields: parts.map(([, , column]) => String(column)) }] : []
  })
}

async function readReferences(
  connection: PooledConnection,
  { schema, table }: TableName,
  names: SourceNames,
): Promise<EntitySchema['references']> {
  const rows = await connection.query(
    `select constraint_name, column_name, referenced_table_name, referenced_column_name from information_schema.key_column_usage
     where table_schema = ? and table_name = ? and referenced_table_name is not null order by constraint_name, ordinal_position`,
    [schema, table],
  )
  return [...new Set(rows.map(([name]) => name))].map(name => {
    const parts = rows.filter(([constraint]) => constraint === name)
    return {
      fields: parts.map(([, column]) => String(column)),
      entity: names.entityOf(String(parts[0]?.[2])),
      targetFields: parts.map(([, , , column]) => String(column)),
    }
  })
}

/** By MySQL's numbers of types: https://dev.mysql.com/doc/dev/mysql-server/latest/field__types_8h.html */
const typesByNumber: ReadonlyMap<number, readonly [nativeType: string, type: FieldType]> = new Map([
  [0, ['decimal', 'decimal']],
  [1, ['tinyint', 'integer']],
  [2, ['smallint', 'integer']],
  [3, ['int', 'integer']],
  [4, ['float', 'decimal']],
  [5, ['double', 'decimal']],
  [7, ['timestamp', 'instant']],
  [8, ['bigint', 'integer']],
  [9, ['mediumint', 'integer']],
  [10, ['date', 'date']],
  [11, ['time', 'time']],
  [12, ['datetime', 'dateTime']],
  [13, ['year', 'integer']],
  [16, ['bit', 'boolean']],
  [245, ['json', 'string']],
  [246, ['decimal', 'decimal']],
])

/** Texts and bytes have the same numbers; bytes have the character set 63, which is `binary`. */
const binaryCharset = 63

/** What a query gives may be null, and nothing in it is known to be unique. */
async function describeQuery(connection: PooledConnection, entity: string, native: string): Promise<EntitySchema> {
  const columns = await connection.columnsOf(`select * from ${quotePlace({ native })} as \`q\` limit 0`)
  const fields = columns.map((column): FieldSchema => {
    const [nativeType, type] = typesByNumber.get(column.columnType ?? -1) ?? textOrBytes(column.characterSet)
    return {
      name: column.name,
      type,
      nativeType,
      nullable: true,
      // Not told: the one that takes the most for equal.
      ...(type === 'string' ? { collation: { folds: 'ignoreCaseAndAccents', padsBlanks: true } } : {}),
    }
  })
  return { entity, kind: 'view', fields, keys: [], references: [], indexes: [] }
}

const textOrBytes = (charset: number | undefined): readonly [string, FieldType] =>
  charset === binaryCharset ? ['blob', 'binary'] : ['text', 'string']
