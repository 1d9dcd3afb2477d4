/** Reads an expression of the mapping language (`where`, `if`, `match`, `gone`) and says where it can not be read. */
import type { Diagnostic, Position } from '../../kernel/diagnostics.js'
import { diagnostic } from './diagnostic-codes.js'
import type { ColumnOperand, Expression, LiteralOperand, Operand } from './document.js'
import type { Token } from './expression-tokens.js'
import { tokenize } from './expression-tokens.js'

export interface ExpressionOptions {
  /** True in a map: `p.DOB`. False in a source document: `DOB`. */
  readonly aliasRequired: boolean
  /** From an offset in the expression to its place; without it the expression is taken to stand on one line, unquoted. */
  readonly place?: (offset: number) => Position
}

export function parseExpression(text: string, at: Position, options: ExpressionOptions): Expression | Diagnostic {
  const reader: Reader = {
    tokens: tokenize(text),
    index: 0,
    depth: 0,
    place: options.place ?? (offset => ({ ...at, column: at.column + offset })),
    aliasRequired: options.aliasRequired,
  }
  const expression = readLogic(reader, 'or')
  const result =
    isFault(expression) || current(reader).kind === 'end' ? expression : unexpected(reader, 'The expression ends here')
  return isFault(result) ? diagnostic('map.expression-invalid', reader.place(result.offset), `${result.fault}.`) : result
}

export const isDiagnostic = (result: Expression | Diagnostic): result is Diagnostic => 'severity' in result

interface Reader {
  readonly tokens: readonly Token[]
  index: number
  depth: number
  readonly place: (offset: number) => Position
  readonly aliasRequired: boolean
}
interface Fault {
  readonly fault: string
  readonly offset: number
}
type Read<T> = T | Fault

const maxDepth = 50
const comparisons = ['=', '<>', '<', '<=', '>', '>='] as const
const keywords = new Set(['and', 'or', 'not', 'is', 'null', 'in', 'starts', 'with', 'contains', 'today', 'now'])

const isFault = (read: object): read is Fault => 'fault' in read
const endToken: Token = { kind: 'end', offset: 0, text: '' }
const current = (reader: Reader): Token => reader.tokens[reader.index] ?? endToken
const isWord = (token: Token, word: string): boolean => token.kind === 'word' && token.text.toLowerCase() === word
const isSymbol = (token: Token, symbol: string): boolean => token.kind === 'symbol' && token.text === symbol

function takeWord(reader: Reader, word: string): boolean {
  const taken = isWord(current(reader), word)
  if (taken) reader.index++
  return taken
}

function takeSymbol(reader: Reader, symbol: string): boolean {
  const taken = isSymbol(current(reader), symbol)
  if (taken) reader.index++
  return taken
}

/** What is wrong at the current token: its own fault if it has one. */
function unexpected(reader: Reader, otherwise: string): Fault {
  const { kind, offset, text } = current(reader)
  if (kind === 'fault') return { fault: text, offset }
  if (kind === 'symbol' && text === '=') return { fault: 'One = is enough, and tests are not chained', offset }
  return { fault: `${otherwise}, before ${kind === 'end' ? 'its end' : text}`, offset }
}

function readLogic(reader: Reader, kind: 'and' | 'or'): Read<Expression> {
  const read = kind === 'or' ? () => readLogic(reader, 'and') : () => readNot(reader)
  const at = reader.place(current(reader).offset)
  const first = read()
  if (isFault(first)) return first
  const of = [first]
  while (takeWord(reader, kind)) {
    const next = read()
    if (isFault(next)) return next
    of.push(next)
  }
  return of.length === 1 ? first : { kind, at, of }
}

function readNot(reader: Reader): Read<Expression> {
  const { offset } = current(reader)
  if (reader.depth >= maxDepth)
    return { fault: `More than ${maxDepth} parentheses and nots inside each other can not be read`, offset }
  if (takeWord(reader, 'not')) {
    reader.depth++
    const of = readNot(reader)
    reader.depth--
    return isFault(of) ? of : { kind: 'not', at: reader.place(offset), of }
  }
  if (!takeSymbol(reader, '(')) return readTest(reader)
  reader.depth++
  const inside = readLogic(reader, 'or')
  reader.depth--
  if (isFault(inside)) return inside
  return takeSymbol(reader, ')') ? inside : unexpected(reader, 'A ) is missing')
}

function readTest(reader: Reader): Read<Expression> {
  const left = readOperand(reader)
  if (isFault(left)) return left
  const token = current(reader)
  const is = token.kind === 'symbol' ? comparisons.find(comparison => comparison === token.text) : undefined
  if (is !== undefined) {
    reader.index++
    const right = readOperand(reader)
    return isFault(right) ? right : { kind: 'compare', at: left.at, left, is, right }
  }
  if (takeWord(reader, 'is')) return readNullTest(reader, left, token.offset)
  const negated = takeWord(reader, 'not')
  if (takeWord(reader, 'in')) return readIn(reader, left, negated, token.offset)
  if (!negated && takeWord(reader, 'starts')) return readStartsWith(reader, left, token.offset)
  if (!negated && takeWord(reader, 'contains')) return readContains(reader, left, token.offset)
  return unexpected(reader, testAdvice(current(reader), negated))
}

