/** Cuts an expression of the mapping language into tokens. */

export interface Token {
  readonly kind: 'column' | 'name' | 'word' | 'text' | 'number' | 'symbol' | 'end' | 'fault'
  /** Where it begins in the expression. */
  readonly offset: number
  /** A column's name, a text without its quotes, a symbol or word as written; of a fault, what is wrong. */
  readonly text: string
  /** Of a column. */
  readonly alias?: string
}

const blanks = /\s*/uy
const column = /([A-Za-z][A-Za-z0-9_]*)\.(?:"([^"]+)"|([\p{L}\p{N}_]+))/uy
const name = /"([^"]+)"/uy
const text = /'((?:[^']|'')*)'/uy
const number = /-?\d+(?:\.\d+)?(?![\p{L}\p{N}_.])/uy
const word = /[\p{L}\p{N}_]+/uy
const symbol = /<>|!=|<=|>=|[=<>(),]/uy

/** The last token is always `end` or `fault`. */
export function tokenize(expression: string): readonly Token[] {
  const tokens: Token[] = []
  let offset = 0
  for (;;) {
    offset += match(blanks, expression, offset)?.[0].length ?? 0
    if (offset >= expression.length) return [...tokens, { kind: 'end', offset: expression.length, text: '' }]
    const [token, length] = tokenAt(expression, offset)
    tokens.push(token)
    if (token.kind === 'fault') return tokens
    offset += length
  }
}

function tokenAt(expression: string, offset: number): readonly [Token, number] {
  const asColumn = match(column, expression, offset)
  if (asColumn !== null) {
    const [all, alias = '', quoted, plain = ''] = asColumn
    return [{ kind: 'column', offset, alias, text: quoted ?? plain }, all.length]
  }
  const asName = match(name, expression, offset)
  if (asName !== null) return [{ kind: 'name', offset, text: asName[1] ?? '' }, asName[0].length]
  const asText = match(text, expression, offset)
  if (asText !== null) return [{ kind: 'text', offset, text: (asText[1] ?? '').replaceAll("''", "'") }, asText[0].length]
  for (const [kind, pattern] of [
    ['number', number],
    ['word', word],
    ['symbol', symbol],
  ] as const) {
    const found = match(pattern, expression, offset)
    if (found !== null) return [{ kind, offset, text: found[0] === '!=' ? '<>' : found[0] }, found[0].length]
  }
  return [{ kind: 'fault', offset, text: faultOf(String.fromCodePoint(expression.codePointAt(offset) ?? 0)) }, 1]
}

function match(pattern: RegExp, expression: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset
  return pattern.exec(expression)
}

function faultOf(character: string): string {
  if (character === "'") return "This text is not closed. A quote inside text is written twice: 'O''Brien'"
  if (character === '"') return 'This name is not closed by a double quote'
  if ('+-*/|%&'.includes(character))
    return `Expressions have no arithmetic, so no ${character}. What needs it is a storage fact, a join or a view`
  if (character === '.') return 'A dot stands between an alias and a column, without blanks: p.NAME or p."ODD NAME"'
  return `${character} has no meaning in an expression`
}
