/** Names in SQLite's SQL. */

export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const quotePath = (path: readonly string[]): string => path.map(quoteIdentifier).join('.')
