/** Tests on a number as tests on rows: the bounds are turned into what the column stores, never the column. https://hl7.org/fhir/STU3/search.html#number */
import { fractionOf } from '../../kernel/fraction.js'
import { type Bounds, holdsFor, type NumberBound } from '../../search/number-bounds.js'
import { columnCompareNumber } from './derive-number.js'
import { constantOf } from './element-text.js'
import { allOf, anyOf, fromBoolean, type Inverse, never, undecided } from './inverse.js'
import { codedMatches, valuePresent } from './invert-value.js'
import type { PrimitiveShape } from './shape.js'

/** The element has a number, which passes. */
export function numberMatches(shape: PrimitiveShape, tested: Bounds<NumberBound>): Inverse {
  const { value } = shape
  const passes = (text: string | undefined): boolean => {
    const number = text === undefined || constantOf(shape.type, text) === undefined ? undefined : fractionOf(text)
    return number !== undefined && holdsFor(number, tested)
  }
  switch (value.kind) {
    case 'constant':
      return fromBoolean(passes(value.text))
    case 'column': {
      const { quantifier, bounds } = tested
      const tests = bounds.map(({ is, than }) => columnCompareNumber(value.column, is, than))
      if (quantifier === 'some') return tests.length === 0 ? never : allOf([...presence(shape), anyOf(tests)])
      return tests.length === 0 ? valuePresent(shape) : allOf([...presence(shape), ...tests])
    }
    case 'coded':
      return codedMatches(value.column, value.codes, code => passes(code?.[value.part]))
    case 'template':
    case 'function':
      return allOf([valuePresent(shape), undecided])
    case 'reference':
    case 'id':
      return never
    default:
      return value satisfies never
  }
}

/** A comparison already fails for null. What is no number of the element's type is not emitted. */
const presence = (shape: PrimitiveShape): readonly Inverse[] => (shape.type === 'decimal' ? [] : [valuePresent(shape)])
