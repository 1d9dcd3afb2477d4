/**
 * Logical ids that more than one row has. A read could give either row, so none of them is served. Where the database itself says that
 * there is at most one, nothing is asked; else one statement for each page.
 */
import { fieldsOf } from '../mapping/compile/column.js'
import { columnIn } from '../mapping/compile/column-inverse.js'
import { anyOf, type Inverse } from '../mapping/compile/inverse.js'
import { keyEquals } from '../mapping/compile/invert-value.js'
import { decodeId } from '../mapping/compile/logical-id.js'
import type { Row } from '../spi/index.js'
import { type ChildReading, keysAtOnce, readChildren } from './read-children.js'
import { divide, readRows } from './read-source.js'

const none: ReadonlySet<string> = new Set()

export async function repeatedIds(rows: readonly Row[], mapping: ChildReading): Promise<ReadonlySet<string>> {
  const { prepared, adapter, options } = mapping
  const { map } = prepared
  if (map.hasUniqueIds || rows.length === 0) return none
  const ids = [...new Set(rows.flatMap(row => prepared.idOf(row) ?? []))]
  const found = new Map<string, Row[]>()
  const size = keysAtOnce(map.key.flatMap(fieldsOf), adapter.capabilities(map.entity))
  for (let start = 0; start < ids.length; start += size) {
    for await (const batch of rowsWith(ids.slice(start, start + size), mapping))
      for (const row of batch) {
        const id = prepared.isGone(row, options) ? undefined : prepared.idOf(row)
        if (id !== undefined) found.set(id, [...(found.get(id) ?? []), row])
      }
  }
  const repeated = [...found.values()].filter(({ length }) => length > 1)
  const counted = await Promise.all(repeated.map(async rowsOfId => (await ownRows(rowsOfId, mapping)).slice(0, 2)))
  return new Set(counted.flatMap(([row, second]) => (row && second ? (prepared.idOf(row) ?? []) : [])))
}

/** Those that are the map's: a rule of the table that the source can not decide is decided by the row function. */
async function ownRows(rows: readonly Row[], mapping: ChildReading): Promise<readonly Row[]> {
  const children = await readChildren(mapping, rows)
  return rows.filter((row, index) => {
    let isIncomplete = false
    const report = {
      now: mapping.options.now,
      hasExactDecimals: false,
      dropped() {},
      incomplete() {
        isIncomplete = true
      },
    }
    try {
      return mapping.prepared.map.emitted.toResource(row, children[index] ?? [], report) !== undefined || isIncomplete
    } catch {
      return true
    }
  })
}

/** Some others may be among them: their ids are read, too. */
function rowsWith(
  ids: readonly string[],
  { prepared, adapter, maxScannedRows, options }: ChildReading,
): AsyncIterable<readonly Row[]> {
  const { map } = prepared
  const from = { entity: map.entity, alias: map.alias }
  const joins = prepared.joins(options)
  const wanted = hasOneOf(ids, prepared.map)
  const parts = [wanted.kind === 'rows' ? wanted.may : undefined, prepared.where(options)].flatMap(part => part ?? [])
  const [only] = parts
  const divided = divide(parts.length > 1 ? { op: 'and', of: parts } : only, { adapter, from, joins })
  return readRows(
    { adapter, source: map.source, from, joins, layout: map.emitted.root, orderBy: [], maxScannedRows, ...divided },
    { ...options, batchSize: 1000 },
  )
}

function hasOneOf(ids: readonly string[], map: ChildReading['prepared']['map']): Inverse {
  const keys = ids.flatMap(id => {
    const parts = decodeId(id, map)
    return parts ? [parts] : []
  })
  const [column, second] = map.key
  if (column && !second && !column.derived) return columnIn(column, new Set(keys.flatMap(([part]) => part ?? [])))
  return anyOf(keys.map(parts => keyEquals(map.key, parts)))
}
