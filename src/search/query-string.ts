/** A raw query string, split into names and values. https://url.spec.whatwg.org/#urlencoded-parsing, but strict */
import type { Fault } from '../kernel/errors.js'

export interface QueryParameter {
  readonly name: string
  readonly value: string
}
export interface SplitQuery {
  readonly parameters: readonly QueryParameter[]
  readonly faults: readonly Fault[]
}

const maxParameters = 200
const longestNameShown = 80

/** Nothing is guessed: what can not be decoded is a fault. Empty parts (`a=1&&b=2`) do not count. */
export function splitQuery(query: string): SplitQuery {
  const parts = query.split('&').filter(part => part !== '')
  if (parts.length > maxParameters) {
    return { parameters: [], faults: [malformed(`The query has more than ${maxParameters} parameters. Ask for less at a time.`)] }
  }
  const parameters: QueryParameter[] = []
  const faults: Fault[] = []
  for (const [index, part] of parts.entries()) {
    const parameter = splitParameter(part, index + 1)
    if ('code' in parameter) faults.push(parameter)
    else parameters.push(parameter)
  }
  return { parameters, faults }
}

function splitParameter(part: string, place: number): QueryParameter | Fault {
  const equals = part.indexOf('=')
  // What stands before a missing `=` may be the rest of a value with a bare `&`, so it is not repeated.
  if (equals < 0) {
    return malformed('A part of the query has no =. Write name=value, and %26 for an & in a value.', `part ${place}`)
  }
  if (equals === 0) return malformed('A part of the query has no name before its =.', `part ${place}`)
  const name = decode(part.slice(0, equals))
  if (name === undefined) return malformed('The name of a parameter is not valid percent-encoded UTF-8.', `part ${place}`)
  const value = decode(part.slice(equals + 1))
  if (value === undefined) {
    return malformed('The value is not valid percent-encoded UTF-8. Write a % as %25.', shownName(name))
  }
  return { name, value }
}

/** A name as it may be repeated in a message. */
export const shownName = (name: string): string =>
  name.length <= longestNameShown ? name : `${name.slice(0, longestNameShown)}…`

function decode(text: string): string | undefined {
  try {
    const decoded = text.includes('%') || text.includes('+') ? decodeURIComponent(text.replaceAll('+', ' ')) : text
    return /[\0\p{Surrogate}]/u.test(decoded) ? undefined : decoded
  } catch {
    return undefined
  }
}

const malformed = (text: string, expression = 'the query'): Fault => ({ code: 'search.query-malformed', text, expression })

/** Percent-encoded for a query, but for the signs that searches are full of and that may stand there as they are. */
export const encodeQueryText = (text: string): string =>
  encodeURIComponent(text).replace(/%(?:3A|2F|2C)/g, code => (code === '%3A' ? ':' : code === '%2F' ? '/' : ','))
