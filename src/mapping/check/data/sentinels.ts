/** Dates that many systems write for "not known" or "for ever", where the source document does not say so. */
import { columnName } from '../../compile/column.js'
import { columnsBelow, rowCount, rowReader, type Scan, type Watcher } from './watcher.js'

const usual = [
  '0001-01-01',
  '1753-01-01',
  '1899-12-30',
  '1899-12-31',
  '1900-01-01',
  '1901-01-01',
  '1970-01-01',
  '2099-12-31',
  '9999-12-31',
]
/** Fewer may well be true. */
const leastShare = 0.01
const leastRows = 3

export function watchSentinels(scan: Scan): readonly Watcher[] {
  return columnsBelow(scan.values.map(({ value }) => value)).flatMap((column): readonly Watcher[] => {
    const read = rowReader(scan.fields, column)
    if (!read || !(column.meaning === 'date' || column.meaning === 'dateTime' || column.meaning === 'instant')) return []
    const counts = new Map(usual.map(date => [date, 0]))
    return [
      {
        see(row) {
          const day = String(read(row) ?? '').slice(0, 10)
          const known = counts.get(day)
          if (known !== undefined) counts.set(day, known + 1)
        },
        tell(rows, report) {
          for (const [day, count] of counts) {
            if (count < leastRows || count / rows < leastShare) continue
            const share = Math.round((count / rows) * 100)
            report(
              'data.sentinel-undeclared',
              column.at,
              `${columnName(column)} is ${day} in ${share} % of the rows (${rowCount(count)}). If that stands for no date, say columns: { ${column.field.name}: { nullIf: [...] } } in the source document, with the value as it is stored.`,
            )
          }
        },
      },
    ]
  })
}
