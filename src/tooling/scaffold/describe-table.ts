/** The lines of a source document that say how a table is stored. */
import type { EntitySchema } from '../../spi/index.js'
import type { ColumnMeaning } from './column-meaning.js'
import type { TableProfile } from './column-profile.js'
import { columnName, expressionName, quoted, textOf } from './write-yaml.js'

/** Below `tables:`, with their indent. `path` is the table as the author wrote it. */
export function describeTable(
  name: string,
  path: string,
  schema: EntitySchema,
  profile: TableProfile,
  columns: readonly ColumnMeaning[],
): readonly string[] {
  const facts = columns.flatMap(factLines)
  const gone = columns.find(({ meaning }) => meaning === 'gone')
  const changed = columns.filter(column => column.meaning === 'changed' && hasTime(column)).map(column => columnName(column.name))
  return [
    `  ${name}:`,
    ...(path === name ? [] : [`    table: ${textOf(path)}`]),
    keyLine(schema, profile),
    ...(gone ? [`    gone: ${expressionText(goneTest(gone))}   # likely: ${gone.because}`] : []),
    ...(changed.length > 0 ? [`    changed: [${changed.join(', ')}]   # likely: by the name`] : []),
    ...(facts.length > 0 ? ['    columns:', ...facts] : []),
  ]
}

/** Without a declared key, what is unique in the rows that were looked at. */
function keyLine({ keys, fields }: EntitySchema, { rows, columns }: TableProfile): string {
  const nullable = new Set(fields.filter(field => field.nullable).map(({ name }) => name))
  const key = keys.find(({ primary }) => primary) ?? keys.find(each => !each.fields.some(name => nullable.has(name)))
  if (key) return `    key: [${key.fields.map(columnName).join(', ')}]`
  const unique = columns.find(({ values, filled }) => rows > 0 && filled === rows && values.size === rows)
  const [first] = fields
  const name = unique?.column.name ?? first?.name ?? 'COLUMN'
  const how = unique ? `this one is unique in the ${rows} rows that were read` : 'name the columns that tell rows apart'
  return `    key: [${columnName(name)}]   # TODO the database declares no key: ${how}`
}

const hasTime = ({ profile, dates }: ColumnMeaning): boolean =>
  dates?.format === undefined ? profile.column.type !== 'date' : dates.format.includes('HH')

/** A text that begins with a quote needs others around it. */
const expressionText = (expression: string): string => (expression.startsWith('"') ? quoted(expression) : expression)

function goneTest({ name, profile }: ColumnMeaning): string {
  const column = expressionName(name)
  const isNumber = profile.column.type === 'integer' || profile.column.type === 'decimal'
  const values = [...profile.values.keys()]
  const stored = values.find(value => /^(y|1|-1|t|true)$/i.test(value))
  if (isNumber) return `${column} = ${stored ?? '1'}`
  const other = values.some(value => /^f$/i.test(value)) ? 'T' : values.some(value => value === '0') ? '1' : 'Y'
  return `${column} = ${quoted(stored ?? (profile.column.type === 'boolean' ? 'true' : other))}`
}

function factLines({ name, profile, dates, masks = [], because }: ColumnMeaning): readonly string[] {
  const sentinels = dates?.sentinels ?? []
  const facts = [
    ...(profile.padded > 0 ? ['trim: true'] : []),
    ...(masks.some(mask => mask !== '##########') ? [`mask: [${masks.map(quoted).join(', ')}]`] : []),
    ...(dates?.format === undefined ? [] : [`format: ${textFormat(dates.format)}`]),
    ...(sentinels.length > 0 ? [`nullIf: [${sentinels.map(quoted).join(', ')}]`] : []),
  ]
  if (facts.length === 0) return []
  const trust = dates?.orElse === undefined ? '' : `   # guess: ${because}`
  return [`      ${textOf(name)}: { ${facts.join(', ')} }${trust}`]
}

/** A colon and a blank would end a plain text. */
const textFormat = (format: string): string => (/^[A-Za-z]+$/.test(format) ? format : quoted(format))
