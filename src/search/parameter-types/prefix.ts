/** The prefixes of dates, numbers and quantities. https://hl7.org/fhir/STU3/search.html#prefix */
import type { Prefix } from '../search.js'

export const prefixes: readonly Prefix[] = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap']

const isPrefix = (text: string): text is Prefix => prefixes.some(prefix => prefix === text)

/** Without one it is `eq`. Undefined when it begins with two letters that are none. */
export function splitPrefix(text: string): { readonly prefix: Prefix; readonly rest: string } | undefined {
  const letters = /^[a-z]{2}/.exec(text)?.[0]
  if (letters === undefined) return { prefix: 'eq', rest: text }
  return isPrefix(letters) ? { prefix: letters, rest: text.slice(2) } : undefined
}

export const printPrefix = (prefix: Prefix): string => (prefix === 'eq' ? '' : prefix)
