/**
 * `verify`: the law on the author's own rows (MAPPING section 14). Each value that a parameter finds in a mapped resource,
 * searched for, returns that resource, and everything returned matches. Says ids and forms of searches, never a value.
 */
import { createEngine } from '../../engine/create-engine.js'
import { DataQuality } from '../../engine/data-quality.js'
import type { RequestOptions } from '../../engine/engine.js'
import { mapRows } from '../../engine/map-candidates.js'
import { MappingReport } from '../../engine/map-rows.js'
import { prepareMap } from '../../engine/prepared-map.js'
import type { Resource } from '../../fhir/resource.js'
import type { CompiledMap } from '../../mapping/compile/compile-model.js'
import { zoneOrUtc } from '../../mapping/compile/condition.js'
import { invertClause, isOffered } from '../../plan/invert-clause.js'
import { sampleValue } from '../../plan/sample-value.js'
import { searchParametersFor } from '../../search/element-path.js'
import type { ParameterOffer } from '../../search/offer.js'
import type { SearchParameter } from '../../search/search.js'
import { foldText } from '../../spi/index.js'
import { callOptions, type Project, sourceOf, type ToolOptions } from '../project.js'
import { readRows } from '../read-rows.js'
import { type Asking, ask, type Origin, type Wrong } from './ask.js'
import { foundValues, holdsValue } from './found-values.js'
import { type Question, questionsOf } from './questions.js'

export interface VerifyWanted {
  /** Of each map, from the first id on. */
  readonly rows: number
  /** Of 32 bytes: seals page links that nobody else sees. */
  readonly pageKey: Uint8Array
}

export interface VerifiedType {
  readonly type: string
  readonly maps: readonly string[]
  /** Resources whose values were searched for. */
  readonly resources: number
  readonly parameters: readonly VerifiedParameter[]
}

export interface VerifiedParameter {
  readonly parameter: string
  /** Why no search takes it, though something is mapped that it asks for. */
  readonly notOffered?: string
  /** Values found in the sampled resources. */
  readonly values: number
  readonly right: number
  readonly wrong: number
  /** Searches that are refused as they are written, with the words of the first refusal. */
  readonly refused: { readonly searches: number; readonly reason?: string }
  readonly faults: readonly VerifyFault[]
}

export interface VerifyFault {
  /** The search without its value: `family:exact=[text]`. */
  readonly search: string
  readonly wrong: Wrong
  readonly searches: number
  /** Logical ids of the first. */
  readonly ids: readonly string[]
}

const shownIds = 5
const baseUrl = 'http://localhost/STU3'

/** Only types of `maps` are verified, by rows of these maps; what is found may come from any map. */
export async function verifyMaps(
  project: Project,
  maps: readonly CompiledMap[],
  { rows, pageKey }: VerifyWanted,
  options: ToolOptions,
): Promise<readonly VerifiedType[]> {
  const adapters = new Map([...project.sources].map(([name, { adapter }]) => [name, adapter] as const))
  const limits = { defaultCount: 200, maxCount: 1000, maxScannedRows: Number.MAX_SAFE_INTEGER }
  const engine = createEngine({ model: project.model, adapters, limits, pageKey, baseUrl })
  const request: RequestOptions = { ...callOptions(options.timeoutMs), now: options.now }
  const verified: VerifiedType[] = []
  for (const type of new Set(maps.map(map => map.type))) {
    const own = maps.filter(map => map.type === type)
    const sample = new Map<string, Resource>()
    for (const map of own)
      for (const resource of await sampleOf(project, map, { rows, pageKey }, request)) sample.set(resource.id ?? '', resource)
    const isElsewhere = (parameter: string) => (project.model.mapsOf.get(type) ?? []).some(map => isChained(map, parameter))
    const asking: Asking = { engine, type, baseUrl, sample, context: matching, options: request, isElsewhere }
    const parameters = await verifyParameters(asking, project, options)
    verified.push({ type, maps: own.map(({ name }) => name), resources: sample.size, parameters })
  }
  return verified
}

function isChained({ overrides }: CompiledMap, parameter: string): boolean {
  const override = overrides.get(parameter)
  return override?.kind === 'as' && override.chain !== undefined
}

/** As a search of the facade is read. */
const zone = zoneOrUtc('Europe/London')
const matching = { zone, fold: (text: string) => foldText(text, 'ignoreCaseAndAccents') }

