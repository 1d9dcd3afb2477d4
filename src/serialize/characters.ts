/**
 * Characters that no FHIR string has: those below U+0020 but tab and line breaks, and halves of a surrogate pair. Legacy text has
 * them now and then, and XML 1.0 can not even escape them. Both formats say U+FFFD in their place, so that the loss is seen.
 * https://hl7.org/fhir/STU3/datatypes.html#string and https://www.w3.org/TR/xml/#charsets
 */

const replacement = '\uFFFD'

const special = /[&<"\p{Cc}\p{Surrogate}\uFFFE\uFFFF]/u
const specials = /[&<"\p{Cc}\p{Surrogate}\uFFFE\uFFFF]/gu

const forbidden = /(?![\t\n\r\u007F-\u009F])[\p{Cc}\p{Surrogate}\uFFFE\uFFFF]/u

/** Whether XML can not have this text, whatever is escaped in it. */
export const hasForbiddenCharacter = (text: string): boolean => forbidden.test(text)

/** As the value of an attribute in double quotes. A parser turns bare tabs and line breaks there into blanks, so they are escaped. */
export const escapeAttribute = (text: string): string => (special.test(text) ? text.replace(specials, escapeCharacter) : text)

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** Delete and the controls above it may stand in XML. */
function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0)
  return escapes[character] ?? (code >= 0x7f && code <= 0x9f ? character : replacement)
}

const suspect = /\\(?:[bf]|u00[01]|ud[89a-f])/
const escapeSequence = /\\(?:u(?:00[01]|d[89a-f][0-9a-f])[0-9a-f]|.)/g

/** Of JSON as JSON.stringify writes it, where all these characters are escaped. */
export function replaceEscapedCharacters(json: string): string {
  // Nearly no page has any of them, and few have a backslash.
  if (!json.includes('\\') || !suspect.test(json)) return json
  return json.replace(escapeSequence, sequence =>
    sequence.length > 2 || sequence === '\\b' || sequence === '\\f' ? replacement : sequence,
  )
}
