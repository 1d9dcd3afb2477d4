/** What can be asked of each type: a parameter is offered when its element is mapped and every such map can search it. */
import type { Zone } from '../fhir/zone.js'
import type { CompiledMap, MappingModel } from '../mapping/compile/compile-model.js'
import { type Inverse, never } from '../mapping/compile/inverse.js'
import { isMapped } from '../mapping/compile/invert.js'
import { referenceTargets } from '../mapping/compile/reference-targets.js'
import { incomparableTypes } from '../search/comparable-types.js'
import { searchParametersFor } from '../search/element-path.js'
import type { Offers, ParameterOffer, ReferenceOffer, TypeOffer } from '../search/offer.js'
import { textsOfTokens } from '../search/parameter-types/token-text.js'
import { routesOf } from '../search/route.js'
import type { Modifier, SearchParameter } from '../search/search.js'
import type { EntityCapabilities } from '../spi/index.js'
import { invertClause, isOffered } from './invert-clause.js'
import type { InvertContext } from './invert-context.js'
import { sortColumns } from './order-rows.js'
import { sampleValue } from './sample-value.js'

/** What each type of parameter takes. Composites take none. STU3 search.html#modifiers */
const modifiersOf: Readonly<Record<SearchParameter['type'], readonly Modifier[]>> = {
  token: ['missing', 'not', 'text', 'in', 'not-in', 'below', 'above'],
  string: ['missing', 'exact', 'contains'],
  date: ['missing'],
  reference: ['missing'],
  number: ['missing'],
  quantity: ['missing'],
  uri: ['missing', 'below', 'above'],
  composite: [],
}

/** Not what they say they are here: `phonetic` needs a column that was made for it. */
const withheld = new Set(['phonetic'])

/** Without `capabilitiesOf` every source is taken to sort by every column. */
export function deriveOffers(model: MappingModel, zone: Zone, capabilitiesOf?: SourceCapabilities): Offers {
  const context: InvertContext = { model, zone, now: 0 }
  return new Map(
    [...model.mapsOf].map(([type, maps]) => {
      const requireAny = model.rules.get(type)?.requireAny ?? []
      const required = requireAny.length > 0 && { requireAny: requireAny.map(group => group.map(({ name }) => name)) }
      return [type, { ...offerOf(type, maps, context, capabilitiesOf), ...required }] as const
    }),
  )
}

export type SourceCapabilities = (source: string, entity: string) => EntityCapabilities

function offerOf(
  type: string,
  maps: readonly CompiledMap[],
  context: InvertContext,
  capabilitiesOf: SourceCapabilities | undefined,
): TypeOffer {
  const sortedBy = (parameter: SearchParameter, map: CompiledMap) =>
    sortColumns(map, parameter, capabilitiesOf && (entity => capabilitiesOf(map.source, entity)))
  const parameters = new Map<string, ParameterOffer>()
  const sorts = new Set<string>()
  const unsorted = new Map<string, string>()
  for (const [name, parameter] of new Map([...searchParametersFor(type), ...declaredParameters(maps)])) {
    const offering = maps.filter(map => isOffered({ parameter }, map))
    const modifiers = modifiersOf[parameter.type]
    const isWithheld = withheld.has(name) && !offering.every(map => map.overrides.has(name))
    if (offering.length === 0 || isWithheld || !isComparable(type, parameter, offering)) continue
    const supported = modifiers.filter(
      modifier =>
        hasWhatItAsks(modifier, type, parameter, offering, context.model) &&
        offering.every(map => isSupported(parameter, modifier, map, context)),
    )
    if (!offering.every(map => isSupported(parameter, undefined, map, context))) continue
    parameters.set(name, {
      parameter,
      modifiers: name === '_id' ? [] : supported,
      ...chainOffer(parameter, maps, context),
      ...(parameter.type === 'token' && context.model.terminology && { terminology: context.model.terminology }),
    })
    const orders = offering.map(map => sortedBy(parameter, map))
    const refused = orders.find(order => typeof order !== 'object')
    if (parameter.type === 'date' && orders.every(order => typeof order === 'object')) sorts.add(name)
    else if (typeof refused === 'string') unsorted.set(name, refused)
  }
  return { type, parameters, references: referencesOf(type, maps, context), sorts, unsorted }
}

