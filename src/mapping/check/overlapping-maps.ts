/** Two maps of one type over one table whose `where`s are not provably apart: the same row could be two resources. */
import type { Report } from '../language/diagnostic-codes.js'
import type { MapDocument } from '../language/document.js'
import { areContradictory, type NameColumn } from './contradiction.js'

/** A map without a `where` takes part of a wide row, as vital signs do: only maps that both choose among rows are compared. */
export function checkOverlappingMaps(maps: readonly MapDocument[], report: Report): void {
  for (const [index, map] of maps.entries())
    for (const earlier of maps.slice(0, index)) {
      if (map.resourceType !== earlier.resourceType || map.from.table !== earlier.from.table) continue
      if (!map.where || !earlier.where || areCopies(map, earlier)) continue
      const both = [map, earlier].flatMap(each => (each.where ? [{ expression: each.where, name: columnsOf(each) }] : []))
      if (!areContradictory(both))
        report(
          'map.where-overlap',
          map.where.at,
          `A row of ${map.from.table} may be in ${writtenName(earlier)} and in ${writtenName(map)}: it would be two ${map.resourceType} resources. Let one where exclude the other.`,
        )
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
