/** Reads comma-separated text with quotes (RFC 4180): records with the places of their fields. */
import type { Position } from '../../kernel/diagnostics.js'

export interface CsvField {
  readonly at: Position
  readonly text: string
}
export interface CsvFault {
  readonly at: Position
  readonly message: string
}

/** Records in order; lines without anything are left out. Reading stops at a quote that does not close. */
export function parseCsv(
  file: string,
  text: string,
): { readonly records: readonly (readonly CsvField[])[]; readonly faults: readonly CsvFault[] } {
  const records: CsvField[][] = []
  const faults: CsvFault[] = []
  const cursor = { index: text.startsWith('\uFEFF') ? 1 : 0, line: 1, lineStart: 0 }
  cursor.lineStart = cursor.index
  let record: CsvField[] = []
  while (cursor.index < text.length || record.length > 0) {
    const at = { file, line: cursor.line, column: cursor.index - cursor.lineStart + 1 }
    const read = text[cursor.index] === '"' ? readQuoted(text, cursor) : readPlain(text, cursor)
    if (typeof read === 'string') record.push({ at, text: read })
    else faults.push({ at, message: read.fault })
    const comma = text[cursor.index] === ','
    if (comma) cursor.index++
    else {
      endLine(text, cursor)
      if (record.length > 1 || (record[0]?.text ?? '') !== '') records.push(record)
      record = []
    }
    if (comma && cursor.index >= text.length) record.push({ at, text: '' })
    if (cursor.index >= text.length && record.length > 0) {
      records.push(record)
      record = []
    }
  }
  return { records, faults }
}

interface Cursor {
  index: number
  line: number
  lineStart: number
}

function readPlain(text: string, cursor: Cursor): string {
  const start = cursor.index
  while (cursor.index < text.length && !',\r\n'.includes(text[cursor.index] ?? '')) cursor.index++
  return text.slice(start, cursor.index)
}

function readQuoted(text: string, cursor: Cursor): string | { readonly fault: string } {
  let value = ''
  cursor.index++
  while (cursor.index < text.length) {
    const character = text[cursor.index++] ?? ''
    if (character === '"') {
      if (text[cursor.index] !== '"') return afterQuote(text, cursor, value)
      cursor.index++
    } else if (character === '\n') {
      cursor.line++
      cursor.lineStart = cursor.index
    }
    value += character
  }
  return { fault: 'This quoted field is not closed.' }
}

function afterQuote(text: string, cursor: Cursor, value: string): string | { readonly fault: string } {
  const rest = readPlain(text, cursor)
  return rest === '' ? value : { fault: 'The field goes on after its closing quote. A quote inside a field is written twice.' }
}

function endLine(text: string, cursor: Cursor): void {
  if (text[cursor.index] === '\r') cursor.index++
  if (text[cursor.index] === '\n') cursor.index++
  cursor.line++
  cursor.lineStart = cursor.index
}
