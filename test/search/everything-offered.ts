/** Offers in which every parameter of five types can be asked, for the tests of this folder. */

import type { Resource } from '../../src/fhir/resource.js'
import { zoneOf } from '../../src/fhir/zone.js'
import { searchParametersFor } from '../../src/search/element-path.js'
import { matchSearch } from '../../src/search/match-resource.js'
import type { Offers, ParameterOffer } from '../../src/search/offer.js'
import { parseSearch } from '../../src/search/parse-search.js'
import type { Modifier, Search, SearchParameter } from '../../src/search/search.js'
import { foldText } from '../../src/spi/fold-text.js'

const served = [
  'Condition',
  'Encounter',
  'Immunization',
  'MedicationRequest',
  'Observation',
  'Organization',
  'Patient',
  'Practitioner',
]

/** Not mapped, as far as these tests go. */
const notOffered = new Set(['death-date', 'phonetic', '_profile', '_security', '_tag'])

function offerOf(parameter: SearchParameter): ParameterOffer {
  const modifiers: readonly Modifier[] =
    parameter.type === 'string' ? ['missing', 'exact', 'contains'] : parameter.type === 'token' ? ['missing', 'not'] : ['missing']
  return { parameter, modifiers, chainTargets: parameter.targets.filter(type => served.includes(type)) }
}

export const everythingOffered: Offers = new Map(
  served.map(type => {
    const parameters = [...searchParametersFor(type).values()].filter(({ name }) => !notOffered.has(name))
    const offers = new Map(parameters.map(parameter => [parameter.name, offerOf(parameter)]))
    const references = parameters.flatMap(parameter => {
      const targets = parameter.targets.filter(target => served.includes(target))
      return targets.length > 0 ? [[parameter.name, { parameter, targets }] as const] : []
    })
    const sorts = new Set(['_lastUpdated', '_id', 'birthdate', 'date'].filter(name => offers.has(name)))
    return [type, { type, parameters: offers, references: new Map(references), sorts }]
  }),
)

export const baseUrl = 'https://facade.example.nhs.uk/STU3'

export function parsed(type: string, query: string): Search {
  const result = parseSearch(type, query, { offers: everythingOffered, baseUrl })
  if ('faults' in result) throw new Error(`${type}?${query}: ${result.faults.map(fault => fault.text).join(' ')}`)
  return result.search
}

export function zoneNamed(name: string) {
  const zone = zoneOf(name)
  if (zone === undefined) throw new Error(`no zone ${name}`)
  return zone
}

const context = { zone: zoneNamed('Europe/London'), fold: (text: string) => foldText(text, 'ignoreCaseAndAccents') }

/** Whether the search `[type of the resource]?query` holds for the resource; undefined when it can not be told from it alone. */
export const matches = (resource: Resource, query: string): boolean | undefined =>
  matchSearch(resource, parsed(resource.resourceType, query), context)
