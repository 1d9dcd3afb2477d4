/** Uri searches as tests on rows. https://hl7.org/fhir/STU3/search.html#uri */
import type { Modifier, UriValue } from '../../search/search.js'
import { allOf, anyOf, fromBoolean, never, undecided } from './inverse.js'
import type { Leaf } from './invert.js'
import { valueEquals, valuePresent, valueText } from './invert-value.js'

/** Past this many tests for one value the finished resource decides. */
const mostBeginnings = 200

/** `:below` is the beginning of the value, `:above` each beginning of what is searched for. */
export const uriLeaf =
  ({ uri }: UriValue, modifier: Modifier | undefined): Leaf =>
  shape => {
    if (shape.kind !== 'primitive') return never
    switch (modifier) {
      case 'below':
        return valueText(shape, 'startsWith', 'exact', uri)
      case 'above': {
        if (shape.value.kind === 'constant') return fromBoolean(uri.startsWith(shape.value.text))
        if (uri.length > mostBeginnings) return allOf([valuePresent(shape), undecided])
        return anyOf(beginnings(uri).map(text => valueEquals(shape, text)))
      }
      default:
        return valueEquals(shape, uri)
    }
  }

const beginnings = (uri: string): readonly string[] => [...uri].map((_, at, signs) => signs.slice(0, at + 1).join(''))
