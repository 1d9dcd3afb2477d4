/** What this server can do, said from what its mappings can do. https://hl7.org/fhir/STU3/capabilitystatement.html */
import { coreApiOf, type Expectation } from '../fhir/careconnect/core-api.js'
import { profileOf } from '../fhir/careconnect/profiles.js'
import type { Resource } from '../fhir/resource.js'
import { combinationExtension, expectationExtension } from '../fhir/systems.js'
import type { Offers, ParameterOffer, TypeOffer } from '../search/offer.js'
import { prefixes } from '../search/parameter-types/prefix.js'
import { reverseRefusal } from '../search/parse-include.js'
import { describeRequired } from '../search/required-parameters.js'
import { definitionOf } from './parameter-definitions.js'

export interface CapabilityInput {
  readonly offers: Offers
  /** Of the software. */
  readonly version: string
  /** When what is said here last changed: a FHIR dateTime. */
  readonly date: string
  readonly baseUrl: string
  /** MIME types, the preferred one first. */
  readonly formats: readonly string[]
  /** Of this installation: whose data, for whom. */
  readonly description: string
  readonly cors: boolean
}

const documentation = [
  'Read-only. A search is answered in full or refused with the reason: no parameter is ever ignored, unless Prefer: handling=lenient asks for it, and then the answer says so.',
  'Beside the parameters of its type a search takes _count, _sort, _summary, _elements, _total (of R4), _format and _pretty, and it may go by POST to [type]/_search.',
  '_include and _revinclude take one [type]:[parameter] each, with :[type] behind it for one target alone and * for every reference; :recurse goes on from what was included.',
  'Chains and _has follow up to five references one after the other; _has:[type]:[reference]:[parameter] takes the references of searchRevInclude.',
  'A read takes _format and _pretty.',
].join(' ')

/** The elements of each object stand in the order of STU3, so that XML can be written from it as it is. */
export function buildCapabilityStatement(input: CapabilityInput): Resource {
  const { version, date, baseUrl, formats, description, cors } = input
  const offers = [...input.offers.values()].sort((a, b) => (a.type < b.type ? -1 : 1))
  const profiles = offers.flatMap(({ type }) => profileReference(type))
  return {
    resourceType: 'CapabilityStatement',
    url: `${baseUrl}/metadata`,
    version,
    name: 'CareConnectFacade',
    title: 'Care Connect Facade',
    status: 'active',
    date,
    description,
    kind: 'instance',
    software: { name: 'Care Connect Facade', version },
    implementation: { description, url: baseUrl },
    fhirVersion: '3.0.1',
    acceptUnknown: 'extensions',
    format: formats,
    ...(profiles.length > 0 && { profile: profiles }),
    rest: [
      {
        mode: 'server',
        documentation: [documentation, ...documentTerminology(offers)].join(' '),
        security: { cors, description: 'This server asks for no authentication and no authorisation itself.' },
        ...(offers.length > 0 && { resource: offers.map(offer => describeType(offer, offers)) }),
      },
    ],
  }
}

const mostListed = 50

function documentTerminology(offers: readonly TypeOffer[]): readonly string[] {
  const known = offers.flatMap(({ parameters }) => [...parameters.values()]).find(({ terminology }) => terminology)?.terminology
  if (!known) return []
  const listed = (urls: readonly string[]): string =>
    `${urls.slice(0, mostListed).join(', ')}${urls.length > mostListed ? ` and ${urls.length - mostListed} more` : ''}`
  return [
    ...(known.valueSets.length > 0 ? [`:in and :not-in take the value sets ${listed(known.valueSets)}.`] : []),
    ...(known.hierarchies.length > 0 ? [`:below and :above take codes of ${listed(known.hierarchies)}.`] : []),
  ]
}

function describeType(offer: TypeOffer, all: readonly TypeOffer[]): object {
  const { type, parameters, references } = offer
  const core = coreApiOf(type)
  const combinations = (core?.combinations ?? []).filter(combination =>
    combination.parameters.every(name => parameters.has(name)),
  )
  const [profile] = profileReference(type)
  const searchParam = [...parameters.values()].map(parameter => describeParameter(type, parameter))
  return {
    ...(combinations.length > 0 && { extension: combinations.map(combination => describeCombination(combination.parameters)) }),
    type,
    ...(profile && { profile }),
    ...documentType(offer),
    interaction: (['read', 'search-type'] as const).map(code => ({ ...expectation(core?.interactions[code]), code })),
    readHistory: false,
    // By If-Modified-Since only where the source says when a row was changed.
    conditionalRead: parameters.has('_lastUpdated') ? 'full-support' : 'not-match',
    referencePolicy: ['literal'],
    ...(references.size > 0 && { searchInclude: [...references.keys()].map(name => `${type}:${name}`) }),
    ...describeReverse(type, all),
    ...(searchParam.length > 0 && { searchParam }),
  }
}

function describeReverse(type: string, all: readonly TypeOffer[]): object {
  const searchRevInclude = all.flatMap(offer =>
    [...offer.references.values()]
      .filter(reference => reference.targets.includes(type) && !reverseRefusal(reference, offer))
      .map(({ parameter }) => `${offer.type}:${parameter.name}`),
  )
  return searchRevInclude.length > 0 ? { searchRevInclude } : {}
}

function documentType({ sorts, requireAny }: TypeOffer): object {
  const sentences = [
    ...(requireAny ? [`A search has to ask for ${describeRequired(requireAny)}.`] : []),
    ...(sorts.size > 0 ? [`_sort takes ${[...sorts].join(', ')}.`] : []),
  ]
  return sentences.length > 0 ? { documentation: sentences.join(' ') } : {}
}

function describeParameter(type: string, offer: ParameterOffer): object {
  const { name, type: parameterType } = offer.parameter
  const definition = definitionOf(type, name)
  return {
    ...expectation(coreApiOf(type)?.parameters.get(name)),
    name,
    ...(definition !== undefined && { definition }),
    type: parameterType,
    documentation: documentParameter(offer),
  }
}

function documentParameter({ parameter, modifiers, chainTargets }: ParameterOffer): string {
  const sentences = [
    modifiers.length === 0 ? 'No modifiers.' : `Modifiers: ${modifiers.map(modifier => `:${modifier}`).join(', ')}.`,
    prefixed.has(parameter.type) ? `Prefixes: ${prefixes.join(', ')}.` : undefined,
    parameter.type === 'quantity' ? 'Units of UCUM are turned into one another.' : undefined,
    parameter.components && `Values: ${parameter.components.map(({ name }) => `[${name}]`).join('$')}, of one and the same item.`,
    chainTargets.length > 0 ? `Chains to the parameters of ${chainTargets.join(', ')}.` : undefined,
  ]
  return sentences.filter(sentence => sentence !== undefined).join(' ')
}

const prefixed: ReadonlySet<string> = new Set(['date', 'number', 'quantity'])

const describeCombination = (names: readonly string[]): object => ({
  extension: names.map(name => ({ url: 'required', valueString: name })),
  url: combinationExtension,
})

/** STU3 has the expectation as an extension; nothing is said of what the Core API does not name. */
const expectation = (level: Expectation | undefined): object =>
  level === undefined ? {} : { extension: [{ url: expectationExtension, valueCode: level }] }

function profileReference(type: string): readonly { readonly reference: string }[] {
  const profile = profileOf(type)
  return profile === undefined ? [] : [{ reference: profile.url }]
}
