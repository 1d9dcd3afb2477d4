/** What PostgreSQL says of its tables, in its catalogue; and of what a query gives. */
import { AdapterError, type EntitySchema, type FieldSchema, type FieldType } from '../../src/spi/index.js'
import type { Column } from '../sql/dialect.js'
import type { SourceNames } from '../sql/source-names.js'
import type { PooledConnection } from './driver.js'
import { quoteIdentifier, quotePlace } from './quote.js'

/** Of one column, as far as SQL depends on it. */
export interface ColumnFacts {
  readonly name: string
  /** As the catalogue calls it, a domain by what it is made of: `int4`, `bpchar`. */
  readonly type: string
  /** `character(6)` */
  readonly declaredType: string
  readonly nullable: boolean
  /** Of texts alone. */
  readonly collation: ColumnCollation | undefined
  readonly comment: string
}
/** What is known of a column; undefined of an expression, and of what a query gives. */
export type FactsOf = (column: Column) => ColumnFacts | undefined

interface ColumnCollation {
  /** Quoted, with its schema. */
  readonly name: string
  /** Orders texts by code point. */
  readonly isBytewise: boolean
  /** Only texts that are the same are equal. */
  readonly isDeterministic: boolean
}

interface TableName {
  readonly oid: string
  readonly name: string
  readonly kind: 'table' | 'view'
  readonly rows: number | undefined
}

const tableColumns = `select c.oid, c.relname, c.relkind, c.reltuples from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'f')`

/** By schema and table; without a schema, the first on the search path. */
export async function findTable(connection: PooledConnection, path: readonly string[]): Promise<TableName | undefined> {
  const [table = '', schema] = path.toReversed()
  const [row] =
    schema === undefined
      ? await connection.query(`${tableColumns} and c.relname = $1 and pg_catalog.pg_table_is_visible(c.oid)`, [table])
      : await connection.query(`${tableColumns} and c.relname = $1 and n.nspname = $2`, [table, schema])
  return row && tableName(row)
}

const listTables = async (connection: PooledConnection): Promise<readonly TableName[]> =>
  (await connection.query(`${tableColumns} and n.nspname = any (current_schemas(false)) order by c.relname`, [])).map(tableName)

/** A table that was never analysed has no estimate. */
const tableName = ([oid, name, kind, rows]: readonly unknown[]): TableName => ({
  oid: String(oid),
  name: String(name),
  kind: kind === 'v' || kind === 'm' ? 'view' : 'table',
  rows: Number(rows) < 0 ? undefined : Number(rows),
})

