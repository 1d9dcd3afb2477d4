/** `_count` and `_sort`. https://hl7.org/fhir/STU3/search.html#sort and #count */
import type { Fault } from '../kernel/errors.js'
import { searchParameter } from './element-path.js'
import { canonicalName } from './local-parameters.js'
import type { TypeOffer } from './offer.js'
import { shownName } from './query-string.js'
import type { SortTerm } from './search.js'

/** More than any page; engine/ caps it further. */
const largestCount = 1_000_000_000

export function parseCount(value: string): { readonly count: number } | { readonly faults: readonly Fault[] } {
  if (/^\d+$/.test(value)) return { count: Math.min(Number(value), largestCount) }
  const text = '_count takes a whole number, zero or more, such as _count=20.'
  return { faults: [{ code: 'search.value-invalid', expression: '_count', text }] }
}

export function parseSort(
  value: string,
  offer: TypeOffer,
): { readonly sort: readonly SortTerm[] } | { readonly faults: readonly Fault[] } {
  const sort: SortTerm[] = []
  const faults: Fault[] = []
  for (const term of value.split(',')) {
    const result = parseSortTerm(term, offer)
    if ('code' in result) faults.push(result)
    else sort.push(result)
  }
  return faults.length > 0 ? { faults } : { sort }
}

function parseSortTerm(term: string, offer: TypeOffer): SortTerm | Fault {
  const descending = term.startsWith('-')
  const name = canonicalName(offer.type, descending ? term.slice(1) : term)
  const parameter = offer.parameters.get(name)?.parameter ?? searchParameter(offer.type, name)
  if (parameter !== undefined && offer.sorts.has(name)) return { parameter, direction: descending ? 'desc' : 'asc' }
  const sortable = offer.sorts.size === 0 ? 'nothing' : [...offer.sorts].join(', ')
  // The name is repeated only when it is one that we know: what else stands here is a value.
  return {
    code: parameter === undefined ? 'search.value-invalid' : 'search.sort-unsupported',
    expression: parameter === undefined ? '_sort' : `_sort=${shownName(name)}`,
    text: `${parameter === undefined ? '_sort names no search parameter.' : noOrder(name, offer)} ${offer.type} can be sorted by ${sortable}; a - before the name sorts downwards.`,
  }
}

function noOrder(name: string, { parameters, unsorted }: TypeOffer): string {
  const reason = unsorted?.get(name) ?? (parameters.has(name) ? undefined : 'It can not be searched here either.')
  return `${name} gives no order here.${reason === undefined ? '' : ` ${reason}`}`
}
