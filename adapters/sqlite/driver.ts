/** Opens a SQLite file read-only, gives it the functions that the dialect calls, and says what its errors mean. */
import Database from 'better-sqlite3'
import {
  AdapterError,
  type AdapterErrorCode,
  canonicalTime,
  type FieldType,
  type Folding,
  foldText,
} from '../../src/spi/index.js'
import { canonicalTimeFunction } from './dialect.js'
import { foldFunctions } from './text-match.js'

export function openDatabase(file: string): Database.Database {
  let database: Database.Database | undefined
  try {
    database = new Database(file, { readonly: true, fileMustExist: true })
    database.pragma('query_only = on')
    for (const [folding, name] of Object.entries(foldFunctions)) {
      database.function(name, { deterministic: true }, text =>
        text === null ? null : foldText(String(text), folding as Folding),
      )
    }
    database.function(canonicalTimeFunction, { deterministic: true }, (type, text) =>
      text === null ? null : canonicalTime(type as FieldType, String(text)),
    )
    // The first read of the file: what is no database fails here and not in a request.
    database.prepare('select count(*) from sqlite_master').get()
    return database
  } catch (error) {
    // It is tried again and again: a handle left behind each time would add up.
    database?.close()
    throw new AdapterError('unavailable', 'The SQLite file cannot be opened.', error)
  }
}

const codes: readonly (readonly [RegExp, AdapterErrorCode, string])[] = [
  [/^SQLITE_(BUSY|LOCKED)/, 'overloaded', 'The SQLite file is locked.'],
  [/^SQLITE_(CANTOPEN|NOTADB|CORRUPT|IOERR)/, 'unavailable', 'The SQLite file cannot be read.'],
  [/^SQLITE_(AUTH|PERM|READONLY)/, 'denied', 'The SQLite file may not be read.'],
  [/^SQLITE_INTERRUPT/, 'cancelled', 'The read was interrupted.'],
]

/** The driver's own words, which may quote the SQL, are kept in `cause`. */
export function toAdapterError(error: unknown): AdapterError {
  if (error instanceof AdapterError) return error
  if (error instanceof Database.SqliteError) {
    const missing = /^no such (?:table|column): (.{1,128})/.exec(error.message)?.[1]
    if (missing !== undefined)
      return new AdapterError('schema-mismatch', 'A table or column that the query names does not exist.', error, missing)
    const known = codes.find(([pattern]) => pattern.test(error.code))
    if (known !== undefined) return new AdapterError(known[1], known[2], error)
  }
  if (error instanceof TypeError && error.message === 'The database connection is not open') {
    return new AdapterError('unavailable', 'The source was closed.', error)
  }
  return new AdapterError('fault', 'SQLite could not run the query.', error)
}
