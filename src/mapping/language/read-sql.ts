/** Reads `{ sql: { sqlite: "upper({p.NAME})", mssql: … } }`: a value that only the database can say (MAPPING section 5). */
import { createHash } from 'node:crypto'
import type { Position } from '../../kernel/diagnostics.js'
import type { ColumnNode, SqlNode, SqlPart } from './document.js'
import type { MapScope } from './map-scope.js'
import { faultOfExpression } from './native-sql.js'
import { putSlotsInColumn } from './slot-text.js'
import type { YamlMap, YamlText } from './yaml-node.js'
import { entryOf, placeIn } from './yaml-node.js'
import { checkKeys, mapOf, textOf } from './yaml-values.js'

const hole = /\{([A-Za-z][A-Za-z0-9_]*)\.(?:"([^"]+)"|([\p{L}\p{N}_]+))\}/gu

export function readSql(map: YamlMap, scope: MapScope): SqlNode | undefined {
  checkKeys(map, { known: ['sql'] }, 'an SQL value', scope.report)
  const value = entryOf(map, 'sql')?.value
  const languages = value && mapOf(value, 'sql', scope.report)
  if (!languages) return undefined
  const expressions = new Map<string, readonly SqlPart[]>()
  for (const { key, value: text } of languages.entries) {
    const node = textOf(text, key, scope.report)
    const parts = node && readParts(node, scope)
    if (parts) expressions.set(key, parts)
  }
  if (expressions.size < languages.entries.length || !isOfOneRow(map, expressions, scope)) return undefined
  const texts = [...expressions].map(([language, parts]) => [
    language,
    parts.map(part => (typeof part === 'string' ? part : part.name)),
  ])
  const name = `sql~${createHash('sha256').update(JSON.stringify(texts)).digest('base64url').slice(0, 12)}`
  return { kind: 'sql', at: map.at, name, expressions }
}

function readParts(node: YamlText, scope: MapScope): readonly SqlPart[] | undefined {
  const { text } = node
  const fault = faultOfExpression(text)
  if (fault) {
    scope.report('map.sql-invalid', placeIn(node, fault.offset), fault.message)
    return undefined
  }
  const parts: SqlPart[] = []
  let from = 0
  for (const found of text.matchAll(hole)) {
    const [whole, alias = '', quoted, plain = ''] = found
    if (found.index > from) parts.push(text.slice(from, found.index))
    const column: ColumnNode = { kind: 'column', at: placeIn(node, found.index + 1), alias, name: quoted ?? plain }
    const checkAlias = (named: string, at: Position): void => {
      if (!scope.aliases.has(named)) scope.aliases.refuse(named, at)
    }
    checkAlias(alias, column.at)
    const put = putSlotsInColumn(column, { report: scope.report, slots: scope.slots, checkAlias })
    if (!put) return undefined
    parts.push(put)
    from = found.index + whole.length
  }
  if (from < text.length) parts.push(text.slice(from))
  return parts
}

/** The expression becomes a column of its own, and so belongs to the rows of one table. */
function isOfOneRow(map: YamlMap, expressions: SqlNode['expressions'], { report }: MapScope): boolean {
  const columns = [...expressions.values()].map(parts => parts.flatMap(part => (typeof part === 'string' ? [] : [part])))
  const aliases = new Set(columns.flat().map(({ alias }) => alias))
  if (aliases.size === 1 && columns.every(({ length }) => length > 0)) return true
  const advice =
    aliases.size > 1 ? 'Make a view or a query: of what several tables say together' : 'Write at least one {alias.COLUMN}'
  report('map.sql-invalid', map.at, `An SQL value is made of the columns of one table. ${advice}.`)
  return false
}
