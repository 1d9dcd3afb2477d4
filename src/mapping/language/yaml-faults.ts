/** Says in the words of a mapping author what the YAML library found wrong with a file. */

import type { Document, YAMLParseError } from 'yaml'
import { isScalar, visit } from 'yaml'
import type { DiagnosticCode } from './diagnostic-codes.js'
import type { YamlFile } from './yaml-file.js'
import { blankAfterColon, commaAdvice, gluedKey } from './yaml-file.js'

interface SyntaxFault {
  readonly code: DiagnosticCode
  readonly offset: number
  readonly message: string
}

/** One fault a line: the library's later ones on a line follow from the first. */
export function reportSyntaxFaults(file: YamlFile, document: Document.Parsed): void {
  const lines = new Set<number>()
  // A tab puts every line after it in the wrong place.
  const tabs = document.errors.filter(({ code }) => code === 'TAB_AS_INDENT')
  for (const error of tabs.length > 0 ? tabs : document.errors) {
    const { code, offset, message } = explain(file, document, error)
    const at = file.place(offset)
    const follows = lines.size > 0 && error.message.includes('in YAML stream')
    if (lines.has(at.line) || lines.has(file.place(error.pos[0]).line) || follows) continue
    lines.add(at.line).add(file.place(error.pos[0]).line)
    file.report(code, at, message)
  }
}

function explain(file: YamlFile, document: Document.Parsed, error: YAMLParseError): SyntaxFault {
  const [offset, end] = error.pos
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return { code: 'yaml.indent', offset, message: 'Tabs do not indent in YAML. Use blanks.' }
    case 'BAD_SCALAR_START':
      return { code: 'yaml.quote', offset, message: `A value can not begin with ${file.text[offset]}. Put it in quotes.` }
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW':
      return keyInValue(file, document, error)
    case 'BAD_INDENT':
      return error.message.startsWith('Flow')
        ? { code: 'yaml.indent', offset: openBracket(file.text, offset) ?? offset, message: 'This { or [ is not closed.' }
        : { code: 'yaml.indent', offset, message: 'This line is indented less or more than its neighbours.' }
    case 'RESOURCE_EXHAUSTION':
      return { code: 'yaml.too-deep', offset, message: 'Objects and lists nest too deeply here.' }
    case 'MISSING_CHAR':
    case 'UNEXPECTED_TOKEN':
      return misplaced(file, document, error)
    default:
      return { code: 'yaml.syntax', offset: Math.min(offset, end), message: `This is not YAML: ${error.message}.` }
  }
}

/** `key: value: more`, a line indented too deeply, or `key:value` above another key. */
function keyInValue({ text }: YamlFile, document: Document.Parsed, { pos }: YAMLParseError): SyntaxFault {
  const offset = pos[0]
  const spansLines = document.errors.find(({ code, pos: [start] }) => code === 'MULTILINE_IMPLICIT_KEY' && start === offset)
  const written = spansLines === undefined ? '' : text.slice(offset, spansLines.pos[1])
  const glued = gluedKey(written)
  if (glued !== undefined) return { code: 'yaml.colon', offset, message: blankAfterColon(glued) }
  const nextLine = /\n[ \t]*/.exec(written)
  if (nextLine !== null)
    return {
      code: 'yaml.indent',
      offset: offset + nextLine.index + nextLine[0].length,
      message: 'This line is indented deeper than the key above it, so it goes on with that value. Indent both alike.',
    }
  return { code: 'yaml.colon', offset, message: 'A colon and a blank inside a value begin a new key. Put the value in quotes.' }
}

