/** `explain`: how a search is answered, map by map and clause by clause, without asking for any row of it. */
import { Dictionaries } from '../../engine/dictionaries.js'
import type { RequestOptions } from '../../engine/engine.js'
import { lookupRows } from '../../engine/lookup-tables.js'
import { prepareMap } from '../../engine/prepared-map.js'
import type { Zone } from '../../fhir/zone.js'
import { FacadeError } from '../../kernel/errors.js'
import { columnName } from '../../mapping/compile/column.js'
import type { CompiledMap } from '../../mapping/compile/compile-model.js'
import { zoneOrUtc } from '../../mapping/compile/condition.js'
import { codeHints } from '../../plan/code-hints.js'
import { deriveOffers } from '../../plan/derive-offers.js'
import { indexUse } from '../../plan/index-use.js'
import { invertClause } from '../../plan/invert-clause.js'
import type { InvertContext } from '../../plan/invert-context.js'
import type { LogicalPlan, MapPlan } from '../../plan/logical-plan.js'
import { planSearch } from '../../plan/plan-search.js'
import { searchParametersFor } from '../../search/element-path.js'
import type { Offers } from '../../search/offer.js'
import { parseSearch } from '../../search/parse-search.js'
import type { Clause, Search } from '../../search/search.js'
import { callOptions, type Project, sourceOf, type ToolOptions } from '../project.js'
import { printPredicate } from './print-predicate.js'

export type Class = 'A' | 'B' | 'C' | 'D'

export interface ExplainedClause {
  readonly clause: string
  /** `-`: nothing has to be looked for. */
  readonly class: Class | '-'
  readonly predicate: string
  readonly why: string
  /** Would make B an A. */
  readonly ddl?: string
}

export interface ExplainedMap {
  readonly map: string
  /** Present when the map is not asked at all: the reason. */
  readonly pruned?: string
  readonly clauses: readonly ExplainedClause[]
  /** What the database decides, clauses and rules of the map together. */
  readonly pushed?: string
  /** Decided on rows or on finished resources. */
  readonly residual: readonly string[]
  readonly native?: readonly { readonly text: string; readonly binds: readonly string[] }[]
}

export type Explanation =
  | {
      readonly kind: 'explained'
      readonly search: string
      readonly maps: readonly ExplainedMap[]
      readonly refused?: string
      /** Codes that no map gives, and those that there are. */
      readonly hints: readonly string[]
    }
  | { readonly kind: 'faults'; readonly faults: readonly string[] }

const baseUrl = 'http://localhost/STU3'

