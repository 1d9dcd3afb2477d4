/** What a column's declaration says: SQLite keeps the words and enforces next to nothing. */
import type { Collation, FieldType } from '../../src/spi/index.js'

const types: readonly (readonly [RegExp, FieldType])[] = [
  [/^(bool|bit)/i, 'boolean'],
  [/with time zone|timestamptz|datetimeoffset/i, 'instant'],
  [/datetime|timestamp/i, 'dateTime'],
  [/^date/i, 'date'],
  [/^time/i, 'time'],
  [/int/i, 'integer'],
  [/dec|num|real|floa|doub|money/i, 'decimal'],
  [/blob|binary|image/i, 'binary'],
  [/char|text|clob|string|uniqueidentifier|uuid|guid/i, 'string'],
]

export const typeOfDeclaration = (declared: string): FieldType | 'unknown' =>
  types.find(([pattern]) => pattern.test(declared))?.[1] ?? 'unknown'

/** A column declared so holds text wherever text was written: https://www.sqlite.org/datatype3.html#determination_of_column_affinity */
export const hasTextAffinity = (declared: string): boolean => /char|clob|text/i.test(declared) && !/int/i.test(declared)

const collations: Readonly<Record<string, Collation>> = {
  NOCASE: { folds: 'ignoreCase', padsBlanks: false },
  RTRIM: { folds: 'exact', padsBlanks: true },
}

/** To the first bracket that is not part of a quoted name. */
const upToColumns = /^(?:"[^"]*"|\[[^\]]*\]|`[^`]*`|[^("[`])*\(/

/** No pragma tells a column's collation, so it is read from CREATE TABLE. */
export function collationsOf(createTable: string): ReadonlyMap<string, Collation> {
  const found = new Map<string, Collation>()
  const body = createTable.replace(upToColumns, '')
  for (const definition of splitAtCommas(body)) {
    const name = /^\s*(?:"((?:[^"]|"")*)"|\[([^\]]*)\]|`([^`]*)`|(\w+))/.exec(definition)
    const collation = collations[/\bcollate\s+["'`[]?(\w+)/i.exec(definition)?.[1]?.toUpperCase() ?? '']
    const column = name?.[1]?.replaceAll('""', '"') ?? name?.[2] ?? name?.[3] ?? name?.[4]
    if (column !== undefined && collation !== undefined) found.set(column, collation)
  }
  return found
}

/** At those outside of brackets and quotes. */
function splitAtCommas(text: string): readonly string[] {
  const parts: string[] = []
  let depth = 0
  let part = ''
  for (const token of text.match(/"[^"]*"|'[^']*'|\[[^\]]*\]|`[^`]*`|--[^\n]*|[\s\S]/g) ?? []) {
    if (token === '(') depth++
    if (token === ')') depth--
    if (token === ',' && depth === 0) {
      parts.push(part)
      part = ''
    } else if (!token.startsWith('--')) part += token
  }
  return [...parts, part]
}
