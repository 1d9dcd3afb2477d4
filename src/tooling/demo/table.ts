/** What a demo table is: columns, key, indexes and a stream of rows; and the statements that create it. */

export type Cell = string | number | Uint8Array | null
export type DemoRow = readonly Cell[]

export interface DemoColumn {
  readonly name: string
  /** As SQLite is told: `CHAR(8)`, `DATETIME`. */
  readonly type: string
  readonly nullable: boolean
}

export interface TableShape {
  readonly table: string
  readonly columns: readonly DemoColumn[]
  /** The primary key; empty for a table that has none. */
  readonly key: readonly string[]
  readonly indexes: readonly (readonly string[])[]
}

export interface DemoTable extends TableShape {
  /** Made anew each time it is iterated, one row at a time. */
  readonly rows: Iterable<DemoRow>
}

/** `{ PatId: 'INTEGER not null', Title: 'VARCHAR(20)' }` */
export const columnsOf = (types: Readonly<Record<string, string>>): readonly DemoColumn[] =>
  Object.entries(types).map(([name, type]) => ({
    name,
    type: type.replace(' not null', ''),
    nullable: !type.endsWith(' not null'),
  }))

/** Tables first, then all indexes. */
export function createStatements(tables: Iterable<TableShape>): string[] {
  const shapes = [...tables]
  return [...shapes.map(createTable), ...shapes.flatMap(createIndexes)]
}

function createTable({ table, columns, key }: TableShape): string {
  const parts = columns.map(({ name, type, nullable }) => `${quoted(name)} ${type}${nullable ? '' : ' not null'}`)
  if (key.length > 0) parts.push(`primary key (${list(key)})`)
  return `create table ${quoted(table)} (\n  ${parts.join(',\n  ')}\n)`
}

const createIndexes = ({ table, indexes }: TableShape): string[] =>
  indexes.map(names => `create index ${quoted([table, ...names].join('_'))} on ${quoted(table)} (${list(names)})`)

const list = (names: readonly string[]): string => names.map(quoted).join(', ')
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
