/**
 * `latest`: of the rows of one thing only the one with the greatest version exists (DESIGN, ruling 8). To the source it is
 * "there is no newer row", which an index on key and version serves.
 */
import type { ColumnBinding } from './column.js'
import { columnPresent, columnsCompare } from './column-inverse.js'
import { type Clock, conditionHolds } from './condition.js'
import { allOf, always, anyOf, type Inverse, negate, never, rows, within } from './inverse.js'
import { renameAliases } from './rename-aliases.js'
import type { JoinBinding, LatestBinding } from './shape.js'

/** The rows of a joined or repeated table that are read at all. */
export function rowsRead({ where, latest, live }: Pick<JoinBinding, 'where' | 'latest' | 'live'>, clock: Clock): Inverse {
  const served = live?.where(clock)
  const isLatest = latest.map(each => latestHolds(each, clock))
  return allOf([conditionHolds(where, clock), ...isLatest, served ? rows(served) : always])
}

export function latestHolds(latest: LatestBinding | undefined, clock: Clock): Inverse {
  if (!latest) return always
  const { entity, among, version, ties } = latest
  const isNewer = anyOf([
    hasGreaterVersion(version),
    ties.length === 0 ? never : allOf([hasSameVersion(version), isGreater(ties)]),
  ])
  return negate(
    within(allOf([isNewer, takesPart(latest, clock)]), where => ({
      op: 'exists',
      join: {
        entity,
        alias: newer(latest.alias),
        on: among.map(column => [column.field, asNewer(column).field] as const),
        optional: false,
      },
      ...(where && { where }),
    })),
  )
}

const newer = (alias: string): string => `${alias}~newer`
const asNewer = (column: ColumnBinding): ColumnBinding => ({
  ...column,
  field: { ...column.field, alias: newer(column.field.alias) },
})

function takesPart({ where, within: latest }: LatestBinding, clock: Clock): Inverse {
  const inverse = allOf([conditionHolds(where, clock), latestHolds(latest, clock)])
  return inverse.kind === 'rows' ? { ...inverse, may: renameAliases(inverse.may, newer) } : inverse
}

/** A row without a version is the least. */
const hasGreaterVersion = (version: ColumnBinding): Inverse =>
  anyOf([
    columnsCompare(asNewer(version), 'gt', version),
    allOf([columnPresent(asNewer(version)), negate(columnPresent(version))]),
  ])

const hasSameVersion = (version: ColumnBinding): Inverse =>
  anyOf([
    columnsCompare(asNewer(version), 'eq', version),
    allOf([negate(columnPresent(asNewer(version))), negate(columnPresent(version))]),
  ])

/** Column by column, the first first. */
function isGreater([column, ...others]: readonly ColumnBinding[]): Inverse {
  if (!column) return never
  const compare = (is: 'gt' | 'eq') => rows({ op: 'compare', field: asNewer(column).field, is, to: column.field })
  return others.length === 0 ? compare('gt') : anyOf([compare('gt'), allOf([compare('eq'), isGreater(others)])])
}