async function sampleOf(
  project: Project,
  map: CompiledMap,
  wanted: VerifyWanted,
  request: RequestOptions,
): Promise<readonly Resource[]> {
  const prepared = prepareMap(map)
  const quality = new DataQuality(request.now, () => undefined)
  const report = new MappingReport({ now: request.now, rowKey: wanted.pageKey, quality })
  const { adapter } = sourceOf(project, map)
  const resources: Resource[] = []
  for await (const rows of readRows({ prepared, adapter, limit: wanted.rows, options: request })) {
    const there = rows.flatMap(({ row }) => (prepared.isGone(row, request) ? [] : [row]))
    const mapped = await mapRows(there, { prepared, adapter, report, maxScannedRows: Number.POSITIVE_INFINITY, options: request })
    for (const each of mapped) if (each.kind === 'resource') resources.push(each.resource)
  }
  return resources
}

async function verifyParameters(asking: Asking, project: Project, options: ToolOptions): Promise<readonly VerifiedParameter[]> {
  const { engine, type, sample } = asking
  const verified: VerifiedParameter[] = []
  for (const parameter of searchParametersFor(type).values()) {
    const offer = engine.offers.get(type)?.parameters.get(parameter.name)
    const values = [...sample.values()].reduce((sum, resource) => sum + foundValues(resource, parameter).length, 0)
    if (offer) verified.push(await verifyParameter(offer, values, asking, options))
    else if ([...sample.values()].some(resource => holdsValue(resource, parameter)))
      verified.push(notOffered(parameter, values, project, type))
  }
  return verified
}

function notOffered(parameter: SearchParameter, values: number, { model }: Project, type: string): VerifiedParameter {
  const value = sampleValue(parameter, undefined)
  const reasons = (model.mapsOf.get(type) ?? []).flatMap(map => {
    if (!value || !isOffered({ parameter }, map)) return []
    const clause = { expression: parameter.name, parameter, values: [value] }
    const inverse = invertClause(clause, map, { model, zone, now: 0 })
    return inverse.kind === 'unsupported' ? [inverse.reason] : []
  })
  const bySound = parameter.name === 'phonetic' ? 'it needs a column that was made for it' : undefined
  const reason =
    bySound ?? reasons[0] ?? (value ? 'nothing that is mapped answers it' : `this version searches by no ${parameter.type}`)
  return { parameter: parameter.name, notOffered: reason, values, right: 0, wrong: 0, refused: { searches: 0 }, faults: [] }
}

interface Asked {
  readonly question: Question
  readonly of: readonly Origin[]
}

async function verifyParameter(
  offer: ParameterOffer,
  values: number,
  asking: Asking,
  { progress }: ToolOptions,
): Promise<VerifiedParameter> {
  const faults = new Map<string, VerifyFault>()
  let [right, wrong, refused] = [0, 0, 0]
  let reason: string | undefined
  const asked = questionsFor(asking.sample, offer)
  for (const [index, { question, of }] of asked.entries()) {
    if (index % 10 === 0) progress(`${asking.type}?${offer.parameter.name}: ${index} of ${asked.length} searches`)
    const answer = await ask(question, of, asking)
    if (answer.kind === 'refused') {
      refused++
      reason ??= answer.reason
    } else if (answer.findings.length === 0) right++
    else {
      wrong++
      for (const { wrong: what, ids } of answer.findings) addFault(faults, question.form, what, ids)
    }
  }
  return {
    parameter: offer.parameter.name,
    values,
    right,
    wrong,
    refused: { searches: refused, ...(reason !== undefined && { reason }) },
    faults: [...faults.values()],
  }
}

/** Every value is searched for as it stands; so many searches beside that are made in other forms. */
const otherForms = 30

/** Each search once. */
function questionsFor(sample: ReadonlyMap<string, Resource>, offer: ParameterOffer): readonly Asked[] {
  const asked = new Map<string, { readonly question: Question; readonly of: Origin[] }>()
  let others = 0
  for (const [id, resource] of sample)
    for (const question of questionsOf(resource, offer)) {
      const { query, returns } = question
      const origin: Origin = { id, ...(returns !== undefined && { returns }) }
      const known = asked.get(query)
      if (known) known.of.push(origin)
      else if (question.isPlain || others++ < otherForms) asked.set(query, { question, of: [origin] })
    }
  return [...asked.values()]
}

function addFault(faults: Map<string, VerifyFault>, search: string, wrong: Wrong, ids: readonly string[]): void {
  const key = `${wrong} ${search}`
  const known = faults.get(key) ?? { search, wrong, searches: 0, ids: [] }
  const all = [...new Set([...known.ids, ...ids])]
  faults.set(key, { ...known, searches: known.searches + 1, ids: all.slice(0, shownIds) })
}
