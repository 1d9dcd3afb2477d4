/** Text that ends in blanks, where the source document does not say that they are padding. */
import { columnName } from '../../compile/column.js'
import { columnsBelow, rowCount, type Scan, type Watcher } from './watcher.js'

export function watchTrailingBlanks(scan: Scan): readonly Watcher[] {
  return columnsBelow(scan.values.map(({ value }) => value)).flatMap((column): readonly Watcher[] => {
    const { field, mask, format, derived } = column
    const place = scan.fields.findIndex(({ alias, name }) => alias === field.alias && name === field.name)
    if (place < 0 || derived || field.type !== 'string' || field.trim || mask || format) return []
    let count = 0
    return [
      {
        see(row) {
          const stored = row[place]
          if (typeof stored === 'string' && stored.endsWith(' ') && stored.trim() !== '') count++
        },
        tell(_, report) {
          if (count > 0)
            report(
              'data.blanks-undeclared',
              column.at,
              `${columnName(column)} ends in blanks in ${rowCount(count)}, and the blanks are served and searched for. Say columns: { ${field.name}: { trim: true } } in the source document.`,
            )
        },
      },
    ]
  })
}
