/** A literal beside a padded column has the place among its texts that the trimmed literal has among the trimmed texts. */
import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { padText } from '../../../adapters/sqlite/padding.js'
import { compareCodePoints, trimTrailing } from '../../../src/spi/index.js'

test.each([
  ['ab', 4, 'ab  '],
  ['ab   ', 4, 'ab  '],
  ['abcd', 4, 'abcd'],
  ['abcde', 4, 'abcde'],
  ['', 4, '    '],
  ['😀', 4, '😀   '],
  ['ab\tc', 4, 'ab  \u0001'],
])('%j in a column of width %i is %j', (text, width, padded) => {
  expect(padText(text, width)).toBe(padded)
})

it('keeps the order', () => {
  const stored = fc.string({ unit: fc.constantFrom(' ', 'a', 'b', '!', '😀'), maxLength: 4 }).map(trimTrailing)
  const literal = fc.string({ unit: fc.constantFrom(' ', 'a', 'b', '!', '😀', '\t', '\u0001'), maxLength: 6 })
  fc.assert(
    fc.property(stored, literal, (text, asked) => {
      const meant = Math.sign(compareCodePoints(text, trimTrailing(asked)))
      expect(Math.sign(compareCodePoints(padText(text, 4), padText(asked, 4)))).toBe(meant)
    }),
    { numRuns: 3000 },
  )
})
