/** Uri parameters: the whole uri, character for character; `:below` and `:above` by its beginning. https://hl7.org/fhir/STU3/search.html#uri */
import { escapeValue, unescapeValue } from '../escaping.js'
import type { ValueTest } from '../route.js'
import type { Modifier, UriValue } from '../search.js'
import { type Problem, problem } from './problem.js'

export function parseUri(escaped: string, modifier: Modifier | undefined): UriValue | Problem {
  const uri = unescapeValue(escaped)
  if (/\s/.test(uri)) return problem('A uri holds no blanks.')
  if ((modifier === 'below' || modifier === 'above') && /^urn:/i.test(uri))
    return problem(`:${modifier} is for urls. A urn has no path that could lie above or below another.`)
  return { kind: 'uri', uri }
}

export const printUri = ({ uri }: UriValue): string => escapeValue(uri)

/** `:below` finds what begins with the searched uri, `:above` what it begins with. */
export function uriTest({ uri }: UriValue, modifier: Modifier | undefined): ValueTest {
  switch (modifier) {
    case 'below':
      return node => typeof node === 'string' && node.startsWith(uri)
    case 'above':
      return node => typeof node === 'string' && node !== '' && uri.startsWith(node)
    default:
      return node => node === uri
  }
}