export async function readColumns(connection: PooledConnection, { oid }: TableName): Promise<readonly ColumnFacts[]> {
  const rows = await connection.query(
    `select a.attname, b.typname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, n.nspname, l.collname,
       case when l.collname = 'default' then d.datlocprovider <> 'i' and d.datcollate in ('C', 'POSIX') or d.datlocprovider = 'b'
            else l.collname in ('C', 'POSIX', 'ucs_basic') end,
       l.collisdeterministic, pg_catalog.col_description(a.attrelid, a.attnum)
     from pg_catalog.pg_attribute a
     join pg_catalog.pg_type t on t.oid = a.atttypid
     join pg_catalog.pg_type b on b.oid = case when t.typtype = 'd' then t.typbasetype else t.oid end
     join pg_catalog.pg_database d on d.datname = current_database()
     left join pg_catalog.pg_collation l on l.oid = a.attcollation
     left join pg_catalog.pg_namespace n on n.oid = l.collnamespace
     where a.attrelid = $1::oid and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [oid],
  )
  return rows.map(([name, type, declaredType, notNull, schema, collation, bytewise, deterministic, comment]) => ({
    name: String(name),
    type: String(type),
    declaredType: String(declaredType),
    nullable: notNull !== 't',
    collation:
      collation === null
        ? undefined
        : {
            name: `${quoteIdentifier(String(schema))}.${quoteIdentifier(String(collation))}`,
            isBytewise: bytewise === 't',
            isDeterministic: deterministic === 't',
          },
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
      described.push(await describeTable(connection, table, names.entityOf(table.name), names))
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
    keys: indexes.filter(index => index.unique).map(({ fields, primary }) => ({ fields, primary })),
    references: await readReferences(connection, table, names),
    indexes: indexes.map(({ fields, unique }) => ({ fields, unique })),
  }
}

const fieldOf = ({ name, type, declaredType, nullable, collation, comment }: ColumnFacts): FieldSchema => ({
  name,
  type: typeOf(type, declaredType),
  nativeType: declaredType,
  nullable,
  ...(collation === undefined ? {} : { collation: collationOf(type, collation.isDeterministic) }),
  ...(comment === '' ? {} : { comment }),
})

/** Of a collation that is not deterministic it is not told what it takes for equal: the most, then. */
const collationOf = (type: string, isDeterministic: boolean): NonNullable<FieldSchema['collation']> => ({
  folds: isDeterministic ? (type === 'citext' ? 'ignoreCase' : 'exact') : 'ignoreCaseAndAccents',
  padsBlanks: type === 'bpchar',
})

const types: Readonly<Record<string, FieldType>> = {
  bool: 'boolean',
  int2: 'integer',
  int4: 'integer',
  int8: 'integer',
  numeric: 'decimal',
  float4: 'decimal',
  float8: 'decimal',
  date: 'date',
  timestamp: 'dateTime',
  timestamptz: 'instant',
  time: 'time',
  bytea: 'binary',
  text: 'string',
  varchar: 'string',
  bpchar: 'string',
  name: 'string',
  citext: 'string',
  uuid: 'string',
}

const typeOf = (type: string, declaredType: string): FieldSchema['type'] =>
  declaredType === 'bit(1)' ? 'boolean' : (types[type] ?? 'unknown')

interface Index {
  readonly unique: boolean
  readonly primary: boolean
  readonly fields: readonly string[]
}

/** Without those on expressions and on some of the rows: they are no indexes on fields. What an index only carries along is no part of it. */
async function readIndexes(connection: PooledConnection, { oid }: TableName): Promise<readonly Index[]> {
  const rows = await connection.query(
    `select i.indexrelid, i.indisunique, i.indisprimary, a.attname
     from pg_catalog.pg_index i
     cross join lateral unnest(i.indkey::int2[]) with ordinality as k (attnum, place)
     left join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum and k.attnum > 0
     where i.indrelid = $1::oid and i.indpred is null and i.indisvalid and k.place <= i.indnkeyatts
     order by i.indisprimary desc, i.indexrelid, k.place`,
    [oid],
  )
  return [...new Set(rows.map(([index]) => index))].flatMap(index => {
    const parts = rows.filter(([other]) => other === index)
    if (parts.some(([, , , column]) => column === null)) return []
    return [
      { unique: parts[0]?.[1] === 't', primary: parts[0]?.[2] === 't', fields: parts.map(([, , , column]) => String(column)) },
    ]
  })
}

async function readReferences(
  connection: PooledConnection,
  { oid }: TableName,
  names: SourceNames,
): Promise<EntitySchema['references']> {
  const rows = await connection.query(
    `select c.oid, f.relname, a.attname, b.attname
     from pg_catalog.pg_constraint c
     join pg_catalog.pg_class f on f.oid = c.confrelid
     cross join lateral unnest(c.conkey, c.confkey) with ordinality as k (own, other, place)
     join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.own
     join pg_catalog.pg_attribute b on b.attrelid = c.confrelid and b.attnum = k.other
     where c.conrelid = $1::oid and c.contype = 'f' order by c.conname, k.place`,
    [oid],
  )
  return [...new Set(rows.map(([constraint]) => constraint))].map(constraint => {
    const parts = rows.filter(([other]) => other === constraint)
    return {
      fields: parts.map(([, , column]) => String(column)),
      entity: names.entityOf(String(parts[0]?.[1])),
      targetFields: parts.map(([, , , column]) => String(column)),
    }
  })
}

/** What a query gives may be null, and nothing in it is known to be unique. */
async function describeQuery(connection: PooledConnection, entity: string, native: string): Promise<EntitySchema> {
  const columns = await connection.columnsOf(`select * from ${quotePlace({ native })} as q limit 0`)
  const fields: FieldSchema[] = []
  for (const { name, dataTypeID, dataTypeModifier } of columns) {
    const [row] = await connection.query(
      'select t.typname, pg_catalog.format_type(t.oid, $2::int4) from pg_catalog.pg_type t where t.oid = $1::oid',
      [dataTypeID, dataTypeModifier],
    )
    const [type, declaredType] = [String(row?.[0]), String(row?.[1])]
    const fieldType = typeOf(type, declaredType)
    fields.push({
      name,
      type: fieldType,
      nativeType: declaredType,
      nullable: true,
      ...(fieldType === 'string' ? { collation: collationOf(type, false) } : {}),
    })
  }
  return { entity, kind: 'view', fields, keys: [], references: [], indexes: [] }
}
