/** HTML as plain text: blocks become lines, entities their characters; scripts, styles and comments are left out. */

/** Elements that begin and end a line. */
const blocks = new Set(
  'address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody tfoot thead tr ul'.split(
    ' ',
  ),
)
/** Elements whose content is not shown. */
const hidden = new Set(['script', 'style', 'head', 'title', 'template', 'noscript'])

// What begins like a tag and never ends is text to the end: nothing is scanned twice.
const piece =
  /<!--[\s\S]*?(?:-->|$)|<[!?][^>]*(?:>|$)|<(\/?)([A-Za-z][A-Za-z0-9:-]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>|<\/?[A-Za-z][\s\S]*|[^<]+|</g

export function readHtml(html: string): string {
  const lines = new Lines()
  let until: string | undefined
  for (const [text, slash, tag] of html.matchAll(piece)) {
    const name = tag?.toLowerCase()
    if (until !== undefined) {
      if (name === until && slash === '/') until = undefined
    } else if (name === undefined) {
      if (!text.startsWith('<!') && !text.startsWith('<?')) lines.text(decodeEntities(text))
    } else if (hidden.has(name)) {
      if (slash === '') until = name
    } else if (name === 'br') lines.end(true)
    else if (blocks.has(name)) lines.end(false)
    else if (name === 'td' || name === 'th') lines.text(' ')
  }
  return lines.read()
}

/** White space is one blank, as a browser shows it. */
class Lines {
  readonly #lines: string[] = []
  #line = ''

  text(text: string): void {
    this.#line += text.replace(/[ \t\r\n\f]+/g, ' ')
  }

  /** A block that holds nothing makes no line of its own; a line break does. */
  end(isBreak: boolean): void {
    const line = this.#line.replace(/ +/g, ' ').trim()
    if (line !== '' || isBreak) this.#lines.push(line)
    this.#line = ''
  }

  read(): string {
    this.end(false)
    return this.#lines
      .join('\n')
      .replaceAll('\u00a0', ' ')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  }
}

const entity = /&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z][A-Za-z0-9]*));/g

/** One that is not known stays as it is written. */
function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(entity, (whole, digits: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name !== undefined) return named.get(name) ?? whole
    const point = digits === undefined ? Number.parseInt(hex ?? '', 16) : Number(digits)
    return isCharacter(point) ? String.fromCodePoint(point) : ''
  })
}

/** No control characters, no halves of a pair. */
const isCharacter = (point: number): boolean =>
  point === 9 ||
  point === 10 ||
  point === 13 ||
  (point >= 32 && point !== 127 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff))

/** The letters of Latin-1 in order from 160, as HTML names them. */
const latin =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'.split(
    ' ',
  )
const others: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  sbquo: '‚',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  bull: '•',
  hellip: '…',
  euro: '€',
  trade: '™',
  le: '≤',
  ge: '≥',
  ne: '≠',
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  mu: 'μ',
  rarr: '→',
  larr: '←',
  uarr: '↑',
  darr: '↓',
}
const named: ReadonlyMap<string, string> = new Map([
  ...latin.map((name, place) => [name, String.fromCharCode(160 + place)] as const),
  ...Object.entries(others),
])
