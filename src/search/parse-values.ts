/** The values of a clause: separated by commas, each by the rules of its parameter's type. */
import type { Terminology } from '../fhir/terminology/terminology.js'
import type { ErrorCode } from '../kernel/errors.js'
import { splitUnescaped } from './escaping.js'
import { isCodesModifier, parseCodes } from './parameter-types/codes.js'
import { parseDate } from './parameter-types/date.js'
import { parseNumber } from './parameter-types/number.js'
import { type Problem, problem } from './parameter-types/problem.js'
import { parseQuantity } from './parameter-types/quantity.js'
import { parseReference } from './parameter-types/reference.js'
import { parseString } from './parameter-types/string.js'
import { parseToken } from './parameter-types/token.js'
import { parseUri } from './parameter-types/uri.js'
import type { Clause, CompositeValue, MissingValue, PlainValue, SearchParameter, SearchValue } from './search.js'

type AskedClause = Pick<Clause, 'parameter' | 'modifier' | 'targetType'>

export interface ValueContext {
  /** Of our own server, for references written as absolute urls. */
  readonly baseUrl: string
  /** Of the parameter. */
  readonly terminology?: Terminology | undefined
}

interface ValueFault {
  readonly code: ErrorCode
  readonly text: string
}

export function parseValues(
  text: string,
  clause: AskedClause,
  context: ValueContext,
): { readonly values: readonly SearchValue[] } | ValueFault {
  const values: SearchValue[] = []
  for (const piece of splitUnescaped(text, ',')) {
    const value = piece === '' ? problem('A value is empty.') : parseValue(piece, clause, context)
    if (value.kind === 'problem') return { code: 'search.value-invalid', text: value.text }
    values.push(value)
  }
  return { values }
}

function parseValue(piece: string, clause: AskedClause, { baseUrl, terminology }: ValueContext): SearchValue | Problem {
  const { parameter, modifier } = clause
  if (parameter.components) return parseComposite(piece, parameter.components, baseUrl)
  // Such modifiers are offered only where there is a terminology.
  if (parameter.type === 'token' && isCodesModifier(modifier) && terminology) return parseCodes(piece, modifier, terminology)
  return parsePlain(piece, clause, baseUrl)
}

/** A part has the prefix of its own type and no modifier. https://hl7.org/fhir/STU3/search.html#composite */
function parseComposite(piece: string, components: readonly SearchParameter[], baseUrl: string): CompositeValue | Problem {
  const pieces = splitUnescaped(piece, '$')
  const form = components.map(({ name }) => `[${name}]`).join('$')
  if (pieces.length !== components.length || pieces.includes(''))
    return problem(`Write ${form}; a $ inside a value is written \\$.`)
  const parts: PlainValue[] = []
  for (const [place, parameter] of components.entries()) {
    const part = parsePlain(pieces[place] ?? '', { parameter }, baseUrl)
    if (part.kind === 'problem') return part
    parts.push(part)
  }
  return { kind: 'composite', parts }
}

function parsePlain(piece: string, clause: AskedClause, baseUrl: string): PlainValue | Problem {
  switch (clause.parameter.type) {
    case 'token':
      return clause.modifier === 'text' ? parseString(piece) : parseToken(piece)
    case 'string':
      return parseString(piece)
    case 'date':
      return parseDate(piece)
    case 'number':
      return parseNumber(piece)
    case 'quantity':
      return parseQuantity(piece)
    case 'uri':
      return parseUri(piece, clause.modifier)
    default:
      return parseReference(piece, { ...clause, baseUrl })
  }
}

/** Exactly one of true and false. */
export function readMissing(text: string): MissingValue | undefined {
  return text === 'true' || text === 'false' ? { kind: 'missing', missing: text === 'true' } : undefined
}
