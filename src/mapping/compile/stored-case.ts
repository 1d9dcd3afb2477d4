/** Columns whose letters are all of one case (MAPPING: the fact `stored`): the constant is put into that case, so that an index can serve. */
import { type Folding, foldText } from '../../spi/index.js'
import type { ColumnBinding, StoredCase } from './column.js'

/** Letters that the other case would have turned, and that no engine turns in another way. */
const foreign = { upper: /[a-zà-öø-þ]/, lower: /[A-ZÀ-ÖØ-Þ]/ } as const

/** False for a text that a column of one case never holds. */
export const canBeStored = ({ stored }: ColumnBinding, text: string): boolean =>
  stored === undefined || !(foreign[stored.letters].test(text) || (stored.isAscii && !isAscii(text)))

/**
 * The text that, compared exactly, finds what `text` finds when case (and accents) do not count. Undefined when there is none:
 * accents may be stored, so É has to be looked for too, which takes the folding. Its text is undefined when nothing stored can be meant.
 */
export function casedConstant(
  stored: StoredCase | undefined,
  folding: Folding,
  text: string,
): { readonly exactly: string | undefined } | undefined {
  if (stored === undefined || !stored.isAscii || folding === 'exact') return undefined
  const folded = foldText(text, folding)
  if (!isAscii(folded)) return { exactly: undefined }
  return { exactly: stored.letters === 'upper' ? folded.toUpperCase() : folded }
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false
  return true
}
