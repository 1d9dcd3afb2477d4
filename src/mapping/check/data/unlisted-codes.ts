/** Values that a code map does not list, and letters in a column that is mapped to a code without any code map. */
import { columnName } from '../../compile/column.js'
import type { PrimitiveShape } from '../../compile/shape.js'
import { rowCount, rowReader, type Scan, type Watcher } from './watcher.js'

export const watchUnlistedCodes = (scan: Scan): readonly Watcher[] => scan.values.flatMap(value => watcherOf(value, scan) ?? [])

/** Distinct values are counted up to here. */
const mostValues = 1000

function watcherOf({ value, codes }: PrimitiveShape, scan: Scan): Watcher | undefined {
  // A code, its system and its display are three values of one column.
  const isCoded = value.kind === 'coded' && value.part === 'code' && value.codes.otherwise === undefined
  if (!isCoded && !(value.kind === 'column' && codes)) return undefined
  const { column } = value
  const read = rowReader(scan.fields, column)
  if (!read) return undefined
  const listed = (text: string): boolean => (value.kind === 'coded' ? value.codes.pairs.has(text) : codes?.has(text) === true)
  const unlisted = new Set<string>()
  let count = 0
  return {
    see(row) {
      const meaning = read(row)
      if (meaning === undefined || listed(String(meaning))) return
      count++
      if (unlisted.size < mostValues) unlisted.add(String(meaning))
    },
    tell(_, report) {
      if (count === 0) return
      const name = columnName(column)
      const others = `${unlisted.size}${unlisted.size >= mostValues ? ' or more' : ''} ${unlisted.size === 1 ? 'value' : 'values'}`
      if (value.kind === 'coded')
        report(
          'data.codes-unlisted',
          column.at,
          `${name} holds ${others} that its code map does not list, in ${rowCount(count)}: nothing is served for them. List them, or say otherwise: CODE.`,
        )
      else
        report(
          'data.codes-unmapped',
          column.at,
          `This takes ${[...(codes ?? [])].slice(0, 12).join(', ')}; ${name} holds ${others} that ${unlisted.size === 1 ? 'is none' : 'are none'}, in ${rowCount(count)}. Add codes: { col: ${name}, codes: … }.`,
        )
    },
  }
}
