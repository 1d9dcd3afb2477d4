/** A search and the compiled mappings become a plan: one entry for each map that constants do not rule out. */
import { FacadeError } from '../kernel/errors.js'
import type { CompiledMap } from '../mapping/compile/compile-model.js'
import { allOf, type Inverse } from '../mapping/compile/inverse.js'
import { joinOf } from '../mapping/compile/invert.js'
import type { Clause, Search } from '../search/search.js'
import type { EntityCapabilities, Join, Predicate } from '../spi/index.js'
import { type InvertContext, invertClause } from './invert-clause.js'
import { judgeInstead } from './invert-override.js'
import type { LogicalPlan, MapPlan } from './logical-plan.js'
import { orderRows, sortColumns } from './order-rows.js'
import { refuseScan } from './refuse-scan.js'
import { type FindDictionary, resolveLookups } from './rewrites/resolve-lookups.js'
import { isFalse, isTrue, simplify } from './rewrites/simplify.js'
import { splitPredicate } from './split-plan.js'

export interface PlanContext extends InvertContext {
  capabilitiesOf(source: string, entity: string): EntityCapabilities
  dictionaryOf(source: string): FindDictionary
}

export function planSearch(search: Search, context: PlanContext): LogicalPlan {
  const maps = context.model.mapsOf.get(search.type) ?? []
  refuseSorts(search, maps)
  const plans = maps.flatMap((map, rank) => planMap(search, map, rank, context) ?? [])
  return { type: search.type, maps: plans, isSorted: search.sort.length > 0 }
}

function refuseSorts(search: Search, maps: readonly CompiledMap[]): void {
  for (const { parameter } of search.sort)
    for (const map of maps) {
      const columns = sortColumns(map, parameter)
      if (typeof columns === 'string')
        throw new FacadeError('search.sort-unsupported', {
          text: `_sort=${parameter.name} is not possible over the map ${map.name}. ${columns}`,
          expression: '_sort',
        })
    }
}

/** Undefined when no row of the map can match. */
function planMap(search: Search, map: CompiledMap, rank: number, context: PlanContext): MapPlan | undefined {
  const served = map.served(context)
  const clauses = search.clauses.map(clause => ({ clause, inverse: invertClause(clause, map, context) }))
  if (served.kind === 'never' || clauses.some(({ inverse }) => inverse.kind === 'never')) return undefined
  for (const { clause, inverse } of clauses) if (inverse.kind === 'unsupported') refuse(clause, inverse, map)
  const whole = allOf([served, ...clauses.map(({ inverse }) => inverse)])
  const joins = map.relations.joins.map(join => joinOf(join, context))
  const where = resolveAll(whole, map, joins, context)
  if (context.model.rules.get(map.type)?.allowScan === false) {
    const asked = allOf(clauses.map(({ inverse }) => inverse))
    refuseScan(search.clauses, { asked, where: resolveAll(asked, map, joins, context) }, map, context)
  }
  if (where && isFalse(where)) return undefined
  const split =
    where && !isTrue(where)
      ? splitPredicate(where, entitiesOf(map, joins), entity => context.capabilitiesOf(map.source, entity))
      : undefined
  if (split?.needsResource) refuseVersions(map)
  const inexact = clauses.filter(({ inverse }) => inverse.kind === 'rows' && !inverse.exact).map(({ clause }) => clause)
  const residual = (split?.needsResource ? search.clauses : inexact).map(clause => judged(clause, map))
  refuseUndecidable(residual, map)
  return {
    map,
    rank,
    where: split?.pushed,
    rowResidual: split?.rowResidual,
    residual,
    exact: residual.length === 0 && split?.rowResidual === undefined && !(served.kind === 'rows' && !served.exact),
    order: orderRows(map, search.sort),
  }
}

function resolveAll(inverse: Inverse, map: CompiledMap, joins: readonly Join[], context: PlanContext): Predicate | undefined {
  if (inverse.kind !== 'rows') return undefined
  return simplify(resolveLookups(simplify(inverse.may), joins, context.dictionaryOf(map.source)))
}

const entitiesOf = (map: CompiledMap, joins: readonly Join[]): ReadonlyMap<string, string> =>
  new Map([[map.alias, map.entity], ...joins.map(join => [join.alias, join.entity] as const)])

function refuse(clause: Clause, { reason }: Extract<Inverse, { kind: 'unsupported' }>, map: CompiledMap): never {
  const code = clause.chain ? 'search.chain-unsupported' : 'search.parameter-unsupported'
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

/** A chain asks another resource, so it has to be decided in the source. */
function refuseUndecidable(residual: readonly Clause[], map: CompiledMap): void {
  const chain = residual.find(clause => clause.chain)
  if (chain)
    throw new FacadeError('search.chain-unsupported', {
      text: `${chain.expression} can not be decided by the source of the map ${map.name}.`,
      expression: chain.expression,
    })
}
