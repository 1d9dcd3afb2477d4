/** Two rows with one logical id: a read would give either, and pages would lose one. */
import type { ColumnBinding } from '../../compile/column.js'
import { KeyCounter, keyReader } from './key-counter.js'
import type { Scan, Watcher } from './watcher.js'

export function watchDuplicateIds(key: readonly ColumnBinding[], scan: Scan): readonly Watcher[] {
  const read = keyReader(scan.fields, key)
  const [first] = key
  if (!first || !read) return []
  const counter = new KeyCounter(read)
  return [
    {
      see: row => counter.see(row),
      tell(_, report) {
        const { repeated } = counter
        if (repeated > 0)
          report(
            'data.key-duplicate',
            first.at,
            `${key.map(({ field }) => field.name).join(', ')} ${key.length === 1 ? 'is' : 'are'} not unique: ${repeated} ${repeated === 1 ? 'id stands' : 'ids stand'} for more than one row. Add a column to the key, say latest: COLUMN if the rows are versions, or give id: columns that are unique.`,
          )
      },
    },
  ]
}
