/** String parameters: text that starts so, whatever its case and accents. https://hl7.org/fhir/STU3/search.html#string */
import { escapeValue, unescapeValue } from '../escaping.js'
import { propertyOf } from '../property-of.js'
import type { ValueTest } from '../route.js'
import type { Modifier, StringValue } from '../search.js'
import { type Problem, problem } from './problem.js'

/** Takes case and accents away: spi/fold-text, handed in. */
export type Fold = (text: string) => string

export function parseString(escaped: string): StringValue | Problem {
  const text = unescapeValue(escaped)
  return text.trim() === '' ? problem('Write some text, not blanks alone.') : { kind: 'string', text }
}

export const printString = ({ text }: StringValue): string => escapeValue(text)

/** The parts of a name or an address that count; `use`, `period` and the like do not. */
const partNames: Readonly<Record<string, readonly string[]>> = {
  HumanName: ['family', 'given', 'prefix', 'suffix', 'text'],
  Address: ['line', 'city', 'district', 'state', 'postalCode', 'country', 'text'],
}

export function stringTest(value: StringValue, type: string, modifier: Modifier | undefined, fold: Fold): ValueTest {
  const parts = partNames[type]
  const matches = textTest(value.text, modifier, fold)
  if (parts === undefined) return node => typeof node === 'string' && matches(node)
  if (type === 'HumanName' && modifier === undefined) return nameTest(value.text, parts, fold)
  return node => textsOf(node, parts).some(matches)
}

function textTest(searched: string, modifier: Modifier | undefined, fold: Fold): (text: string) => boolean {
  if (modifier === 'exact') return text => text === searched
  const folded = fold(searched)
  return modifier === 'contains' ? text => fold(text).includes(folded) : text => fold(text).startsWith(folded)
}

/** `name`: the whole value starts a part, or each of its words starts some word of some part (DESIGN, ruling 12). */
function nameTest(searched: string, parts: readonly string[], fold: Fold): ValueTest {
  const whole = fold(searched)
  const words = wordsOf(whole)
  return node => {
    const texts = textsOf(node, parts).map(fold)
    if (texts.some(text => text.startsWith(whole))) return true
    const known = texts.flatMap(wordsOf)
    return words.length > 0 && words.every(word => known.some(text => text.startsWith(word)))
  }
}

/** Words are parted by blanks: what a database can look for. */
const wordsOf = (text: string): readonly string[] => text.split(' ').filter(word => word !== '')

function textsOf(node: unknown, parts: readonly string[]): readonly string[] {
  const texts: string[] = []
  for (const name of parts) {
    const part = propertyOf(node, name)
    if (typeof part === 'string') texts.push(part)
    else if (Array.isArray(part)) for (const text of part) if (typeof text === 'string') texts.push(text)
  }
  return texts
}
