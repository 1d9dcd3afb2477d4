/** Query string to Search: every fault at once, and nothing that is asked is ever dropped. https://hl7.org/fhir/STU3/search.html */
import type { Fault } from '../kernel/errors.js'
import { nearestName } from '../kernel/nearest.js'
import type { ParseContext } from './clause-text.js'
import type { Offers, TypeOffer } from './offer.js'
import { parseClause } from './parse-clause.js'
import { parseInclude } from './parse-include.js'
import { parseCount, parseSort } from './parse-result-parameters.js'
import { type QueryParameter, shownName, splitQuery } from './query-string.js'
import { refusalOf } from './refused-parameters.js'
import { requiredFault } from './required-parameters.js'
import type { Clause, Include, Search, SortTerm } from './search.js'

export type ParsedSearch = { readonly search: Search } | { readonly faults: readonly Fault[] }

/** `query` is raw, as it stands after the `?`. Never throws. */
export function parseSearch(type: string, query: string, context: ParseContext): ParsedSearch {
  const offer = context.offers.get(type)
  if (offer === undefined) return { faults: [notServed(type, context.offers)] }
  const split = splitQuery(query)
  const faults = [...split.faults, ...findRepeated(split.parameters)]
  const clauses: Clause[] = []
  const includes: Include[] = []
  let sort: readonly SortTerm[] = []
  let count: number | undefined
  for (const parameter of split.parameters) {
    const result = parseParameter(parameter, offer, context)
    if ('faults' in result) faults.push(...result.faults)
    else if ('clause' in result) clauses.push(result.clause)
    else if ('include' in result) includes.push(result.include)
    else if ('sort' in result) sort = result.sort
    else if ('count' in result) count = result.count
  }
  const missing = requiredFault(clauses, offer)
  if (missing && faults.length === 0) faults.push(missing)
  if (faults.length > 0) return { faults }
  return { search: { type, clauses, sort, ...(includes.length > 0 && { includes }), ...(count !== undefined && { count }) } }
}

type Parsed =
  | { readonly clause: Clause }
  | { readonly include: Include }
  | { readonly sort: readonly SortTerm[] }
  | { readonly count: number }
  | { readonly faults: readonly Fault[] }
  | { readonly ignored: true }

function parseParameter({ name, value }: QueryParameter, offer: TypeOffer, context: ParseContext): Parsed {
  // http/ has read these two: they are about the answer's bytes.
  if (name === '_format' || name === '_pretty') return { ignored: true }
  if (name === '_count') return parseCount(value)
  if (name === '_sort') return parseSort(value, offer)
  const [plainName = name, ...modifiers] = name.split(':')
  if (plainName === '_include' || plainName === '_revinclude')
    return parseInclude({ direction: plainName, modifier: modifiers.join(':'), written: name, value }, offer, context.offers)
  const refusal = offer.parameters.has(plainName) ? undefined : refusalOf(name)
  if (refusal !== undefined) {
    return { faults: [{ code: 'search.parameter-unsupported', expression: shownName(name), text: refusal }] }
  }
  return parseClause({ written: name, name, value }, offer, context)
}

function findRepeated(parameters: readonly QueryParameter[]): readonly Fault[] {
  return ['_count', '_sort']
    .filter(name => parameters.filter(parameter => parameter.name === name).length > 1)
    .map(expression => ({
      code: 'search.value-invalid',
      expression,
      text: `${expression} may stand in a query once only.${expression === '_sort' ? ' Separate its parameters by commas.' : ''}`,
    }))
}

function notServed(type: string, offers: Offers): Fault {
  const near = nearestName(shownName(type), offers.keys())
  const text = near === undefined ? `Served here: ${[...offers.keys()].join(', ')}.` : `Did you mean ${near}?`
  return { code: 'type.not-served', expression: shownName(type), text: `This type is not served. ${text}` }
}
