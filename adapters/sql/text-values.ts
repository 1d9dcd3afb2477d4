/** Texts as they are bound, where a server takes only what is text in Unicode. */

import type { TextMatch } from '../../src/spi/index.js'
import { trimTrailing } from '../../src/spi/index.js'
import type { Encode } from './fragment.js'
import { escapeLike } from './like-escape.js'

/** Half a surrogate pair, or a NUL, is stored nowhere: null, which is equal to nothing. */
export const encodeText: Encode = value => (value === null || !isText(String(value)) ? null : String(value))

export const encodeTrimmed: Encode = value => encodeText(value === null ? null : trimTrailing(String(value)))

const isText = (text: string): boolean => !text.includes('\0') && Buffer.from(text, 'utf8').toString('utf8') === text

/** For LIKE; `equals` is no question for it. */
export const likePattern =
  (match: TextMatch): Encode =>
  value => {
    const text = encodeText(value)
    return text === null ? null : `${match === 'contains' ? '%' : ''}${escapeLike(String(text))}%`
  }
