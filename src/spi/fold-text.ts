/** What two texts have in common when case, or case and accents, do not count; and what a trailing blank is. */
import type { Folding } from './contract.js'

/**
 * Texts are equal under a folding when their folded forms are the same. Every adapter gives this meaning, whatever its engine's collations do.
 * ignoreCase: ß is ss, ς is σ, ſ is s, ı is i. ignoreCaseAndAccents: also é is e, ł is l, ø is o, æ is ae, İ is i.
 */
export function foldText(text: string, folding: Folding): string {
  switch (folding) {
    case 'exact':
      return text
    case 'ignoreCase':
      return isAscii(text) ? text.toLowerCase() : foldCase(text)
    case 'ignoreCaseAndAccents':
      return isAscii(text) ? text.toLowerCase() : foldAccents(text)
    default:
      return folding satisfies never
  }
}

/** Trailing blanks (U+0020 only) do not count where a field says `trim`. */
export function trimTrailing(text: string): string {
  let end = text.length
  while (end > 0 && text.charCodeAt(end - 1) === 0x20) end--
  return end === text.length ? text : text.slice(0, end)
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false
  return true
}

// Upper case takes ß, ſ and the ligatures apart, which lower case leaves alone; and lower case before it makes ß of ẞ.
// Lower case writes a final sigma by its place in the word, so that a prefix would not fold like its word.
const foldCase = (text: string): string => text.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ')

const marks = /\p{M}+/gu
const strokes = /[łøđðħŧæœþŋĸ]/g

/** Letters that Unicode does not take apart into a letter and a mark. */
const unstroked: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ŧ: 't',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ŋ: 'n',
  ĸ: 'k',
}

const foldAccents = (text: string): string =>
  foldCase(text.normalize('NFD').replace(marks, '')).replace(strokes, letter => unstroked[letter] ?? letter)
