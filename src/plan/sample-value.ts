/** A value of a parameter's type: what it is decides whether a search can be answered at all, not what it says. */
import { parsePartialDate } from '../fhir/dates.js'
import type { Modifier, SearchParameter, SearchValue } from '../search/search.js'

/** Undefined for types that are not searched yet. */
export function sampleValue({ type }: SearchParameter, modifier: Modifier | undefined): SearchValue | undefined {
  if (modifier === 'missing') return { kind: 'missing', missing: true }
  switch (type) {
    case 'token':
      return { kind: 'token', code: '1' }
    case 'string':
      return { kind: 'string', text: 'a' }
    case 'date': {
      const date = parsePartialDate('2020-02-03')
      return date && { kind: 'date', prefix: 'eq', date }
    }
    case 'reference':
      return { kind: 'reference', id: '1' }
    default:
      return undefined
  }
}
