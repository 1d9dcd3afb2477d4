/**
 * References to rows that are not there: a client that follows them finds nothing. Those that are live are left out by themselves,
 * and are told of only when most lead nowhere.
 */
import { type ColumnBinding, columnName } from '../../compile/column.js'
import type { ReferenceTarget, ReferenceValueShape } from '../../compile/shape.js'
import { KeyCounter, type KeyReader, keyReader } from './key-counter.js'
import { rowCount, type Scan, type Watcher } from './watcher.js'

export interface OrphanWatcher extends Watcher {
  readonly target: ReferenceTarget
  /** Must be called before `tell`. */
  know(keys: ReadonlySet<string>): void
}

export function watchOrphanReferences(scan: Scan): readonly OrphanWatcher[] {
  return scan.values.flatMap(({ value }): readonly OrphanWatcher[] => {
    if (value.kind !== 'reference') return []
    // A key that is put together is no column to be looked at, and which parts a text has is no column either.
    if (value.target.key.some(({ derived }) => derived?.fact === 'split')) return []
    const [first, ...others] = value.key.flatMap(part => (part.value.kind === 'column' ? [part.value.column] : []))
    if (!first || others.length + 1 < value.key.length) return []
    const key = [first, ...others] as const
    const read = keyReader(scan.fields, key)
    return read ? [watcherOf(value, key, read)] : []
  })
}

function watcherOf(
  { target, isLive }: ReferenceValueShape,
  key: readonly [ColumnBinding, ...ColumnBinding[]],
  read: KeyReader,
): OrphanWatcher {
  const counter = new KeyCounter(read)
  let known: ReadonlySet<string> = new Set()
  return {
    target,
    know(keys) {
      known = keys
    },
    see: row => counter.see(row),
    tell(_, report) {
      const { rows, of } = counter.notAmong(known)
      if (rows === 0) return
      const names = key.map(columnName).join(', ')
      const isMost = rows * 2 > of
      if (isLive && !isMost) return
      const advice = isMost
        ? `Is ${names} the right column? ${target.map} is keyed by ${target.key.map(({ field }) => field.name).join(', ')}.`
        : 'A client that follows these references finds nothing; say live: true to leave them out.'
      report(
        'data.reference-orphan',
        key[0].at,
        `${names} refers to no row of ${target.map} in ${rowCount(rows)} of ${of}. ${advice}`,
      )
    },
  }
}
