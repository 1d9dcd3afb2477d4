/** Stored values that the facts of their column (format, mask, parse) can not read: nothing is served for them. */

import { type ColumnBinding, columnKey, columnName, readerOf } from '../../compile/column.js'
import { fieldOf, type StoredFormat } from '../../language/date-format.js'
import { countFormats, type FormatCount } from './usual-formats.js'
import { columnsBelow, rowCount, rowReader, type Scan, type Watcher } from './watcher.js'

export const watchUnreadableValues = (scan: Scan): readonly Watcher[] =>
  withSources(columnsBelow(scan.values.map(({ value }) => value))).flatMap(column =>
    column.derived ? (derivedWatcher(column, scan) ?? []) : (storedWatcher(column, scan) ?? []),
  )

/** The columns and those that they are worked out of, each once; one stands for all that a text is parsed into. */
function withSources(columns: readonly ColumnBinding[]): readonly ColumnBinding[] {
  const found = new Map<string, ColumnBinding>()
  const look = (column: ColumnBinding): void => {
    const { derived } = column
    found.set(derived?.fits ? `${derived.from.map(columnKey)}>${derived.fact}` : columnKey(column), column)
    derived?.from.forEach(look)
  }
  columns.forEach(look)
  return [...found.values()]
}

function storedWatcher(column: ColumnBinding, { fields }: Scan): Watcher | undefined {
  const { field, format, mask } = column
  const place = fields.findIndex(({ alias, name }) => alias === field.alias && name === field.name)
  if (place < 0 || !(format || mask)) return undefined
  const counts = { read: 0, unread: 0 }
  const others = otherFormats(format)
  const read = readerOf(column, () => {
    counts.unread++
  })
  return {
    see(row) {
      const before = counts.unread
      if (read(row[place]) !== undefined) counts.read++
      else if (counts.unread > before) for (const other of others) other.see(row[place])
    },
    tell(_, report) {
      const best = others.toSorted((one, other) => other.fitting() - one.fitting())[0]
      const how = mask ? 'by its mask' : `as ${format?.kind === 'pattern' ? format.pattern : format?.kind}`
      const advice = best && adviceFor(best.pattern, best.fitting(), counts)
      if (counts.unread > 0)
        report('data.unreadable', column.declared ?? column.at, words(columnName(column), how, counts, advice))
    },
  }
}

/** What most of the values look like that are not read. */
function adviceFor(pattern: string, fitting: number, { read, unread }: Counts): string | undefined {
  if (fitting * 2 < unread || fitting === 0) return undefined
  if (read === 0 && fitting === unread) return `Is it ${pattern}?`
  const part =
    fitting === unread
      ? unread === 1
        ? 'It looks'
        : 'They look'
      : `${rowCount(fitting)} of these ${fitting === 1 ? 'looks' : 'look'}`
  return read === 0
    ? `${part} like ${pattern}.`
    : `${part} like ${pattern}: one column has one format, so mend the rows, or map a view that writes all in one.`
}

function derivedWatcher(column: ColumnBinding, { fields }: Scan): Watcher | undefined {
  const { derived } = column
  const [first] = derived?.from ?? []
  if (!derived || !first || !(derived.fits || derived.mustRead)) return undefined
  const readFirst = rowReader(fields, first)
  const read = rowReader(fields, column)
  if (!readFirst || !read) return undefined
  const counts = { read: 0, unread: 0 }
  return {
    see(row) {
      const stored = readFirst(row)
      if (stored === undefined) return
      const isRead = derived.fits ? derived.fits(stored) : read(row) !== undefined
      counts[isRead ? 'read' : 'unread']++
    },
    tell(_, report) {
      const name = columnName(derived.fits ? first : column)
      const how = derived.fits ? 'by any of its patterns' : (ways[derived.fact] ?? `by its ${derived.fact}`)
      if (counts.unread > 0) report('data.unreadable', column.declared ?? column.at, words(name, how, counts, undefined))
    },
  }
}

const ways: Readonly<Record<string, string>> = { of: 'as one date', zeros: 'as a date with zeros', uuid: 'as a uuid' }

function words(
  name: string,
  how: string,
  { read, unread }: Counts,
  advice = 'Mend the fact, or list in nullIf what stands for no value.',
) {
  const all = read + unread
  return read === 0
    ? `${all === 1 ? 'The only value' : `None of the ${all} values`} of ${name} can ${all === 1 ? 'not ' : ''}be read ${how}: nothing is served for ${all === 1 ? 'it' : 'them'}. ${advice}`
    : `${name} can not be read ${how} in ${rowCount(unread)} of ${all}: nothing is served for ${unread === 1 ? 'it' : 'them'}. ${advice}`
}

interface Counts {
  readonly read: number
  readonly unread: number
}

/** How many of the values that are not read another usual format would read; none where the column holds no dates. */
function otherFormats(format: StoredFormat | undefined): readonly FormatCount[] {
  if (format?.kind !== 'pattern') return []
  const isTimed = format.parts.some(part => fieldOf(part) === 'hour')
  return countFormats(isTimed).filter(({ pattern }) => pattern !== format.pattern)
}
