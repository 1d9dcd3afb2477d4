/** Rows of one key that share the greatest version: which of them is the latest is a matter of chance. */
import { compareScalars, type Row, type Scalar } from '../../../spi/index.js'
import type { LatestBinding } from '../../compile/shape.js'
import type { KeyReader } from './key-counter.js'
import type { RowReader, Watcher } from './watcher.js'

export function watchLatestTies({ version, alias }: LatestBinding, readKey: KeyReader, readVersion: RowReader): Watcher {
  const greatest = new Map<string, { version: Scalar; count: number }>()
  return {
    see(row: Row) {
      const key = readKey(row)
      if (key === undefined) return
      const value = readVersion(row) ?? null
      const known = greatest.get(key)
      const order = known === undefined ? 1 : orderOf(value, known.version, version.meaning)
      if (order > 0) greatest.set(key, { version: value, count: 1 })
      else if (order === 0 && known) known.count++
    },
    tell(_, report) {
      let ties = 0
      for (const { count } of greatest.values()) if (count > 1) ties++
      if (ties > 0)
        report(
          'data.latest-tie',
          version.at,
          `For ${ties} ${ties === 1 ? 'key' : 'keys'} of ${alias} more than one row has the greatest ${version.field.name}: the key decides between them. Name a column that tells versions apart.`,
        )
    },
  }
}

/** A null version is the least. */
function orderOf(a: Scalar, b: Scalar, type: LatestBinding['version']['meaning']): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null)
  return compareScalars(type, a, b)
}
