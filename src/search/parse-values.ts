/** The values of a clause: separated by commas, each by the rules of its parameter's type. */
import type { ErrorCode } from '../kernel/errors.js'
import { splitUnescaped } from './escaping.js'
import { parseDate } from './parameter-types/date.js'
import { type Problem, problem } from './parameter-types/problem.js'
import { parseReference } from './parameter-types/reference.js'
import { parseString } from './parameter-types/string.js'
import { parseToken } from './parameter-types/token.js'
import type { Clause, MissingValue, SearchValue } from './search.js'

interface ValueFault {
  readonly code: ErrorCode
  readonly text: string
}

export function parseValues(
  text: string,
  clause: Pick<Clause, 'parameter' | 'targetType'>,
  baseUrl: string,
): { readonly values: readonly SearchValue[] } | ValueFault {
  const { name, type } = clause.parameter
  if (type === 'number' || type === 'quantity' || type === 'uri' || type === 'composite') {
    return { code: 'search.parameter-unsupported', text: `${name} is of type ${type}, which can not be searched yet.` }
  }
  const values: SearchValue[] = []
  for (const piece of splitUnescaped(text, ',')) {
    const value = piece === '' ? problem('A value is empty.') : parseValue(piece, clause, baseUrl)
    if (value.kind === 'problem') return { code: 'search.value-invalid', text: value.text }
    values.push(value)
  }
  return { values }
}

function parseValue(piece: string, clause: Pick<Clause, 'parameter' | 'targetType'>, baseUrl: string): SearchValue | Problem {
  switch (clause.parameter.type) {
    case 'token':
      return parseToken(piece)
    case 'string':
      return parseString(piece)
    case 'date':
      return parseDate(piece)
    default:
      return parseReference(piece, { ...clause, baseUrl })
  }
}

/** Exactly one of true and false. */
export function readMissing(text: string): MissingValue | undefined {
  return text === 'true' || text === 'false' ? { kind: 'missing', missing: text === 'true' } : undefined
}
