/** The engine: read and search over every map, on the adapters that it is given. */
import type { Resource } from '../fhir/resource.js'
import type { Zone } from '../fhir/zone.js'
import { FacadeError, type Fault } from '../kernel/errors.js'
import { nearestName } from '../kernel/nearest.js'
import { zoneOrUtc } from '../mapping/compile/condition.js'
import { codeHints } from '../plan/code-hints.js'
import { deriveOffers } from '../plan/derive-offers.js'
import { idsAtOnce } from '../plan/derived-searches.js'
import { type IncludeEdge, includeEdges } from '../plan/include-edges.js'
import type { LogicalPlan } from '../plan/logical-plan.js'
import { orderRows } from '../plan/order-rows.js'
import { createPageSeal, type PageSeal, type PageState } from '../plan/page-token.js'
import { planSearch } from '../plan/plan-search.js'
import { reversePlan } from '../plan/reverse-plan.js'
import { type Compartment, compartmentParameters } from '../search/compartment.js'
import { type Handling, tellLeftOut } from '../search/handling.js'
import type { Offers } from '../search/offer.js'
import { type ParsedSearch, parseSearch } from '../search/parse-search.js'
import { printSearch } from '../search/print-search.js'
import type { Search } from '../search/search.js'
import type { Adapter } from '../spi/index.js'
import { type Around, askedTotal, isCountOnly, linksAround, shownResources } from './answer.js'
import { checkSources } from './check-sources.js'
import { type Counting, countAll } from './count-matches.js'
import { DataQuality } from './data-quality.js'
import { Dictionaries } from './dictionaries.js'
import {
  type Engine,
  type OutcomeIssue,
  type ReadResult,
  type RequestOptions,
  type SearchPage,
  SearchRefused,
  type SourceHealth,
} from './engine.js'
import type { EngineLimits, EngineSetup } from './engine-setup.js'
import { lookupRows } from './lookup-tables.js'
import { MappingReport } from './map-rows.js'
import { MissingSources } from './missing-sources.js'
import { type PreparedMap, prepareMap } from './prepared-map.js'
import { type Included, readIncludes } from './read-includes.js'
import { readResource } from './read-resource.js'
import { type PageReading, readPage } from './run-search.js'
import { unreadLists } from './unread-lists.js'

export const createEngine = (setup: EngineSetup): Engine => new MappedEngine(setup)

/** Dates in a search that have no offset are read in this zone (SPEC 1.4). */
const searchZone = 'Europe/London'

/** How a search is asked, beside its query. */
interface Asked {
  readonly handling?: Handling | undefined
  readonly within?: Compartment | undefined
}
type Understood = Extract<ParsedSearch, { readonly search: Search }>

class MappedEngine implements Engine {
  readonly offers: Offers
  readonly #setup: EngineSetup
  readonly #limits: Required<EngineLimits>
  readonly #zone: Zone = zoneOrUtc(searchZone)
  readonly #seal: PageSeal
  readonly #dictionaries: Dictionaries
  readonly #quality: DataQuality
  /** Maps that were proven to give valid resources, and have not. */
  readonly #refuted = new Set<string>()
  readonly #prepared: ReadonlyMap<string, PreparedMap>
  readonly #ofType: ReadonlyMap<string, readonly PreparedMap[]>

