/** A search and the compiled mappings become a plan: one entry for each map that constants do not rule out. */
import { FacadeError } from '../kernel/errors.js'
import type { CompiledMap } from '../mapping/compile/compile-model.js'
import { type Clock, timeless } from '../mapping/compile/condition.js'
import { allOf, always, type Inverse } from '../mapping/compile/inverse.js'
import { joinOf } from '../mapping/compile/invert.js'
import { canJudge } from '../search/match-resource.js'
import type { Clause, Search } from '../search/search.js'
import type { EntityCapabilities, Field, Join, Predicate } from '../spi/index.js'
import { invertClause } from './invert-clause.js'
import type { InvertContext } from './invert-context.js'
import { judgeInstead } from './invert-override.js'
import type { LogicalPlan, MapPlan } from './logical-plan.js'
import { orderRows, sortColumns } from './order-rows.js'
import { fieldsOf } from './predicate-fields.js'
import { refuseScan } from './refuse-scan.js'
import { gatherEqualities } from './rewrites/gather-equalities.js'
import { type Dictionary, type FindDictionary, resolveLookups } from './rewrites/resolve-lookups.js'
import { isFalse, isTrue, simplify } from './rewrites/simplify.js'
import { type CapabilitiesOf, type SplitPredicate, splitPredicate } from './split-plan.js'

export interface PlanContext extends InvertContext {
  capabilitiesOf(source: string, entity: string): EntityCapabilities
  dictionaryOf(source: string): FindDictionary
}

export function planSearch(search: Search, context: PlanContext): LogicalPlan {
  const maps = context.model.mapsOf.get(search.type) ?? []
  refuseSorts(search, maps, context)
  const plans = maps.flatMap((map, rank) => planMap(search, map, rank, context) ?? [])
  return { type: search.type, maps: plans, isSorted: search.sort.length > 0 }
}

function refuseSorts(search: Search, maps: readonly CompiledMap[], context: PlanContext): void {
  for (const { parameter } of search.sort)
    for (const map of maps) {
      const columns = sortColumns(map, parameter, entity => context.capabilitiesOf(map.source, entity))
      if (typeof columns === 'string')
        throw new FacadeError('search.sort-unsupported', {
          text: `_sort=${parameter.name} is not possible over the map ${map.name}. ${columns}`,
          expression: '_sort',
        })
    }
}

/** Undefined when no row of the map can match. */
function planMap(search: Search, map: CompiledMap, rank: number, context: PlanContext): MapPlan | undefined {
  const present = map.present(context)
  const clauses = search.clauses.map(clause => ({ clause, inverse: invertClause(clause, map, context) }))
  if (present.kind === 'unsupported')
    throw new FacadeError('internal.fault', { text: `The rows of the map ${map.name} can not be told apart.` })
  if (present.kind === 'never' || clauses.some(({ inverse }) => inverse.kind === 'never')) return undefined
  for (const { clause, inverse } of clauses) if (inverse.kind === 'unsupported') refuse(clause, inverse, map)
  const joins = joinsOf(map)(context)
  const asked = allOf(clauses.map(({ inverse }) => inverse))
  if (context.model.rules.get(map.type)?.allowScan === false) {
    const where = asked.kind === 'rows' ? resolveAll(asked.may, joins, context.dictionaryOf(map.source)) : undefined
    refuseScan(search.clauses, { asked, where }, map, context)
  }
  const split = divideRows(present, asked, map, joins, context)
  if (split === 'nothing') return undefined
  const needsResource = split?.needsResource === true
  if (needsResource) refuseVersions(map)
  const inexact = clauses.filter(({ inverse }) => inverse.kind === 'rows' && !inverse.exact).map(({ clause }) => clause)
  const residual = (needsResource ? search.clauses : inexact).map(clause => judged(clause, map))
  refuseUndecidable(residual, map)
  return {
    map,
    rank,
    where: split?.pushed,
    rowResidual: split?.rowResidual,
    residual,
    exact: isExact(present) && residual.length === 0 && split?.rowResidual === undefined && !needsResource,
    served: servedLater(asked, map, joins, context),
    order: orderRows(map, search.sort),
  }
}

/** Undefined when something would be left to decide. */
function servedWhere(
  asked: Inverse,
  map: CompiledMap,
  joins: readonly Join[],
  context: PlanContext,
): ReturnType<MapPlan['served']> {
  const served = map.served(context)
  if (served.kind === 'unsupported' || !isExact(served) || !isExact(asked)) return undefined
  const split = served.kind === 'never' ? 'nothing' : divideRows(served, asked, map, joins, context)
  if (split === 'nothing') return { where: { op: 'or', of: [] } }
  return split?.rowResidual === undefined && split?.needsResource !== true ? { where: split?.pushed } : undefined
}

/** Most searches never ask for it. The dictionaries that it needs are asked for now: later none would be read. */
function servedLater(asked: Inverse, map: CompiledMap, joins: readonly Join[], context: PlanContext): MapPlan['served'] {
  const served = map.served(context)
  if (served.kind === 'rows' && isExact(served)) divideRows(served, always, map, joins, context)
  let found: { readonly where: ReturnType<MapPlan['served']> } | undefined
  return () => {
    found ??= { where: servedWhere(asked, map, joins, context) }
    return found.where
  }
}

const isExact = (inverse: Inverse): boolean => inverse.kind !== 'rows' || inverse.exact

/**
 * What a source is asked and what is left; undefined when every row matches. What a map serves is the same in every search, so it is
 * resolved and divided once: a search only adds to it, unless it asks the same lookup table, for then both are resolved together.
 */
