/** Binds `latest` of a table and of a join: the version, what it is a version of, and what decides between equal versions. */
import { isDateStorage, isOrdered } from '../language/date-format.js'
import type { ColumnName, TableDocument } from '../language/document.js'
import { type ColumnBinding, columnName } from './column.js'
import type { RowScope } from './row-scope.js'
import type { Condition, LatestBinding } from './shape.js'

/** Of the rows with one key. */
export function latestOfKey(alias: string, latest: ColumnName, table: TableDocument, scope: RowScope): LatestBinding | undefined {
  const version = versionColumn(alias, latest, scope)
  const among = table.key.flatMap(({ name, at }) => scope.column(alias, name, at) ?? [])
  if (!version || among.length < table.key.length) return undefined
  const ties = tieColumns(alias, table, among, version, latest, scope)
  return { entity: table.name, alias, among, version, ties }
}

/** Of the matches of a join, after the rules of its table. */
export function latestOfMatches(
  alias: string,
  latest: ColumnName,
  table: TableDocument,
  on: readonly (readonly [outer: ColumnBinding, inner: ColumnBinding])[],
  rules: { readonly where: Condition | undefined; readonly within: LatestBinding | undefined },
  scope: RowScope,
): LatestBinding | undefined {
  const version = versionColumn(alias, latest, scope)
  if (!version) return undefined
  const among = on.map(([, inner]) => inner)
  const key = table.key.flatMap(({ name, at }) => scope.column(alias, name, at) ?? [])
  const isUnique = rules.within !== undefined && isAmong(key, [...among, version])
  const rest = isUnique ? [] : tieColumns(alias, table, among, version, latest, scope)
  const ties = isUnique ? [] : unique([...key.filter(column => !isAmong([column], [...among, version])), ...rest])
  const { where, within } = rules
  return { entity: table.name, alias, among, version, ties, ...(where && { where }), ...(within && { within }) }
}

/** As stored: what its facts can not read still has its place in the order. */
function versionColumn(alias: string, { name, at }: ColumnName, scope: RowScope): ColumnBinding | undefined {
  const column = scope.column(alias, name, at)
  if (!column) return undefined
  const { format, mask, ...stored } = column
  const isOrderedText = format === undefined || (isDateStorage(format) && isOrdered(format) && isStoredInOrder(column))
  if (mask || column.derived || !isOrderedText || column.field.type === 'boolean' || column.field.type === 'binary') {
    scope.report(
      'map.latest-order',
      at,
      `The stored order of ${columnName(column)} is not the order of its values. Take a number, a date or text that sorts as it is (yyyyMMdd), or make a view.`,
    )
    return undefined
  }
  const known = scope.schemaOf(alias)?.fields.find(field => field.name === name)
  return { ...stored, meaning: column.field.type, nullable: known?.nullable ?? true }
}

/** Digits of an epoch as text do not sort as numbers do. */
const isStoredInOrder = ({ field, format }: ColumnBinding): boolean => format?.kind === 'pattern' || field.type === 'integer'

/** The rest of a unique key; none when key and version are unique themselves. */
function tieColumns(
  alias: string,
  table: TableDocument,
  among: readonly ColumnBinding[],
  version: ColumnBinding,
  { name, at }: ColumnName,
  scope: RowScope,
): readonly ColumnBinding[] {
  const schema = scope.schemaOf(alias)
  const declared = table.id?.map(({ name: column }) => column)
  const uniqueKeys = [
    ...(schema?.keys.map(({ fields }) => fields) ?? []),
    ...(schema?.indexes.flatMap(({ fields, unique: isUnique }) => (isUnique ? [fields] : [])) ?? []),
  ].filter(
    fields => fields.length > 0 && fields.every(each => schema?.fields.some(field => field.name === each && !field.nullable)),
  )
  const taken = new Set([...among.map(({ field }) => field.name), version.nullable ? '' : name])
  const keys = [...(declared ? [declared] : []), ...uniqueKeys].map(fields => fields.filter(field => !taken.has(field)))
  const shortest = keys.toSorted((a, b) => a.length - b.length)[0]
  if (schema && !shortest)
    scope.report(
      'map.latest-ties',
      at,
      `${table.name} has no unique key that is known: two rows with the same ${name} would both be served. Say id: [COLUMN, …] in the source document.`,
    )
  return (shortest ?? []).flatMap(column => scope.column(alias, column, at) ?? [])
}

const isAmong = (columns: readonly ColumnBinding[], others: readonly ColumnBinding[]): boolean =>
  columns.every(({ field }) => others.some(other => other.field.name === field.name))

const unique = (columns: readonly ColumnBinding[]): readonly ColumnBinding[] => [
  ...new Map(columns.map(column => [column.field.name, column] as const)).values(),
]
