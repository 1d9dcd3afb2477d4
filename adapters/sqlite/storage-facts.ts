/**
 * What is in fact stored in a column: trailing blanks, nulls, ways of writing times; and its declared collation. SQLite declares
 * little of it, and knowing it decides between an index seek and a scan. Found by one scan of the column, when it is first asked for.
 */
import type Database from 'better-sqlite3'
import type { Collation, EntityPlace, FieldType } from '../../src/spi/index.js'
import type { Column } from '../sql/dialect.js'
import { collationsOf } from './declared-types.js'
import type { Padding } from './padding.js'
import { quoteIdentifier, quotePlace } from './quote.js'
import { type TimeForm, timeFormOf, usualTimeForm } from './time-form.js'

interface StoredColumn {
  readonly place: EntityPlace
  readonly name: string
  readonly isExpression: boolean
}

export const storedAs = ({ place, field, isExpression }: Column): StoredColumn => ({ place, name: field.name, isExpression })

export interface StorageFacts {
  padding(column: StoredColumn): Padding
  holdsNulls(column: StoredColumn): boolean
  /** A test on the column that some stored value does not pass: it is none of the type. Undefined when all do. */
  validity(column: StoredColumn, type: FieldType): ((sql: string) => string) | undefined
  timeForm(column: StoredColumn, type: FieldType): TimeForm | undefined
  collation(column: StoredColumn): Collation | undefined
  /** Another process wrote to the file: look again. */
  forget(): void
}

export function createStorageFacts(database: Database.Database): StorageFacts {
  const known = new Map<string, unknown>()
  const once = <Fact>(
    question: string,
    { place, name, isExpression }: StoredColumn,
    ofExpression: Fact,
    find: () => Fact,
  ): Fact => {
    if (isExpression) return ofExpression
    const key = JSON.stringify([question, place, name])
    if (!known.has(key)) known.set(key, find())
    return known.get(key) as Fact
  }
  return {
    padding: column => once<Padding>('padding', column, 'mixed', () => findPadding(database, column)),
    holdsNulls: column => once('nulls', column, true, () => findNulls(database, column)),
    validity: (column, type) => once(`valid ${type}`, column, undefined, () => findInvalid(database, column, type)),
    timeForm: (column, type) => once(type, column, undefined, () => findTimeForm(database, column, type)),
    collation: column => once<Collation | undefined>('collation', column, anyCollation, () => findCollation(database, column)),
    forget: () => known.clear(),
  }
}

/** An expression may bring any collation along; this one makes every comparison an exact one too. */
const anyCollation: Collation = { folds: 'ignoreCase', padsBlanks: false }

function findPadding(database: Database.Database, { place, name }: StoredColumn): Padding {
  const [column, table] = [quoteIdentifier(name), quotePlace(place)]
  if (database.prepare(`select 1 from ${table} where ${column} <> rtrim(${column}, ' ') limit 1`).get() === undefined)
    return 'none'
  const [least, greatest, hasControls] = database
    .prepare(
      `select min(length(${column})), max(length(${column})), max(${column} glob '*[' || char(1) || '-' || char(31) || ']*') from ${table}`,
    )
    .raw()
    .get() as [number, number, number]
  return least === greatest && hasControls === 0 ? least : 'mixed'
}

/** SQLite stores anything anywhere: https://www.sqlite.org/datatype3.html. What has an offset is another day than it says. */
const tests: Readonly<Partial<Record<FieldType, (sql: string) => string>>> = {
  string: sql => `typeof(${sql}) <> 'blob'`,
  integer: sql => `(typeof(${sql}) = 'integer' or (typeof(${sql}) = 'real' and ${sql} = cast(${sql} as integer)))`,
  decimal: sql => `(typeof(${sql}) in ('integer', 'real') and ${sql} < 9e999 and ${sql} > -9e999)`,
  boolean: sql => `(typeof(${sql}) = 'integer' and ${sql} in (0, 1))`,
  date: sql => `date(${sql}) is substr(${sql}, 1, 10)`,
  dateTime: sql => `(datetime(${sql}) is not null and (length(${sql}) > 19 or date(${sql}) is substr(${sql}, 1, 10)))`,
}

function findInvalid(
  database: Database.Database,
  { place, name }: StoredColumn,
  type: FieldType,
): ((sql: string) => string) | undefined {
  const test = tests[type]
  if (!test) return undefined
  const column = quoteIdentifier(name)
  const found = database.prepare(
    `select 1 from ${quotePlace(place)} where ${column} is not null and not (${test(column)}) limit 1`,
  )
  return found.get() === undefined ? undefined : test
}

const findNulls = (database: Database.Database, { place, name }: StoredColumn): boolean =>
  database.prepare(`select 1 from ${quotePlace(place)} where ${quoteIdentifier(name)} is null limit 1`).get() !== undefined

function findTimeForm(database: Database.Database, { place, name }: StoredColumn, type: FieldType): TimeForm | undefined {
  const column = quoteIdentifier(name)
  const [length, separator, last] = [`length(${column})`, `substr(${column}, 11, 1)`, `substr(${column}, -1)`]
  const ends = [length, separator, last].flatMap(text => [`min(${text})`, `max(${text})`]).join(', ')
  const [shortest, longest, ...rest] = database
    .prepare(`select ${ends} from ${quotePlace(place)}`)
    .raw()
    .get() as [number | null, number | null, string, string, string, string]
  if (shortest === null || longest === null) return usualTimeForm(type)
  const [leastSeparator, greatestSeparator, leastLast, greatestLast] = rest
  return timeFormOf(type, {
    lengths: [shortest, longest],
    separators: [leastSeparator, greatestSeparator],
    lasts: [leastLast, greatestLast],
  })
}

function findCollation(database: Database.Database, { place, name }: StoredColumn): Collation | undefined {
  return 'native' in place ? collationInQuery(database, place.native, name) : collationInTable(database, place.path, name)
}

/** A column of a query has the collation of the column that it is; an expression has whatever it brings along. */
export function collationInQuery(database: Database.Database, native: string, name: string): Collation | undefined {
  const found = columnsOfQuery(database, native).find(column => column.name.toLowerCase() === name.toLowerCase())
  if (!found?.table || !found.column) return anyCollation
  return collationInTable(database, [found.database ?? 'main', found.table], found.column)
}

export const columnsOfQuery = (database: Database.Database, native: string): readonly Database.ColumnDefinition[] =>
  database.prepare(`select * from ${quotePlace({ native })}`).columns()

function collationInTable(database: Database.Database, path: readonly string[], name: string): Collation | undefined {
  const table = path.at(-1) ?? ''
  const schema = path.length > 1 ? `${quoteIdentifier(path[0] ?? '')}.` : ''
  const [statement] = database
    .prepare(`select sql from ${schema}sqlite_master where type = 'table' and lower(name) = lower(?)`)
    .pluck()
    .all(table)
  if (typeof statement !== 'string') return undefined
  for (const [column, collation] of collationsOf(statement)) if (column.toLowerCase() === name.toLowerCase()) return collation
  return undefined
}
