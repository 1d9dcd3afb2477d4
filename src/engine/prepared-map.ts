/** A compiled map made ready to be asked: its joins, its select list, and how its child rows are found. */
import { type ColumnBinding, rowReaderOf } from '../mapping/compile/column.js'
import type { CompiledMap } from '../mapping/compile/compile-model.js'
import { type Clock, conditionHolds, timeless } from '../mapping/compile/condition.js'
import { allOf, type Inverse } from '../mapping/compile/inverse.js'
import { joinOf } from '../mapping/compile/invert.js'
import { latestHolds, rowsRead } from '../mapping/compile/latest.js'
import { encodeId } from '../mapping/compile/logical-id.js'
import type { RowLayout } from '../mapping/compile/row-layout.js'
import type { ListBinding } from '../mapping/compile/shape.js'
import { fieldsOf } from '../plan/predicate-fields.js'
import { type EntityRef, evaluate, type Field, type Join, type Order, type Predicate, type Row } from '../spi/index.js'

export interface PreparedMap {
  readonly map: CompiledMap
  readonly from: EntityRef
  /** By the key of its rows alone. */
  readonly keyOrder: readonly Order[]
  readonly children: readonly PreparedList[]
  /** Places of the logical id's columns in a row. */
  readonly keyPlaces: readonly number[]
  joins(clock: Clock): readonly Join[]
  /** The rows that are served or gone, whatever is searched for. */
  where(clock: Clock): Predicate | undefined
  /** The logical id; undefined when a part of the key is null. */
  idOf(row: Row): string | undefined
  isGone(row: Row, clock: Clock): boolean
}

export interface PreparedList {
  readonly list: ListBinding
  readonly from: EntityRef
  readonly layout: RowLayout
  readonly orderBy: readonly Order[]
  /** The place of the list that owns it, which is an earlier one; absent where the map's own row does. */
  readonly owner?: number
  /** In the owner's row. */
  readonly outerPlaces: readonly number[]
  /** In the child's row. */
  readonly innerPlaces: readonly number[]
  joins(clock: Clock): readonly Join[]
  where(clock: Clock): Predicate | undefined
}

export function prepareMap(map: CompiledMap): PreparedMap {
  const { root, lists } = map.emitted
  const children = lists.map(({ list, layout, owner }): PreparedList => {
    const outer = owner === undefined ? root : (lists[owner]?.layout ?? root)
    const innerPlaces = list.on.map(([, inner]) => layout.add(inner.field))
    const order = [...list.order, ...list.key.filter(key => !list.order.some(({ field }) => field.name === key.field.name))]
    return {
      list,
      from: { entity: list.entity, alias: list.alias },
      layout,
      ...(owner !== undefined && { owner }),
      orderBy: ascending(order),
      outerPlaces: list.on.map(([column]) => outer.add(column.field)),
      innerPlaces,
      joins: timeless(clock => list.joins.map(join => joinOf(join, clock))),
      where: timeless(clock => predicateOf(rowsRead(list, clock))),
    }
  })
  const keyPlaces = root.addAll(map.key)
  const readers = map.key.map(column => rowReaderOf(column, field => root.add(field)))
  const gone = timeless(clock => (map.gone ? conditionHolds(map.gone, clock) : undefined))
  for (const field of goneFields(gone({ now: 0 }))) root.add(field)
  return {
    map,
    from: { entity: map.entity, alias: map.alias },
    keyOrder: ascending(map.rowKey),
    children,
    keyPlaces,
    joins: timeless(clock => map.relations.joins.map(join => joinOf(join, clock))),
    where: timeless(clock => predicateOf(allOf([latestHolds(map.latest, clock), conditionHolds(map.where, clock)]))),
    idOf(row) {
      return encodeId(
        map,
        readers.map(read => read(row)),
      )
    },
    isGone(row, clock) {
      const inverse = gone(clock)
      if (inverse?.kind !== 'rows') return inverse?.kind === 'always'
      return evaluate(inverse.may, field => row[root.add(field)] ?? null)
    },
  }
}

const ascending = (columns: readonly ColumnBinding[]): readonly Order[] =>
  columns.map(({ field }) => ({ by: field, direction: 'asc', nulls: 'last' }))

function predicateOf(inverse: Inverse): Predicate | undefined {
  if (inverse.kind === 'never') return { op: 'or', of: [] }
  return inverse.kind === 'rows' ? inverse.may : undefined
}

function goneFields(inverse: ReturnType<typeof conditionHolds> | undefined): readonly Field[] {
  return inverse?.kind === 'rows' ? fieldsOf(inverse.may) : []
}