/** Those that maps add to the standard ones, by name. */
const declaredParameters = (maps: readonly CompiledMap[]): ReadonlyMap<string, SearchParameter> =>
  new Map(
    maps.flatMap(({ overrides }) =>
      [...overrides].flatMap(([name, override]) =>
        override.kind === 'column' && override.declared ? [[name, override.declared] as const] : [],
      ),
    ),
  )

/** `:text` asks for a text that is mapped; a value set or a hierarchy is one of codes, and is of this installation. */
function hasWhatItAsks(
  modifier: Modifier,
  type: string,
  parameter: SearchParameter,
  offering: readonly CompiledMap[],
  { terminology }: MappingModel,
): boolean {
  if (parameter.type !== 'token') return true
  switch (modifier) {
    case 'text':
      return offering.some(map => map.overrides.has(parameter.name) || isTextMapped(map, parameter))
    case 'in':
    case 'not-in':
      return terminology !== undefined && terminology.valueSets.length > 0 && isCoded(type, parameter)
    case 'below':
    case 'above':
      return terminology !== undefined && terminology.hierarchies.length > 0 && isCoded(type, parameter)
    default:
      return true
  }
}

const isTextMapped = ({ searched }: CompiledMap, { paths }: SearchParameter): boolean =>
  [...textsOfTokens.values()]
    .flat()
    .some(text => paths.some(path => isMapped(searched, [...path, ...text.map(name => ({ kind: 'element', name }) as const)])))

const isCoded = (type: string, parameter: SearchParameter): boolean =>
  routesOf(type, parameter).some(
    route =>
      route.type === 'CodeableConcept' || route.type === 'Coding' || (route.type === 'code' && route.impliedSystem !== undefined),
  )

/** An author's own column says what is compared. */
const isComparable = (type: string, parameter: SearchParameter, offering: readonly CompiledMap[]): boolean =>
  incomparableTypes(type, parameter).length === 0 || offering.every(map => map.overrides.has(parameter.name))

/** Whatever can be said of the search: the references stand in the mapped resources. Not those that an author does not offer. */
function referencesOf(type: string, maps: readonly CompiledMap[], { model }: InvertContext): ReadonlyMap<string, ReferenceOffer> {
  const references = new Map<string, ReferenceOffer>()
  for (const [name, parameter] of searchParametersFor(type)) {
    if (parameter.type !== 'reference' || maps.some(map => map.overrides.get(name)?.kind === 'disabled')) continue
    const served = parameter.targets.filter(target => model.mapsOf.has(target))
    const found = new Set(
      maps.flatMap(({ searched }) => parameter.paths.flatMap(path => referenceTargets(searched, path, served))),
    )
    const targets = served.filter(target => found.has(target))
    if (targets.length > 0) references.set(name, { parameter, targets })
  }
  return references
}

/** Asks with a sample value: only constants and columns decide whether a test can be inverted, not the value. */
function isSupported(
  parameter: SearchParameter,
  modifier: Modifier | undefined,
  map: CompiledMap,
  context: InvertContext,
): boolean {
  const value = sampleValue(parameter, modifier)
  if (!value) return false
  const clause = { expression: parameter.name, parameter, values: [value], ...(modifier && { modifier }) }
  return invertClause(clause, map, context).kind !== 'unsupported'
}

/** Types that a chain may go through: some map here refers to them. */
function chainOffer(
  parameter: SearchParameter,
  maps: readonly CompiledMap[],
  context: InvertContext,
): Pick<ParameterOffer, 'chainTargets' | 'chainRefusal'> {
  if (parameter.type !== 'reference') return { chainTargets: [] }
  const reached = parameter.targets
    .filter(type => context.model.mapsOf.has(type))
    .map(type => ({ type, found: maps.map(map => reach(type, parameter, map, context)) }))
  const chainTargets = reached
    .filter(({ found }) => found.some(({ kind }) => kind === 'rows' || kind === 'always'))
    .map(({ type }) => type)
  const refused = reached.flatMap(({ found }) => found).find(({ kind }) => kind === 'unsupported')
  return { chainTargets, ...(refused?.kind === 'unsupported' && { chainRefusal: refused.reason }) }
}

function reach(type: string, parameter: SearchParameter, map: CompiledMap, context: InvertContext): Inverse {
  const id = searchParametersFor(type).get('_id')
  if (!id) return never
  const chain = {
    expression: '_id:missing',
    parameter: id,
    modifier: 'missing' as const,
    values: [{ kind: 'missing' as const, missing: false }],
  }
  return invertClause({ expression: parameter.name, parameter, targetType: type, chain, values: [] }, map, context)
}