function divideRows(
  served: Inverse,
  asked: Inverse,
  map: CompiledMap,
  joins: readonly Join[],
  context: PlanContext,
): SplitPredicate | undefined | 'nothing' {
  const find = context.dictionaryOf(map.source)
  const entities = entitiesOf(map, joins)
  const capabilitiesOf = (entity: string) => context.capabilitiesOf(map.source, entity)
  const before = served.kind === 'rows' ? servedRows(served.may, joins, find, entities, capabilitiesOf) : undefined
  if (asked.kind !== 'rows') return before?.split
  const isShared = before !== undefined && fieldsOf(asked.may).some(({ alias }) => before.lookups.has(alias))
  if (!before || isShared) {
    const whole = allOf([served, asked])
    const where = whole.kind === 'rows' ? resolveAll(whole.may, joins, find) : undefined
    if (!where || isTrue(where)) return undefined
    return isFalse(where)
      ? 'nothing'
      : splitPredicate(gatherEqualities(where, entities, capabilitiesOf), entities, capabilitiesOf)
  }
  const where = resolveAll(asked.may, joins, find)
  if (isFalse(where) || before.split === 'nothing') return 'nothing'
  if (isTrue(where)) return before.split
  return splitPredicate(gatherEqualities(where, entities, capabilitiesOf), entities, capabilitiesOf, before.split)
}

interface ServedRows {
  readonly split: SplitPredicate | undefined | 'nothing'
  /** Aliases of joins that it asks. */
  readonly lookups: ReadonlySet<string>
  /** What it was made of: other dictionaries or capabilities make it anew. */
  readonly found: readonly (readonly [join: Join, fields: readonly Field[], dictionary: Dictionary | undefined])[]
  readonly capabilities: readonly EntityCapabilities[]
}

/** By the predicate, which is the same as long as it does not ask what time it is. */
const servedKnown = new WeakMap<Predicate, ServedRows>()

function servedRows(
  may: Predicate,
  joins: readonly Join[],
  find: FindDictionary,
  entities: ReadonlyMap<string, string>,
  capabilitiesOf: CapabilitiesOf,
): ServedRows {
  const capabilities = [...entities.values()].map(capabilitiesOf)
  const kept = servedKnown.get(may)
  if (
    kept?.found.every(([join, fields, dictionary]) => find(join, fields) === dictionary) &&
    kept.capabilities.every((capability, place) => capability === capabilities[place])
  )
    return kept
  const found: (readonly [Join, readonly Field[], Dictionary | undefined])[] = []
  const where = resolveAll(may, joins, (join, fields) => {
    const dictionary = find(join, fields)
    found.push([join, fields, dictionary])
    return dictionary
  })
  const aliases = new Set(joins.map(({ alias }) => alias))
  const lookups = new Set(fieldsOf(may).flatMap(({ alias }) => (aliases.has(alias) ? [alias] : [])))
  const split = isFalse(where) ? 'nothing' : isTrue(where) ? undefined : splitPredicate(where, entities, capabilitiesOf)
  const rows: ServedRows = { split, lookups, found, capabilities }
  servedKnown.set(may, rows)
  return rows
}

const resolveAll = (may: Predicate, joins: readonly Join[], find: FindDictionary): Predicate =>
  simplify(resolveLookups(simplify(may), joins, find))

const joinsByMap = new WeakMap<CompiledMap, (clock: Clock) => readonly Join[]>()

function joinsOf(map: CompiledMap): (clock: Clock) => readonly Join[] {
  const known = joinsByMap.get(map)
  if (known) return known
  const joins = timeless(clock => map.relations.joins.map(join => joinOf(join, clock)))
  joinsByMap.set(map, joins)
  return joins
}

const entitiesOf = (map: CompiledMap, joins: readonly Join[]): ReadonlyMap<string, string> =>
  new Map([[map.alias, map.entity], ...joins.map(join => [join.alias, join.entity] as const)])

function refuse(clause: Clause, { reason }: Extract<Inverse, { kind: 'unsupported' }>, map: CompiledMap): never {
  const code = clause.chain || clause.has ? 'search.chain-unsupported' : 'search.parameter-unsupported'
  throw new FacadeError(code, {
    text: `${clause.expression} can not be searched over the map ${map.name}. ${reason}`,
    expression: clause.expression,
  })
}

/** Whether a row is the latest one is nothing that the mapped resource could tell. */
function refuseVersions(map: CompiledMap): void {
  if (map.latest)
    throw new FacadeError('source.fault', {
      text: `The source ${map.source} can not tell the latest rows of ${map.entity}. Map a view of them.`,
    })
}

/** The clause as the mapped resource can decide it. */
function judged(clause: Clause, map: CompiledMap): Clause {
  const instead = judgeInstead(map.overrides.get(clause.parameter.name), clause)
  if (instead) return instead
  throw new FacadeError('search.parameter-unsupported', {
    text: `${clause.expression} can not be decided by the source of the map ${map.name}.`,
    expression: clause.expression,
  })
}

/** A chain asks another resource, so it has to be decided in the source. What can not be judged is refused, never left out. */
function refuseUndecidable(residual: readonly Clause[], map: CompiledMap): void {
  const clause = residual.find(each => !canJudge(each))
  if (clause)
    throw new FacadeError(clause.chain || clause.has ? 'search.chain-unsupported' : 'search.parameter-unsupported', {
      text: `${clause.expression} can not be decided by the source of the map ${map.name}.`,
      expression: clause.expression,
    })
}