function testAdvice(token: Token, negated: boolean): string {
  if (negated) return 'After a column and not comes in ( … ). Other tests are negated as a whole: not p.X starts with …'
  if (isWord(token, 'like')) return 'There is no like: write starts with or contains'
  if (isWord(token, 'between')) return 'There is no between: write >= and <='
  if (isSymbol(token, '(')) return 'Expressions have no functions. What needs one is a storage fact, a join or a view'
  return 'A test is missing (=, <>, <, <=, >, >=, is null, in, starts with or contains)'
}

function readNullTest(reader: Reader, left: Operand, offset: number): Read<Expression> {
  const negated = takeWord(reader, 'not')
  if (!takeWord(reader, 'null')) return unexpected(reader, 'After is comes null or not null')
  return left.kind === 'column' ? { kind: 'isNull', at: left.at, column: left, negated } : needsColumn('is null', offset)
}

const needsColumn = (test: string, offset: number): Fault => ({ fault: `Before ${test} stands a column`, offset })

function readIn(reader: Reader, column: Operand, negated: boolean, offset: number): Read<Expression> {
  if (column.kind !== 'column') return needsColumn('in', offset)
  const values = readList(reader)
  return isFault(values) ? values : { kind: 'in', at: column.at, column, values, negated }
}

function readStartsWith(reader: Reader, column: Operand, offset: number): Read<Expression> {
  if (column.kind !== 'column') return needsColumn('starts with', offset)
  if (!takeWord(reader, 'with')) return unexpected(reader, 'After starts comes with')
  if (!isSymbol(current(reader), '(')) {
    const text = readText(reader)
    return isFault(text) ? text : { kind: 'startsWith', at: column.at, column, texts: [text.text] }
  }
  const open = current(reader).offset
  const list = readList(reader)
  if (isFault(list)) return list
  if (list.some(({ kind }) => kind !== 'text'))
    return { fault: "After starts with come texts, in quotes: ('1', '2')", offset: open }
  if (list.some(({ text }) => text === '')) return { fault: "'' would match everything", offset: open }
  return { kind: 'startsWith', at: column.at, column, texts: list.map(({ text }) => text) }
}

function readContains(reader: Reader, column: Operand, offset: number): Read<Expression> {
  if (column.kind !== 'column') return needsColumn('contains', offset)
  const text = readText(reader)
  return isFault(text) ? text : { kind: 'contains', at: column.at, column, text: text.text }
}

function readText(reader: Reader): Read<LiteralOperand> {
  const { offset } = current(reader)
  if (current(reader).kind !== 'text') return unexpected(reader, "Text in quotes is missing: '…'")
  const text = readLiteral(reader)
  if (!isFault(text) && text.text === '') return { fault: "'' would match everything", offset }
  return text
}

function readList(reader: Reader): Read<readonly LiteralOperand[]> {
  if (!takeSymbol(reader, '(')) return unexpected(reader, "A list is missing: ('A', 'B')")
  const values: LiteralOperand[] = []
  do {
    const value = readLiteral(reader)
    if (isFault(value)) return value
    values.push(value)
  } while (takeSymbol(reader, ','))
  return takeSymbol(reader, ')') ? values : unexpected(reader, 'A list goes on with , or ends with )')
}

function readLiteral(reader: Reader): Read<LiteralOperand> {
  const { kind, offset, text } = current(reader)
  if (kind !== 'text' && kind !== 'number') return unexpected(reader, "A value is missing: text in quotes ('A') or a number")
  reader.index++
  return { kind, at: reader.place(offset), text }
}

function readOperand(reader: Reader): Read<Operand> {
  const { kind, offset, text, alias } = current(reader)
  if (kind === 'text' || kind === 'number') return readLiteral(reader)
  const clock = kind === 'word' ? text.toLowerCase() : ''
  if (clock === 'today' || clock === 'now') {
    reader.index++
    return { kind: clock, at: reader.place(offset) }
  }
  if (kind === 'column' && alias !== undefined) return readColumn(reader, { text, offset, alias })
  if (kind === 'name' || (kind === 'word' && !keywords.has(clock))) return readColumn(reader, { text, offset })
  if (clock === 'null') return { fault: 'Nothing equals null. Write is null or is not null', offset }
  return unexpected(reader, 'A column, text in quotes, a number, today or now is missing')
}

function readColumn(
  reader: Reader,
  { text, offset, alias }: { readonly text: string; readonly offset: number; readonly alias?: string },
): Read<ColumnOperand> {
  reader.index++
  const at = reader.place(offset)
  if (isSymbol(current(reader), '('))
    return {
      fault: `Expressions have no functions, so no ${text}( ). What needs one is a storage fact, a join or a view`,
      offset,
    }
  if (current(reader).kind === 'fault') return unexpected(reader, '')
  if (!reader.aliasRequired)
    return alias === undefined
      ? { kind: 'column', at, name: text }
      : { fault: `In a source document a column is written without alias: ${text}`, offset }
  return alias === undefined
    ? { fault: `${text} is neither a column (alias.${text}) nor text ('${text}')`, offset }
    : { kind: 'column', at, alias, name: text }
}
