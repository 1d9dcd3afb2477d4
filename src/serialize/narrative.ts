/** The xhtml of a narrative: it goes into XML as it is, and so has to be XML itself. https://hl7.org/fhir/STU3/narrative.html */
import { escapeAttribute, hasForbiddenCharacter } from './characters.js'

const namespace = 'http://www.w3.org/1999/xhtml'

/** A narrative is written into a mapping, and so there are few; the bound is for those that are computed. */
const known = new Map<string, string>()
const remembered = 200

/** The div as it is. What is no div of well-formed xhtml stands in one as plain text: nothing is lost, and the page stays XML. */
export function writeNarrative(div: string): string {
  const written = known.get(div)
  if (written !== undefined) return written
  if (known.size >= remembered) known.clear()
  const fresh = isDiv(div) ? div : `<div xmlns="${namespace}">${escapeAttribute(div)}</div>`
  known.set(div, fresh)
  return fresh
}

const attribute = String.raw`\s+[A-Za-z_][\w.:-]*\s*=\s*(?:"(?:[^<&"]|&entity;)*"|'(?:[^<&']|&entity;)*')`
const entity = String.raw`(?:lt|gt|amp|quot|apos|#\d+|#x[0-9A-Fa-f]+)`
/** A tag, a comment, or a run of text; nothing else may stand in a narrative. */
const part = new RegExp(
  String.raw`<(\/?)([A-Za-z][\w-]*)((?:${attribute})*)\s*(\/?)>|<!--(?:[^-]|-[^-])*-->|(?:[^<&]|&entity;)+`.replaceAll(
    'entity',
    entity,
  ),
  'uy',
)

function isDiv(text: string): boolean {
  if (!/^<div[\s>]/.test(text) || !text.endsWith('</div>') || hasForbiddenCharacter(text) || text.includes(']]>')) return false
  if (!numbersOf(text).every(isXmlCharacter)) return false
  const open: string[] = []
  part.lastIndex = 0
  for (let at = 0; at < text.length; at = part.lastIndex) {
    const found = part.exec(text)
    if (found === null) return false
    const [, isEnd, name, attributes = '', isEmpty] = found
    if (name === undefined) continue
    if (at > 0 && open.length === 0) return false
    if (isEnd) {
      if (attributes !== '' || isEmpty || open.pop() !== name) return false
      continue
    }
    if (hasRepeatedName(attributes) || (at === 0 && !declaresNamespace(attributes))) return false
    if (!isEmpty) open.push(name)
  }
  return open.length === 0
}

/** The code points of numeric references. */
const numbersOf = (text: string): readonly number[] =>
  [...text.matchAll(/&#(x?)([0-9A-Fa-f]+);/g)].map(([, isHex, digits = '']) => Number.parseInt(digits, isHex ? 16 : 10))

const isXmlCharacter = (code: number): boolean =>
  code > 0 && code <= 0x10ffff && !hasForbiddenCharacter(String.fromCodePoint(code))

function hasRepeatedName(attributes: string): boolean {
  const names = attributes.replace(/"[^"]*"|'[^']*'/g, '').match(/[^\s=]+/g) ?? []
  // A prefix would need a declaration of its own.
  return new Set(names).size < names.length || names.some(name => name.includes(':') && !name.startsWith('xml:'))
}

const declaresNamespace = (attributes: string): boolean =>
  /\sxmlns\s*=\s*["']http:\/\/www\.w3\.org\/1999\/xhtml["']/.test(attributes)
