/**
 * Reads native SQL as far as is needed to say that it only reads: one SELECT or WITH, or one expression, without words that
 * write. Text, quoted names and comments are not looked into. The session is read-only besides.
 */

export interface NativeFault {
  readonly offset: number
  readonly message: string
}

const token =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\/|[A-Za-z_][\w$]*|[();]|\/\*|['"`[]|\s+|[^\sA-Za-z_]/g

const writing = new Set(
  'insert update delete merge into truncate drop alter create grant revoke exec execute call attach detach pragma vacuum'.split(
    ' ',
  ),
)

/** Undefined when the text is one query. A semicolon at its end is cut by `cleanQuery`. */
export function faultOfQuery(text: string): NativeFault | undefined {
  const first = tokensOf(text).find(({ kind }) => kind !== 'space')
  const isQuery = first !== undefined && /^(select|with)$/i.test(first.text)
  if (!isQuery)
    return { offset: first?.offset ?? 0, message: `A query is one SELECT, or WITH … SELECT.${adviceFor(first?.text)}` }
  return faultOf(cleanQuery(text), 'A query is one statement')
}

/** What a procedure gives can be neither filtered nor sorted by the database, and a procedure may write. */
const adviceFor = (word = ''): string =>
  /^(exec|execute|call)$/i.test(word)
    ? ' What a stored procedure gives can not be searched: map the tables that it reads, or a view made of its SELECT.'
    : ''

export const cleanQuery = (text: string): string => text.replace(/[;\s]+$/, '')

/** Undefined when the text is one expression. */
export const faultOfExpression = (text: string): NativeFault | undefined =>
  tokensOf(text).every(({ kind }) => kind === 'space')
    ? { offset: 0, message: 'An expression is empty.' }
    : (faultOf(text, 'An expression is one value') ?? commentIn(text))

/** It stands in the middle of other SQL: a comment would hide what follows. */
function commentIn(text: string): NativeFault | undefined {
  const comment = tokensOf(text).find(({ text: part }) => part.startsWith('--') || part.startsWith('/*'))
  return comment && { offset: comment.offset, message: 'An expression has no comments.' }
}

function faultOf(text: string, what: string): NativeFault | undefined {
  let depth = 0
  for (const { kind, text: part, offset } of tokensOf(text)) {
    if (kind === 'word' && writing.has(part.toLowerCase()))
      return { offset, message: `${part} has no place in something that only reads. A column of that name stands in quotes.` }
    if (part === ';') return { offset, message: `${what}: there is a semicolon in it.` }
    if (part === '(') depth++
    if (part === ')' && --depth < 0) return { offset, message: 'This ) closes nothing.' }
    if (kind === 'open') return { offset, message: `This ${part} is not closed.` }
  }
  return depth === 0 ? undefined : { offset: text.length, message: 'A ( is not closed.' }
}

interface Token {
  readonly kind: 'space' | 'word' | 'quoted' | 'open' | 'sign'
  readonly text: string
  readonly offset: number
}

const tokensOf = (text: string): readonly Token[] =>
  [...text.matchAll(token)].map(({ 0: part, index }) => ({ kind: kindOf(part), text: part, offset: index }))

function kindOf(part: string): Token['kind'] {
  if (/^(\s|--|\/\*[\s\S]*\*\/$)/.test(part)) return 'space'
  if (/^[A-Za-z_]/.test(part)) return 'word'
  if (/^(['"`[]|\/\*)$/.test(part)) return 'open'
  return /^['"`[]/.test(part) ? 'quoted' : 'sign'
}
