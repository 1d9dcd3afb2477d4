/** Backslashes in search values: `\,` `\|` `\$` `\\`. https://hl7.org/fhir/STU3/search.html#escaping */

/** Splits at each separator that no backslash escapes. The pieces are still escaped. */
export function splitUnescaped(text: string, separator: ',' | '|' | '$'): readonly string[] {
  if (!text.includes('\\')) return text.split(separator)
  const pieces: string[] = []
  let start = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === separator) {
      pieces.push(text.slice(start, at))
      start = at + 1
    }
  }
  pieces.push(text.slice(start))
  return pieces
}

/** A backslash before anything else stands for itself: it can mean nothing else, and `DOMAIN\user` is often written so. */
export const unescapeValue = (text: string): string => (text.includes('\\') ? text.replace(/\\([,|$\\])/g, '$1') : text)

export const escapeValue = (text: string): string => text.replace(/[,|$\\]/g, '\\$&')
