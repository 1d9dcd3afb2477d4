/** Folding and trimming of texts. */
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { foldText, trimTrailing } from '../../src/spi/index.js'

test.each([
  ['Smith', 'smith', 'smith'],
  ['ÉCLAIR', 'éclair', 'eclair'],
  ['E\u0301clair', 'e\u0301clair', 'eclair'],
  ['Straße', 'strasse', 'strasse'],
  ['STRASSE', 'strasse', 'strasse'],
  ['STRAẞE', 'strasse', 'strasse'],
  ['İzmir', 'i\u0307zmir', 'izmir'],
  ['Işık', 'işik', 'isik'],
  ['Łódź', 'łódź', 'lodz'],
  ['Søren', 'søren', 'soren'],
  ['Æther Œuvre', 'æther œuvre', 'aether oeuvre'],
  ['Đặng', 'đặng', 'dang'],
  ['Þór', 'þór', 'thor'],
  ['ΟΔΟΣ', 'οδοσ', 'οδοσ'],
  ['οδός', 'οδόσ', 'οδοσ'],
  ['ſet', 'set', 'set'],
  ['ﬁne', 'fine', 'fine'],
  ['😀 Ｚ', '😀 ｚ', '😀 ｚ'],
  ['', '', ''],
])('%s is %s without case, %s without accents', (text, withoutCase, withoutAccents) => {
  expect(foldText(text, 'exact')).toBe(text)
  expect(foldText(text, 'ignoreCase')).toBe(withoutCase)
  expect(foldText(text, 'ignoreCaseAndAccents')).toBe(withoutAccents)
})

describe('folding', () => {
  it('of what is folded changes nothing', () => {
    const texts = fc.string({ unit: 'grapheme' })
    fc.assert(
      fc.property(texts, fc.constantFrom('ignoreCase' as const, 'ignoreCaseAndAccents' as const), (text, folding) => {
        const folded = foldText(text, folding)
        expect(foldText(folded, folding)).toBe(folded)
      }),
      { numRuns: 300 },
    )
  })
})

test.each([
  ['a  ', 'a'],
  ['  a b ', '  a b'],
  ['a\t', 'a\t'],
  ['a\u00a0', 'a\u00a0'],
  ['   ', ''],
  ['', ''],
])('%j trimmed is %j', (text, trimmed) => {
  expect(trimTrailing(text)).toBe(trimmed)
})
