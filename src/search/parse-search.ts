/** Query string to Search: every fault at once, and nothing that is asked is dropped without a word. https://hl7.org/fhir/STU3/search.html */
import type { Fault } from '../kernel/errors.js'
import { nearestName } from '../kernel/nearest.js'
import type { AnswerOptions } from './answer-options.js'
import type { ParseContext } from './clause-text.js'
import { compartmentClause, compartmentParameters } from './compartment.js'
import { canBeLeftOut, type Handling } from './handling.js'
import type { Offers, TypeOffer } from './offer.js'
import { answerParameters, findContradiction, parseAnswerOption } from './parse-answer-options.js'
import { parseClause } from './parse-clause.js'
import { parseInclude } from './parse-include.js'
import { parseCount, parseSort } from './parse-result-parameters.js'
import { type QueryParameter, shownName, splitQuery } from './query-string.js'
import { refusalOf } from './refused-parameters.js'
import { requiredFault } from './required-parameters.js'
import type { Clause, Include, Search, SortTerm } from './search.js'

export type ParsedSearch =
  /** `leftOut`: why something was not searched that whoever asks is content to do without. */
  { readonly search: Search; readonly leftOut?: readonly Fault[] } | { readonly faults: readonly Fault[] }

/** `query` is raw, as it stands after the `?`. Never throws. */
export function parseSearch(type: string, query: string, context: ParseContext, handling: Handling = 'strict'): ParsedSearch {
  const offer = context.offers.get(type)
  if (offer === undefined) return { faults: [notServed(type, context.offers)] }
  const split = splitQuery(query)
  const faults = [...split.faults, ...findRepeated(split.parameters)]
  const leftOut: Fault[] = []
  const clauses = [...givenClauses(offer, context)]
  const includes: Include[] = []
  let sort: readonly SortTerm[] = []
  let count: number | undefined
  let answer: AnswerOptions = {}
  for (const parameter of split.parameters) {
    const result = parseParameter(parameter, offer, context)
    if ('faults' in result) (canBeLeftOut(result.faults, handling) ? leftOut : faults).push(...result.faults)
    else if ('clause' in result) clauses.push(result.clause)
    else if ('include' in result) includes.push(result.include)
    else if ('sort' in result) sort = result.sort
    else if ('count' in result) count = result.count
    else if ('answer' in result) answer = { ...answer, ...result.answer }
  }
  const contradiction = findContradiction(answer, { hasIncludes: includes.length > 0, count })
  if (contradiction) faults.push(contradiction)
  const missing = requiredFault(asksFor(clauses, offer, context), offer)
  if (missing && faults.length === 0) faults.push(missing)
  if (faults.length > 0) return { faults }
  const left = leftOut.length > 0 && { leftOut }
  const asked = { ...(count !== undefined && { count }), ...(Object.keys(answer).length > 0 && { answer }) }
  return { search: { type, clauses, sort, ...(includes.length > 0 && { includes }), ...asked }, ...left }
}

/** What the address asks already. */
const givenClauses = (offer: TypeOffer, { within }: ParseContext): readonly Clause[] =>
  within ? [compartmentClause(offer, within)] : []

/** A compartment asks by every reference that leads to its resource. */
const asksFor = (
  clauses: readonly Clause[],
  offer: TypeOffer,
  { within }: ParseContext,
): readonly Pick<Clause, 'parameter' | 'modifier'>[] =>
  within ? [...clauses, ...compartmentParameters(offer, within.type).map(parameter => ({ parameter }))] : clauses

type Parsed =
  | { readonly clause: Clause }
  | { readonly include: Include }
  | { readonly sort: readonly SortTerm[] }
  | { readonly count: number }
  | { readonly answer: AnswerOptions }
  | { readonly faults: readonly Fault[] }
  | { readonly ignored: true }

function parseParameter({ name, value }: QueryParameter, offer: TypeOffer, context: ParseContext): Parsed {
  // http/ has read these two: they are about the answer's bytes.
  if (name === '_format' || name === '_pretty') return { ignored: true }
  if (name === '_count') return parseCount(value)
  if (name === '_sort') return parseSort(value, offer)
  if (answerParameters.includes(name)) return parseAnswerOption(name, value, offer.type)
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
  return ['_count', '_sort', ...answerParameters]
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