function misplaced(file: YamlFile, document: Document.Parsed, { pos, message }: YAMLParseError): SyntaxFault {
  const { text } = file
  const offset = pos[0]
  const brace = openBrace(text, offset)
  if (message.startsWith('Missing closing'))
    return { code: 'yaml.quote', offset: unclosedQuote(text, document) ?? offset, message: 'This quoted text is not closed.' }
  if ('[{'.includes(text[offset] ?? ' ') && brace !== undefined)
    return { code: 'yaml.bracket', offset, message: bracketAdvice(text, offset, brace) }
  if (message.startsWith('Implicit map keys')) return keyWithoutColon(text, offset)
  const comma = brace === undefined ? undefined : commaInParentheses(text, brace, offset)
  if (comma !== undefined) return { code: 'yaml.comma', offset: comma, message: commaAdvice(keyBefore(text, comma)) }
  const before = text.slice(0, offset).trimEnd().at(-1)
  if (before === "'" || before === '"')
    return {
      code: 'yaml.quote',
      offset,
      message: 'The text goes on after its closing quote. Put the whole value in double quotes.',
    }
  if (before === '}' || before === ']')
    return {
      code: 'yaml.brace',
      offset,
      message: `The value goes on after ${before}. If it is text, put the whole of it in quotes.`,
    }
  if (message.includes('block-seq-ind'))
    return { code: 'yaml.syntax', offset, message: 'A list with - begins on a line of its own. On one line write [a, b].' }
  if (message.includes('in YAML stream') || message.includes('at node end'))
    return {
      code: 'yaml.indent',
      offset,
      message: 'This line is indented less or more than its neighbours, or a bracket or quote above it is odd.',
    }
  return { code: 'yaml.syntax', offset, message: `This is not YAML: ${message}.` }
}

function keyWithoutColon(text: string, offset: number): SyntaxFault {
  const glued = gluedKey(text.slice(offset, offset + 200))
  const message = glued === undefined ? 'A key needs a colon, a blank and a value.' : blankAfterColon(glued)
  return { code: 'yaml.colon', offset, message }
}

/** Where the innermost `{` begins that is still open at the offset. */
function openBrace(text: string, offset: number): number | undefined {
  let closed = 0
  for (let index = offset - 1; index >= 0; index--) {
    if (text[index] === '}') closed++
    else if (text[index] === '{' && closed-- === 0) return index
  }
  return undefined
}

function openBracket(text: string, offset: number): number | undefined {
  let closed = 0
  for (let index = offset - 1; index >= 0; index--) {
    const character = text[index] ?? ''
    if ('}]'.includes(character)) closed++
    else if ('{['.includes(character) && closed-- === 0) return index
  }
  return undefined
}

/** The first comma after a parenthesis that is open at the offset: `in ('1','2')` inside `{ }`. */
function commaInParentheses(text: string, brace: number, offset: number): number | undefined {
  const inside = text.slice(brace, offset)
  const open = inside.lastIndexOf('(')
  if (open < 0 || inside.indexOf(')', open) >= 0) return undefined
  const comma = inside.indexOf(',', open)
  return comma < 0 ? undefined : brace + comma
}

const keyBefore = (text: string, comma: number): string =>
  [...text.slice(Math.max(0, comma - 200), comma).matchAll(/([\w[\]-]+):\s/g)].at(-1)?.[1] ?? 'it'

function bracketAdvice(text: string, offset: number, brace: number): string {
  const before = text.slice(brace + 1, offset)
  const key = /^(?:\[[^[\]\n]*\])+(?=\s*:)/.exec(text.slice(offset))
  if (key !== null) return `[ starts a list inside { }. Quote the key: '${/[\w-]*$/.exec(before)?.[0] ?? ''}${key[0]}'`
  const valueStart = Math.max(before.lastIndexOf(': ') + 1, before.lastIndexOf(',') + 1)
  const inBraces = text[offset] === '{' ? (/^[^}\n]*\}/.exec(text.slice(offset))?.[0] ?? '') : ''
  const after = text.slice(offset + inBraces.length)
  const valueEnd = after.search(/[,\n]|\}\s*(?:[,}\n]|$)/)
  const value = (before.slice(valueStart) + inBraces + (valueEnd < 0 ? after : after.slice(0, valueEnd))).trim()
  const what = text[offset] === '[' ? '[ starts a list' : '{ starts an object'
  return `${what} inside { }. Quote it: '${value.replaceAll("'", "''")}'`
}

function unclosedQuote(text: string, document: Document.Parsed): number | undefined {
  let found: number | undefined
  visit(document, {
    Scalar(_, node) {
      if (!isScalar(node) || !node.range || (node.type !== 'QUOTE_SINGLE' && node.type !== 'QUOTE_DOUBLE')) return
      const written = text.slice(node.range[0], node.range[1])
      if (written.length < 2 || written.at(-1) !== written[0]) found = node.range[0]
    },
  })
  return found
}
