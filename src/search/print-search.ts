/** Search to query string: the inverse of parseSearch, normalised. For self links and page tokens. */
import { isCompartmentClause } from './compartment.js'
import { printDate } from './parameter-types/date.js'
import { printNumber } from './parameter-types/number.js'
import { printQuantity } from './parameter-types/quantity.js'
import { printReference } from './parameter-types/reference.js'
import { printString } from './parameter-types/string.js'
import { printToken } from './parameter-types/token.js'
import { printUri } from './parameter-types/uri.js'
import { encodeQueryText } from './query-string.js'
import type { Clause, Include, Search, SearchValue, SortTerm } from './search.js'

/** Without a leading `?`; empty for a search of everything. A compartment stands in the address before it. */
export function printSearch({ clauses, includes = [], sort, count, answer = {} }: Search): string {
  const parts = [...clauses.filter(clause => !isCompartmentClause(clause)).map(printClause), ...includes.map(printInclude)]
  if (sort.length > 0) parts.push(`_sort=${sort.map(printSortTerm).join(',')}`)
  if (count !== undefined) parts.push(`_count=${count}`)
  const { summary, elements, total } = answer
  if (summary !== undefined) parts.push(`_summary=${summary}`)
  if (elements !== undefined) parts.push(`_elements=${elements.join(',')}`)
  if (total !== undefined) parts.push(`_total=${total}`)
  return parts.join('&')
}

/** The name is kept as it was written: the client recognises its own question. */
function printClause(clause: Clause): string {
  let valued = clause
  for (let inner: Clause | undefined = clause; inner; inner = inner.chain ?? inner.has?.clause) valued = inner
  return `${encodeQueryText(clause.expression)}=${encodeQueryText(valued.values.map(printValue).join(','))}`
}

function printValue(value: SearchValue): string {
  switch (value.kind) {
    case 'missing':
      return String(value.missing)
    case 'codes':
      return value.written
    case 'token':
      return printToken(value)
    case 'string':
      return printString(value)
    case 'date':
      return printDate(value)
    case 'reference':
      return printReference(value)
    case 'number':
      return printNumber(value)
    case 'quantity':
      return printQuantity(value)
    case 'uri':
      return printUri(value)
    case 'composite':
      return value.parts.map(printValue).join('$')
    default:
      return value satisfies never
  }
}

function printInclude({ direction, type, parameter, targetType, isRecursive }: Include): string {
  const followed = [type, parameter?.name ?? '*', ...(targetType === undefined ? [] : [targetType])]
  return `${direction}${isRecursive ? ':recurse' : ''}=${followed.join(':')}`
}

const printSortTerm = ({ parameter, direction }: SortTerm): string =>
  direction === 'desc' ? `-${parameter.name}` : parameter.name
