/** Two maps of one type over one table whose `where`s are not provably apart: the same row could be two resources. */
import type { Report } from '../language/diagnostic-codes.js'
import type { Expression, MapDocument } from '../language/document.js'
import { areContradictory, type NameColumn } from './contradiction.js'

/** Maps that take parts of a wide row, as vital signs do, test different columns or none: only maps that choose by one column are compared. */
export function checkOverlappingMaps(maps: readonly MapDocument[], report: Report): void {
  for (const [index, map] of maps.entries())
    for (const earlier of maps.slice(0, index)) {
      if (map.resourceType !== earlier.resourceType || map.from.table !== earlier.from.table) continue
      if (!map.where || !earlier.where || areCopies(map, earlier) || !shareColumn(map, earlier)) continue
      const both = [map, earlier].flatMap(each => (each.where ? [{ expression: each.where, name: columnsOf(each) }] : []))
      if (!areContradictory(both))
        report(
          'map.where-overlap',
          map.where.at,
          `A row of ${map.from.table} may be in ${writtenName(earlier)} and in ${writtenName(map)}: it would be two ${map.resourceType} resources. Let one where exclude the other.`,
        )
    }
}

const shareColumn = (a: MapDocument, b: MapDocument): boolean => {
  const tested = new Set(valuesTested(a.where, a.from.alias))
  return valuesTested(b.where, b.from.alias).some(name => tested.has(name))
}

/** Columns of the map's own row whose value decides. */
function valuesTested(where: Expression | undefined, alias: string): readonly string[] {
  if (!where) return []
  switch (where.kind) {
    case 'and':
    case 'or':
      return where.of.flatMap(part => valuesTested(part, alias))
    case 'not':
      return valuesTested(where.of, alias)
    case 'compare':
      return [where.left, where.right].flatMap(side => (side.kind === 'column' && side.alias === alias ? [side.name] : []))
    case 'isNull':
      return []
    default:
      return where.column.alias === alias ? [where.column.name] : []
  }
}

/** A column of the map's own row is the same in both maps, whatever its alias; any other is the map's own. */
const columnsOf =
  (map: MapDocument): NameColumn =>
  (alias, name) =>
    alias === map.from.alias ? name : `${map.name} ${alias}.${name}`

/** Copies of one map, one for each slot, are meant to take the same row. */
const areCopies = (a: MapDocument, b: MapDocument): boolean => a.copy !== undefined && a.copy.of === b.copy?.of

const writtenName = ({ name, copy }: MapDocument): string => copy?.of ?? name
