/**
 * What is in fact stored in a column: trailing blanks, nulls, ways of writing times; and its declared collation. SQLite declares
 * little of it, and knowing it decides between an index seek and a scan. Found by one scan of the column, when it is first asked for.
 */
import type Database from 'better-sqlite3'
import type { Collation, FieldType } from '../../src/spi/index.js'
import { collationsOf } from './declared-types.js'
import type { Padding } from './padding.js'
import { quoteIdentifier, quotePath } from './quote.js'
import { type TimeForm, timeFormOf, usualTimeForm } from './time-form.js'

/** The column of the entity with this path. */
interface StoredColumn {
  readonly path: readonly string[]
  readonly name: string
}

export interface StorageFacts {
  padding(column: StoredColumn): Padding
  holdsNulls(column: StoredColumn): boolean
  timeForm(column: StoredColumn, type: FieldType): TimeForm | undefined
  collation(column: StoredColumn): Collation | undefined
  /** Another process wrote to the file: look again. */
  forget(): void
}

export function createStorageFacts(database: Database.Database): StorageFacts {
  const known = new Map<string, unknown>()
  const once = <Fact>(question: string, { path, name }: StoredColumn, find: () => Fact): Fact => {
    const key = JSON.stringify([question, path, name])
    if (!known.has(key)) known.set(key, find())
    return known.get(key) as Fact
  }
  return {
    padding: column => once('padding', column, () => findPadding(database, column)),
    holdsNulls: column => once('nulls', column, () => findNulls(database, column)),
    timeForm: (column, type) => once(type, column, () => findTimeForm(database, column, type)),
    collation: column => once('collation', column, () => findCollation(database, column)),
    forget: () => known.clear(),
  }
}

function findPadding(database: Database.Database, { path, name }: StoredColumn): Padding {
  const [column, table] = [quoteIdentifier(name), quotePath(path)]
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

const findNulls = (database: Database.Database, { path, name }: StoredColumn): boolean =>
  database.prepare(`select 1 from ${quotePath(path)} where ${quoteIdentifier(name)} is null limit 1`).get() !== undefined

function findTimeForm(database: Database.Database, { path, name }: StoredColumn, type: FieldType): TimeForm | undefined {
  const column = quoteIdentifier(name)
  const [length, separator, last] = [`length(${column})`, `substr(${column}, 11, 1)`, `substr(${column}, -1)`]
  const ends = [length, separator, last].flatMap(text => [`min(${text})`, `max(${text})`]).join(', ')
  const [shortest, longest, ...rest] = database
    .prepare(`select ${ends} from ${quotePath(path)}`)
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

function findCollation(database: Database.Database, { path, name }: StoredColumn): Collation | undefined {
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
