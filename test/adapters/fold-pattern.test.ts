/** The pattern finds exactly what folds alike: over all of Unicode, and over texts made by chance. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { droppedClass, foldPattern } from '../../adapters/sql/fold-pattern.js'
import { AdapterError, foldText, type TextMatch } from '../../src/spi/index.js'

const foldings = ['ignoreCase', 'ignoreCaseAndAccents'] as const
type Folds = (typeof foldings)[number]

const dropped: Readonly<Record<Folds, RegExp>> = {
  ignoreCase: new RegExp(droppedClass('ignoreCase') ?? '(?!)', 'gu'),
  ignoreCaseAndAccents: new RegExp(droppedClass('ignoreCaseAndAccents') ?? '(?!)', 'gu'),
}

/** As a server does it, in the words of JavaScript. */
function finds(text: string, value: string, match: TextMatch, folding: Folds): boolean {
  const pattern = foldPattern(value, match, folding, '\\z').replace(/^\\A/, '^').replace(/\\z$/, '$')
  // With the flag u, JavaScript escapes nothing but its own signs.
  const written = pattern.replace(/\\(.)/gsu, (escaped, sign) => (/[\\^$.*+?()[\]{}|/]/.test(sign) ? escaped : sign))
  const expression = new RegExp(written, 'u')
  return expression.test(text.replace(dropped[folding], ''))
}

function means(text: string, value: string, match: TextMatch, folding: Folds): boolean {
  const [folded, wanted] = [foldText(text, folding), foldText(value, folding)]
  if (match === 'equals') return folded === wanted
  return match === 'startsWith' ? folded.startsWith(wanted) : folded.includes(wanted)
}

const pieces = [
  's',
  'S',
  'ß',
  'ẞ',
  'ſ',
  'f',
  'i',
  'ﬀ',
  'ﬃ',
  'ﬁ',
  'e',
  'É',
  'e\u0301',
  '\u0301',
  'æ',
  'Ǽ',
  'a',
  'ł',
  'İ',
  'ı',
  'I',
  'Σ',
  'ς',
  '각',
  'ᄀ',
  'ᅡ',
  'ᆨ',
  ' ',
  '.',
  '*',
  '[',
  '-',
  '^',
  '\\',
  '!',
  '%',
  '1',
  '😀',
  '𝔸',
]
const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map(parts => parts.join(''))

describe.each(foldings)('%s', folding => {
  it('finds what folds alike, and nothing else', () => {
    fc.assert(
      fc.property(
        texts,
        texts,
        fc.constantFrom('equals' as const, 'startsWith' as const, 'contains' as const),
        (text, value, match) => {
          expect(finds(text, value, match, folding)).toBe(means(text, value, match, folding))
        },
      ),
      { numRuns: 1000, seed: 39 },
    )
  })

  it('folds each character of Unicode', { timeout: 60_000 }, () => {
    const wrong: string[] = []
    const nothing = new RegExp(`^(?:${droppedClass(folding) ?? '(?!)'})$`, 'u')
    for (let code = 0; code <= 0x10ffff; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue
      const point = String.fromCodePoint(code)
      const folded = foldText(point, folding)
      if (folded === point) continue
      const isRight = folded === '' ? nothing.test(point) : finds(point, folded, 'equals', folding)
      if (!isRight) wrong.push(code.toString(16))
    }
    expect(wrong).toEqual([])
  })

  it('stays short for a long run of one letter that has a ligature with itself', () => {
    expect(foldPattern('s'.repeat(40), 'equals', folding, '\\z').length).toBeLessThan(20_000)
    expect(() => foldPattern('s'.repeat(2000), 'equals', folding, '\\z')).toThrow(AdapterError)
  })
})
