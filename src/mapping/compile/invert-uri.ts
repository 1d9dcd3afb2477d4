/** Uri searches as tests on rows. https://hl7.org/fhir/STU3/search.html#uri */
import type { Modifier, UriValue } from '../../search/search.js'
import { anyOf, never } from './inverse.js'
import type { Leaf } from './invert.js'
import { valueEquals, valueText } from './invert-value.js'

/** `:below` is the beginning of the value, `:above` each beginning of what is searched for. */
export const uriLeaf =
  ({ uri }: UriValue, modifier: Modifier | undefined): Leaf =>
  shape => {
    if (shape.kind !== 'primitive') return never
    switch (modifier) {
      case 'below':
        return valueText(shape, 'startsWith', 'exact', uri)
      case 'above':
        return anyOf(beginnings(uri).map(text => valueEquals(shape, text)))
      default:
        return valueEquals(shape, uri)
    }
  }

const beginnings = (uri: string): readonly string[] => [...uri].map((_, at, signs) => signs.slice(0, at + 1).join(''))
