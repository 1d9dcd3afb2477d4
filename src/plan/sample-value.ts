/** A value of a parameter's type: what it is decides whether a search can be answered at all, not what it says. */
import { parsePartialDate } from '../fhir/dates.js'
import { isCodesModifier } from '../search/parameter-types/codes.js'
import type { Modifier, ParameterType, PlainValue, SearchParameter, SearchValue } from '../search/search.js'

export function sampleValue({ type, components }: SearchParameter, modifier: Modifier | undefined): SearchValue | undefined {
  if (modifier === 'missing') return { kind: 'missing', missing: true }
  if (!components && isCodesModifier(modifier) && type === 'token') return sampleCodes
  if (!components) return samplePlain(modifier === 'text' ? 'string' : type)
  const parts = components.flatMap(component => samplePlain(component.type) ?? [])
  return parts.length === components.length ? { kind: 'composite', parts } : undefined
}

const sampleCodes: SearchValue = { kind: 'codes', written: '1', codes: new Map([['http://a.example', new Set(['1'])]]) }

function samplePlain(type: ParameterType): PlainValue | undefined {
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
    case 'number':
    case 'quantity':
      return { kind: type, prefix: 'eq', number: '1' }
    case 'uri':
      return { kind: 'uri', uri: 'http://a.example' }
    case 'composite':
      return undefined
    default:
      return type satisfies never
  }
}