  constructor(setup: EngineSetup) {
    const { model, adapters, pageKey } = setup
    this.#setup = setup
    this.#quality = setup.quality ?? new DataQuality(Date.now(), () => undefined)
    this.#limits = {
      maxTotal: 1000,
      maxIncludes: 1000,
      maxIncludeDepth: 5,
      maxChainSteps: 5,
      maxScannedRows: 100_000,
      maxLookupRows: 2000,
      lookupRefreshMs: 60_000,
      pageLifetimeMs: 3_600_000,
      ...setup.limits,
    }
    const capabilitiesOf = (source: string, entity: string) => this.#adapterOf(source).capabilities(entity)
    checkSources(model, capabilitiesOf)
    this.offers = deriveOffers(model, this.#zone, capabilitiesOf)
    this.#seal = createPageSeal({
      key: pageKey,
      version: model.version,
      audience: setup.baseUrl,
      lifetimeMs: this.#limits.pageLifetimeMs,
    })
    this.#dictionaries = new Dictionaries({
      adapters,
      rowsOf: lookupRows(model),
      maxRows: this.#limits.maxLookupRows,
      refreshMs: this.#limits.lookupRefreshMs,
    })
    this.#prepared = new Map(model.maps.map(map => [map.name, prepareMap(map)] as const))
    this.#ofType = new Map([...model.mapsOf].map(([type, maps]) => [type, maps.map(map => this.#preparedOf(map.name))] as const))
    this.#settleLayouts()
  }

  /** Every column that an order can need is selected from the start, so that rows keep one layout. */
  #settleLayouts(): void {
    for (const [type, { parameters, sorts }] of this.offers)
      for (const map of this.#setup.model.mapsOf.get(type) ?? [])
        for (const name of sorts) {
          const parameter = parameters.get(name)?.parameter
          if (parameter) orderRows(map, [{ parameter, direction: 'asc' }])
        }
  }

  async read(type: string, id: string, options: RequestOptions): Promise<ReadResult> {
    const maps = this.#ofType.get(type)
    if (!maps) throw this.#notServed(type)
    const report = this.#report(options.now)
    const adapter = ({ map }: PreparedMap) => this.#adapterOf(map.source)
    return readResource({ type, id, maps, report, maxScannedRows: this.#limits.maxScannedRows, options, adapter })
  }

  async search(type: string, query: string, options: RequestOptions): Promise<SearchPage> {
    if (!this.#ofType.has(type)) throw this.#notServed(type)
    const within = options.within && this.#compartment(type, options.within)
    const token = pageTokenIn(query)
    if (token === undefined) {
      const { search, leftOut = [] } = this.#parse(type, query, options)
      const begin: PageState = { type, query: '', now: options.now, positions: {}, ...(within !== undefined && { within }) }
      const page = await this.#searchFrom(begin, search, true, options)
      return { ...page, outcomes: [...leftOut.map(asOutcome), ...page.outcomes] }
    }
    const state = this.#seal.open(token, options.now)
    if (state.type !== type || state.within !== within)
      throw new FacadeError('page.token-invalid', {
        text: `This page link is for another address. Use it as it was given.`,
        expression: '_page',
      })
    return this.#searchFrom(state, this.#parse(type, state.query, { within: options.within }).search, false, options)
  }

  /** Throws where nothing of the type can refer to such a resource. */
  #compartment(type: string, { type: owner, id }: Compartment): string {
    if (!this.#ofType.has(owner)) throw this.#notServed(owner)
    const offer = this.offers.get(type)
    if (!offer || compartmentParameters(offer, owner).length === 0)
      throw new FacadeError('route.unknown', {
        text: `There is nothing at this address: no ${type} refers to a ${owner} here. Search for it at /${type}.`,
      })
    return `${owner}/${id}`
  }

  #parse(type: string, query: string, { handling, within }: Asked): Understood {
    const { baseUrl } = this.#setup
    const { maxChainSteps } = this.#limits
    const parsed = parseSearch(type, query, { offers: this.offers, baseUrl, maxChainSteps, within }, handling)
    if ('faults' in parsed) throw new SearchRefused(parsed.faults)
    return parsed
  }

  async #searchFrom(state: PageState, search: Search, isFirst: boolean, requested: RequestOptions): Promise<SearchPage> {
    const { type } = search
    const now = requested.now
    const options: RequestOptions = { ...requested, now: state.now }
    const planned = await this.#plan(search, state.now, requested)
    const plan = state.isReversed ? reversePlan(planned) : planned
    const count = this.#countOf(search)
    const edges = includeEdges(search.includes ?? [], this.offers)
    const report = this.#report(state.now)
    const missing = new MissingSources(plan, state.positions)
    const reading: Counting = {
      plan,
      missing,
      sort: search.sort,
      positions: state.positions,
      count,
      report,
      zone: this.#zone,
      maxScannedRows: this.#limits.maxScannedRows,
      maxTotal: this.#limits.maxTotal,
      options,
      isProven: ({ map }) => map.hasUniqueIds && map.doubts.length === 0 && !this.#refuted.has(map.name),
      prepared: ({ map }) => this.#preparedOf(map.name),
      adapter: ({ map }) => this.#adapterOf(map.source),
      ...(search.answer && { unread: each => (this.#refuted.has(each.map.name) ? new Set() : unreadLists(each, search, edges)) }),
    }
    // What was done: no page is longer than the server allows.
    const self = printSearch(search.count === undefined ? search : { ...search, count })
    const within = state.within !== undefined && { within: state.within }
    if (isCountOnly(search, count))
      return {
        type,
        ...within,
        resources: [],
        included: [],
        outcomes: report.outcomes(),
        total: await countAll(reading),
        self,
        hasExactDecimals: false,
      }
    const page = await readPage(reading)
    const { resources, next } = page
    const included = await this.#includes(edges, resources, reading, requested)
    const hints = isFirst && resources.length === 0 ? this.#hintsFor(search, state.now) : []
    const onPage = next === undefined ? resources.length : undefined
    const total = isFirst ? await askedTotal(search, reading, onPage) : state.total
    const seal: Around['seal'] = place => this.#seal.seal({ type, query: self, now: state.now, ...within, ...place }, now)
    return {
      type,
      ...within,
      ...shownResources(search, state.isReversed ? [...resources].reverse() : resources, included.resources),
      outcomes: [...missing.outcomes(), ...report.outcomes(), ...included.outcomes, ...hints],
      ...(total !== undefined && { total }),
      self,
      ...linksAround(state, page, total, { isFirst, seal }),
      hasExactDecimals: report.hasExactDecimals,
    }
  }

  /** Why nothing was found, where the mappings alone tell it. */
  #hintsFor(search: Search, now: number): readonly OutcomeIssue[] {
    const hints = codeHints(search, { model: this.#setup.model, zone: this.#zone, now })
    return hints.map(text => ({ severity: 'information', code: 'informational', text }))
  }

  /** With the report of the page and the sources that it found missing. */
  async #includes(
    edges: readonly IncludeEdge[],
    matches: readonly Resource[],
    reading: PageReading,
    requested: RequestOptions,
  ): Promise<Included> {
    if (edges.length === 0) return { resources: [], outcomes: [] }
    const { maxIncludes, maxIncludeDepth } = this.#limits
    return readIncludes({
      edges,
      matches,
      maxIncludes,
      maxDepth: maxIncludeDepth,
      find: async (derived, count) => {
        const plan = await this.#plan(derived, reading.options.now, requested)
        const { unread: _, ...whole } = reading
        return readPage({ ...whole, plan, sort: derived.sort, positions: {}, count })
      },
      idsAtOnce: asked => idsAtOnce(asked, this.#setup.model, (source, entity) => this.#adapterOf(source).capabilities(entity)),
    })
  }

  /** The rules of a type may ask for less than the limits of the server, never for more. */
  #countOf({ type, count }: Search): number {
    const rules = this.#setup.model.rules.get(type)
    const { defaultCount, maxCount } = this.#limits
    return Math.min(count ?? rules?.defaultCount ?? defaultCount, rules?.maxCount ?? maxCount, maxCount)
  }

  /** `today` is that of the first page; a dictionary's age is told by the clock of this request. */
  #plan(search: Search, now: number, options: RequestOptions): Promise<LogicalPlan> {
    const { model } = this.#setup
    return this.#dictionaries.withDictionaries(options, dictionaryOf =>
      planSearch(search, {
        model,
        zone: this.#zone,
        now,
        capabilitiesOf: (source, entity) => this.#adapterOf(source).capabilities(entity),
        dictionaryOf,
      }),
    )
  }

  #report(now: number): MappingReport {
    const { rowKey = this.#setup.pageKey } = this.#setup
    return new MappingReport({ now, rowKey, quality: this.#quality, refuted: map => this.#refuted.add(map) })
  }

  async health(options: RequestOptions): Promise<readonly SourceHealth[]> {
    return Promise.all(
      [...this.#setup.adapters].map(async ([source, adapter]): Promise<SourceHealth> => {
        try {
          const { status, readOnly } = await adapter.health(options)
          return { source, status, readOnly }
        } catch {
          return { source, status: 'down', readOnly: 'unknown' }
        }
      }),
    )
  }

  async close(): Promise<void> {
    await Promise.all([...this.#setup.adapters.values()].map(adapter => adapter.close()))
  }

  #preparedOf(name: string): PreparedMap {
    const prepared = this.#prepared.get(name)
    if (!prepared) throw new FacadeError('internal.fault', { text: `The map ${name} was not prepared.` })
    return prepared
  }

  #adapterOf(source: string): Adapter {
    const adapter = this.#setup.adapters.get(source)
    if (!adapter) throw new FacadeError('source.unavailable', { text: `The source ${source} is not open.` })
    return adapter
  }

  #notServed(type: string): FacadeError {
    const served = [...this.#ofType.keys()]
    const near = nearestName(type, served)
    const meant = near === undefined ? '' : ` Did you mean ${near}?`
    const text = `${type.slice(0, 40)} is not served here.${meant} Served are ${served.join(', ')}.`
    return new FacadeError('type.not-served', { text })
  }
}

const asOutcome = (fault: Fault): OutcomeIssue => ({ severity: 'warning', code: 'not-supported', text: tellLeftOut(fault) })

/** The value of `_page` when it is all that is asked, besides what the answer's bytes are to be. */
function pageTokenIn(query: string): string | undefined {
  if (!query.includes('_page=')) return undefined
  const parts = query.split('&').filter(part => part !== '' && !part.startsWith('_format=') && !part.startsWith('_pretty='))
  const [only] = parts
  if (!parts.some(part => part.startsWith('_page='))) return undefined
  if (parts.length > 1 || only === undefined)
    throw new FacadeError('page.token-invalid', {
      text: 'A page link stands alone: it holds the whole search.',
      expression: '_page',
    })
  return only.slice('_page='.length)
}
