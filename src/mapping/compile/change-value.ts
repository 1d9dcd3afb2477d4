/** What is done to a searched text before it meets a column that was made for searching. */
import type { ValueChange } from '../language/document.js'

export const changeValue = (text: string, changes: readonly ValueChange[]): string =>
  changes.reduce((changed, change) => changesByName[change](changed), text)

const changesByName: Readonly<Record<ValueChange, (text: string) => string>> = {
  upper: text => text.toUpperCase(),
  lower: text => text.toLowerCase(),
  noPunctuation: text =>
    text
      .replace(/[^\p{L}\p{M}\p{N}\s]/gu, '')
      .replace(/\s+/g, ' ')
      .trim(),
  soundex,
}

const digits: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...'BFPV'].map(letter => [letter, '1'])),
  ...Object.fromEntries([...'CGJKQSXZ'].map(letter => [letter, '2'])),
  ...Object.fromEntries([...'DT'].map(letter => [letter, '3'])),
  L: '4',
  M: '5',
  N: '5',
  R: '6',
}

/** American Soundex, as SQL Server and Oracle have it: H and W do not part two letters of one sound, a vowel does. */
function soundex(text: string): string {
  const letters = text
    .normalize('NFD')
    .toUpperCase()
    .replace(/[^A-Z]/g, '')
  const [first] = letters
  if (first === undefined) return ''
  let code = first
  let before = digits[first]
  for (const letter of letters.slice(1)) {
    const digit = digits[letter]
    if (digit !== undefined && digit !== before) code += digit
    if (letter !== 'H' && letter !== 'W') before = digit
    if (code.length === 4) return code
  }
  return code.padEnd(4, '0')
}
