/** RTF as plain text: paragraphs become lines, escaped characters themselves; fonts, colours, pictures and hidden groups are left out. */

const token = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+/gi

/** Groups whose content is not text of the document. */
const destinations = new Set(
  'fonttbl colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf footnote annotation object themedata colorschememapping datastore latentstyles listtable listoverridetable rsidtbl generator xmlnstbl fldinst filetbl revtbl'.split(
    ' ',
  ),
)
const signs: Readonly<Record<string, string>> = {
  par: '\n',
  line: '\n',
  sect: '\n',
  page: '\n',
  row: '\n',
  cell: ' ',
  tab: '\t',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  endash: '–',
  emdash: '—',
  emspace: ' ',
  enspace: ' ',
}

interface Group {
  isHidden: boolean
  /** Characters that stand for those that cannot show the one by \u: they follow it, and are left out. */
  fallback: number
}

/** Text that is no RTF is given back as it is. */
export function readRtf(rtf: string): string {
  if (!rtf.trimStart().startsWith('{\\rtf')) return rtf.trim()
  const reader = new RtfReader()
  for (const [, word, number, hex, symbol, brace, text] of rtf.matchAll(token)) {
    if (brace !== undefined) reader.brace(brace)
    else if (word !== undefined) reader.word(word, number)
    else if (hex !== undefined) reader.text(windows1252(Number.parseInt(hex, 16)), true)
    else if (symbol !== undefined) reader.symbol(symbol)
    else if (text !== undefined) reader.text(text, false)
  }
  return reader.read()
}

class RtfReader {
  #groups: Group[] = [{ isHidden: false, fallback: 1 }]
  #out = ''
  /** Characters still to be left out after \u. */
  #skip = 0

  get #group(): Group {
    return this.#groups.at(-1) ?? { isHidden: false, fallback: 1 }
  }

  brace(brace: string): void {
    this.#skip = 0
    if (brace === '{') this.#groups.push({ ...this.#group })
    else if (this.#groups.length > 1) this.#groups.pop()
  }

  word(word: string, number: string | undefined): void {
    if (word === 'u' && number !== undefined) {
      const unit = Number(number)
      this.#write(String.fromCharCode(unit < 0 ? unit + 0x10000 : unit))
      this.#skip = this.#group.fallback
    } else if (word === 'uc') this.#group.fallback = Number(number ?? 1)
    else if (word === 'bin') return
    else if (destinations.has(word)) this.#group.isHidden = true
    else if (word === 'v') this.#group.isHidden = number !== '0'
    else this.#write(signs[word] ?? '')
  }

  /** `\~` is a blank that does not break, `\*` marks a group that readers may leave out. */
  symbol(symbol: string): void {
    if (symbol === '*') this.#group.isHidden = true
    else if (symbol === '~') this.text(' ', true)
    else if (symbol === '_') this.text('-', true)
    else if (symbol === '\n' || symbol === '\r') this.#write('\n')
    else if (symbol !== '-') this.text(symbol, true)
  }

  /** `isOne`: one character in the eyes of \u, however it is written. */
  text(text: string, isOne: boolean): void {
    const left = isOne ? Math.min(this.#skip, 1) : Math.min(this.#skip, text.length)
    this.#skip -= left
    this.#write(isOne ? (left > 0 ? '' : text) : text.slice(left))
  }

  #write(text: string): void {
    if (!this.#group.isHidden) this.#out += text
  }

  read(): string {
    return this.#out
      .replace(/[ \t]+\n/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .replace(/\t/g, ' ')
      .trim()
  }
}

/** From byte 0x80 on; TextDecoder of some versions of Node.js reads these as control characters. */
const windowsSigns = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

const windows1252 = (byte: number): string => windowsSigns[byte - 0x80] ?? String.fromCharCode(byte)
