/** String searches as tests on rows. https://hl7.org/fhir/STU3/search.html#string */
import type { Modifier } from '../../search/search.js'
import type { TextMatch } from '../../spi/index.js'
import type { Clock } from './condition.js'
import { allOf, anyOf, type Inverse, never } from './inverse.js'
import { find, type Leaf } from './invert.js'
import { valueText } from './invert-value.js'
import type { ObjectShape } from './shape.js'

const partsOf: Readonly<Record<string, readonly string[]>> = {
  HumanName: ['text', 'family', 'given', 'prefix', 'suffix'],
  Address: ['text', 'line', 'city', 'district', 'state', 'postalCode', 'country'],
}

export const stringLeaf =
  (text: string, modifier: Modifier | undefined, clock: Clock): Leaf =>
  shape => {
    if (shape.kind === 'primitive') return textTest(text, modifier)(shape)
    if (shape.type === 'HumanName' && modifier === undefined) return nameMatches(shape, text, clock)
    return anyPart(shape, textTest(text, modifier), clock)
  }

const textTest =
  (text: string, modifier: Modifier | undefined): Leaf =>
  shape => {
    if (shape.kind !== 'primitive') return never
    if (modifier === 'exact') return valueText(shape, 'equals', 'exact', text)
    return folded(modifier === 'contains' ? 'contains' : 'startsWith', text)(shape)
  }

const folded =
  (match: TextMatch, text: string): Leaf =>
  shape =>
    shape.kind === 'primitive' ? valueText(shape, match, 'ignoreCaseAndAccents', text) : never

const anyPart = (shape: ObjectShape, leaf: Leaf, clock: Clock): Inverse =>
  anyOf((partsOf[shape.type] ?? []).map(name => find(shape, [{ kind: 'element', name }], leaf, clock)))

/** DESIGN, ruling 12: the whole value starts any part, or every word starts some word of some part. */
function nameMatches(shape: ObjectShape, text: string, clock: Clock): Inverse {
  const whole = anyPart(shape, folded('startsWith', text), clock)
  const words = text.split(' ').filter(word => word !== '')
  if (words.length === 0) return whole
  const everyWord = words.map(word =>
    anyPart(shape, leaf => anyOf([folded('startsWith', word)(leaf), folded('contains', ` ${word}`)(leaf)]), clock),
  )
  return anyOf([whole, allOf(everyWord)])
}
