/**
 * `live: true` on a reference: it is there only when its target is. The target's row is joined, with everything that decides
 * whether it is served, and the reference stands only where the join found one.
 */
import type { Predicate } from '../../spi/index.js'
import type { Report } from '../language/diagnostic-codes.js'
import type { ReferenceNode } from '../language/document.js'
import { type ColumnBinding, columnName } from './column.js'
import type { Clock } from './condition.js'
import { joinOf } from './invert.js'
import type { MapContext } from './map-context.js'
import { renameAliases, renameJoin } from './rename-aliases.js'
import { haveEqualFacts } from './resolve-condition.js'
import type { FindServed, ServedRows } from './served-rows.js'
import type { Condition, JoinBinding, ReferenceTarget } from './shape.js'

/** The condition under which the reference stands; undefined after a fault, which was reported. */
export function liveCondition(
  node: ReferenceNode,
  to: ReferenceTarget,
  key: readonly ColumnBinding[],
  context: MapContext,
): Condition | undefined {
  const { relations, scope, document } = context
  const refuse = (message: string) => {
    scope.report('map.live-impossible', node.at, message)
    return undefined
  }
  if (!to.map.startsWith(`${document.source}/`))
    return refuse(`${to.map} is in another database: whether its row is there can not be asked from here. Leave out live.`)
  const owners = new Set(key.map(({ field }) => relations.listOf.get(field.alias)))
  const [list] = owners
  if (owners.size > 1 || (list !== undefined && !relations.lists.has(list)))
    return refuse('A live reference needs a key from one row: of the map itself, or of one list of rows.')
  const unlike = key.find((column, index) => !haveEqualFacts(column, to.key[index] ?? column))
  if (unlike)
    return refuse(
      `${columnName(unlike)} is stored in another way than the key of ${to.map}, so its row can not be joined. Leave out live.`,
    )
  const alias = `${to.map}~${key.map(({ field }) => `${field.alias}.${field.name}`).join('~')}`
  const joined = to.key.map((column): ColumnBinding => ({ ...column, field: { ...column.field, alias }, nullable: true }))
  const [first] = joined
  if (!first) return undefined
  const { servedRows } = context
  relations.add(
    {
      at: node.at,
      alias,
      entity: to.entity,
      on: key.flatMap((column, index) => (joined[index] ? [[column, joined[index]] as const] : [])),
      where: undefined,
      latest: [],
      live: { map: to.map, where: clock => servedUnder(alias, servedRows(to.map), clock) },
    },
    list,
  )
  return { kind: 'not', of: { kind: 'isNull', column: first } }
}

/** The rows of a map that are served, when they are read under another alias. */
function servedUnder(alias: string, rows: ServedRows | undefined, clock: Clock): Predicate | undefined {
  const served = rows?.served(clock)
  if (!rows || served?.kind === 'never' || served?.kind === 'unsupported') return { op: 'or', of: [] }
  if (served?.kind !== 'rows') return undefined
  const parts = served.may.op === 'and' ? served.may.of : [served.may]
  // Versions of one key, and rows that `where` leaves out, are told apart on the joined row itself.
  const direct = parts.filter(part => joinsUsed(part, rows).length === 0)
  const tests = direct.map(part => renameAliases(part, each => (each === rows.alias ? alias : `${alias}~${each}`)))
  return { op: 'and', of: direct.length === parts.length ? tests : [...tests, onItself(alias, served.may, rows, clock)] }
}

/** A test that needs joins: asked of the same row once more, with its joins. */
function onItself(alias: string, test: Predicate, rows: ServedRows, clock: Clock): Predicate {
  const self = `${alias}~self`
  const rename = (each: string) => (each === rows.alias ? self : `${alias}~${each}`)
  return {
    op: 'exists',
    join: {
      entity: rows.entity,
      alias: self,
      on: rows.key.map(
        ({ field }) =>
          [
            { ...field, alias },
            { ...field, alias: self },
          ] as const,
      ),
      optional: false,
    },
    joins: joinsUsed(test, rows).map(join => renameJoin(joinOf(join, clock), rename)),
    where: renameAliases(test, rename),
  }
}

/** The joins that a test on the map's rows needs, in their order. */
function joinsUsed(test: Predicate, { joins }: ServedRows): readonly JoinBinding[] {
  const used = new Set<string>()
  renameAliases(test, alias => {
    used.add(alias)
    return alias
  })
  for (const { alias, on } of joins.toReversed()) if (used.has(alias)) for (const [outer] of on) used.add(outer.field.alias)
  return joins.filter(({ alias }) => used.has(alias))
}

/** A target has to be decided in the source. */
export function reportLive(maps: readonly ServedRows[], find: FindServed, report: Report): void {
  for (const map of maps)
    for (const join of map.joins) {
      const target = join.live && find(join.live.map)
      if (!join.live || !target) continue
      const served = target.served({ now: 0 })
      if (served.kind === 'rows' && !served.exact)
        report(
          'map.live-impossible',
          join.at,
          `Whether a row of ${join.live.map} is served can only be decided on the finished resource. Leave out live, or make a view.`,
        )
    }
}