export async function explainSearch(project: Project, written: string, options: ToolOptions): Promise<Explanation> {
  const [type = '', query = ''] = splitOnce(written.replace(/^\//, ''))
  const zone = zoneOrUtc('Europe/London')
  const offers = deriveOffers(project.model, zone)
  const parsed = parseSearch(type, query, { offers: everyParameter(offers), baseUrl })
  if ('faults' in parsed) return { kind: 'faults', faults: faultsOf(type, query, offers) }
  const request: RequestOptions = { ...callOptions(options.timeoutMs), now: options.now }
  const withheld = parsed.search.clauses.find(clause => !isOffered(clause, type, offers))
  const planned = withheld ? `${withheld.expression} is not offered.` : await plan(parsed.search, project, zone, request)
  const context: ExplainContext = { model: project.model, zone, now: options.now, offers }
  const maps: ExplainedMap[] = []
  for (const map of project.model.mapsOf.get(type) ?? [])
    maps.push(await explainMap(map, parsed.search, planned, project, context, request))
  const hints = codeHints(parsed.search, context)
  return { kind: 'explained', search: written, maps, hints, ...(typeof planned === 'string' && { refused: planned }) }
}

function splitOnce(text: string): readonly [string, string] {
  const at = text.indexOf('?')
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

interface ExplainContext extends InvertContext {
  readonly offers: Offers
}

/** As a client would be told. */
function faultsOf(type: string, query: string, offers: Offers): readonly string[] {
  const parsed = parseSearch(type, query, { offers, baseUrl })
  return 'faults' in parsed ? parsed.faults.map(({ text }) => text) : ['This can not be read as a search.']
}

/** Also what is not offered, so that the reason can be told. */
function everyParameter(offers: Offers): Offers {
  return new Map(
    [...offers].map(([type, offer]) => {
      const parameters = new Map(offer.parameters)
      for (const [name, parameter] of searchParametersFor(type))
        if (!parameters.has(name)) parameters.set(name, { parameter, modifiers: [], chainTargets: [] })
      return [type, { ...offer, parameters }] as const
    }),
  )
}

/** The reason, when the search would be refused. */
async function plan(
  search: Search,
  { model, sources }: Project,
  zone: Zone,
  request: RequestOptions,
): Promise<LogicalPlan | string> {
  const adapters = new Map([...sources].map(([name, { adapter }]) => [name, adapter] as const))
  const dictionaries = new Dictionaries({ adapters, rowsOf: lookupRows(model), maxRows: 2000, refreshMs: 60_000 })
  try {
    return await dictionaries.withDictionaries(request, dictionaryOf =>
      planSearch(search, {
        model,
        zone,
        now: request.now,
        capabilitiesOf: (source, entity) => {
          const adapter = adapters.get(source)
          if (!adapter) throw new FacadeError('source.unavailable', { text: `The source ${source} is not open.` })
          return adapter.capabilities(entity)
        },
        dictionaryOf,
      }),
    )
  } catch (error) {
    if (error instanceof FacadeError) return error.message
    throw error
  }
}

async function explainMap(
  map: CompiledMap,
  search: Search,
  planned: LogicalPlan | string,
  project: Project,
  context: ExplainContext,
  request: RequestOptions,
): Promise<ExplainedMap> {
  const clauses = search.clauses.map(clause => explainClause(clause, map, project, context))
  const never = search.clauses.find(clause => invertClause(clause, map, context).kind === 'never')
  if (never) return { map: map.name, clauses, residual: [], pruned: `${never.expression} can hold for no row of it` }
  if (typeof planned === 'string') return { map: map.name, clauses, residual: [] }
  const own = planned.maps.find(each => each.map.name === map.name)
  if (!own) return { map: map.name, clauses, residual: [], pruned: 'no key of its lookup tables means what is asked for' }
  return { map: map.name, clauses, ...(await explainPlan(own, project, request)) }
}

async function explainPlan(plan: MapPlan, project: Project, request: RequestOptions) {
  const { map, where, rowResidual, residual, exact } = plan
  const { adapter } = sourceOf(project, map)
  const query = {
    from: { entity: map.entity, alias: map.alias },
    joins: prepareMap(map).joins(request),
    select: map.emitted.root.selected,
    ...(where && { where }),
    orderBy: plan.order.orderBy,
  }
  const native = await adapter.explain?.(exact ? { ...query, limit: 11 } : query, request)
  return {
    ...(where && { pushed: printPredicate(where) }),
    residual: [
      ...(map.repeat ? [`on each row: which parts ${columnName(map.repeat.column)} has, each of them a resource`] : []),
      ...(rowResidual ? [`on each row: ${printPredicate(rowResidual)}`] : []),
      ...residual.map(({ expression }) => `on each finished resource: ${expression}`),
      ...(!exact && residual.length === 0 && !rowResidual
        ? ['on each finished resource: that it has what its profile requires']
        : []),
    ],
    ...(native && { native: native.map(({ text, parameterTypes }) => ({ text, binds: parameterTypes })) }),
  }
}

/** What `_has` asks of others was offered when it was read. */
const isOffered = ({ parameter, has }: Clause, type: string, offers: Offers): boolean =>
  has !== undefined || offers.get(type)?.parameters.has(parameter.name) === true

function explainClause(clause: Clause, map: CompiledMap, project: Project, context: ExplainContext): ExplainedClause {
  const written = clause.expression
  const inverse = invertClause(clause, map, context)
  if (inverse.kind !== 'unsupported' && !isOffered(clause, map.type, context.offers))
    return {
      clause: written,
      class: 'D',
      predicate: '',
      why: 'is not offered: nothing is mapped that it asks for, or this version can not search it',
    }
  switch (inverse.kind) {
    case 'unsupported':
      return { clause: written, class: 'D', predicate: '', why: inverse.reason }
    case 'never':
      return { clause: written, class: '-', predicate: 'false', why: 'nothing in this map can have this value' }
    case 'always':
      return { clause: written, class: '-', predicate: 'true', why: 'holds for every row' }
    default:
      break
  }
  const { schemaOf } = sourceOf(project, map)
  const joins = map.relations.joins.map(({ alias, entity }) => [alias, entity] as const)
  const use = indexUse(inverse.may, { entities: new Map([[map.alias, map.entity], ...joins]), schemaOf })
  const predicate = printPredicate(inverse.may)
  const rest = inverse.exact ? '' : '; then decided on the finished resource'
  switch (use.kind) {
    case 'index':
      return { clause: written, class: 'A', predicate, why: `${use.by}${rest}` }
    case 'friendly': {
      const table = project.model.sources.get(map.source)?.tables.get(use.entity)?.path ?? [use.entity]
      const ddl = `CREATE INDEX ix_${table.at(-1)}_${use.column} ON ${table.join('.')} (${use.column});`
      return { clause: written, class: 'B', predicate, why: `no index begins with ${use.column}${rest}`, ddl }
    }
    case 'scan':
      return { clause: written, class: 'C', predicate, why: `${use.why}${rest}` }
    default:
      return use satisfies never
  }
}
