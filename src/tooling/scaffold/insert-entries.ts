/** Adds entries below a key of a YAML document that a person wrote; its comments and its order stay as they are. */
import { type Document, isMap, isNode, isScalar, type Pair, parseAllDocuments, type YAMLMap } from 'yaml'

export interface Entries {
  /** `tables`: a key of the document, whose value is an object. */
  readonly below: string
  /** Lines with an indent of two. */
  readonly lines: readonly string[]
}

/** Into the first document that has the key `owner`. Undefined when the text has no such document, or is no YAML. */
export function insertEntries(text: string, owner: string, entries: Entries): string | undefined {
  const documents = parsed(text)
  const document = documents?.find(each => isMap(each.contents) && each.contents.has(owner))
  if (!documents || !document) return undefined
  const [root, table] = [document.contents, document.get(entries.below)]
  if (isBlock(table)) return insertLines(text, table, entries.lines)
  if (isBlock(root) && !root.has(entries.below))
    return insertLines(text, root, [`  ${entries.below}:`, ...entries.lines.map(line => `  ${line}`)])
  return insertNodes(documents, document, entries)
}

const isBlock = (node: unknown): node is YAMLMap => isMap(node) && node.flow !== true && node.items.length > 0

function parsed(text: string): readonly Document[] | undefined {
  const documents = parseAllDocuments(text)
  return Array.isArray(documents) && documents.every(({ errors }) => errors.length === 0) ? documents : undefined
}

/** After the last entry, with the indent of the others: every other character is left alone. */
function insertLines(text: string, table: YAMLMap, lines: readonly string[]): string | undefined {
  const [first, last] = [table.items[0], table.items.at(-1)]
  const [start, end] = [rangeOf(first?.key)?.[0], rangeOf(last?.value)?.[1] ?? rangeOf(last?.key)?.[1]]
  if (start === undefined || end === undefined) return undefined
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  const written = text.slice(0, end).trimEnd().length
  const lineEnd = text.indexOf('\n', written)
  const at = lineEnd < 0 ? text.length : lineEnd + 1
  const inserted = lines.map(line => `${indent}${line.slice(2)}${eol}`).join('')
  return `${text.slice(0, at)}${lineEnd < 0 ? eol : ''}${inserted}${text.slice(at)}`
}

const rangeOf = (node: unknown): readonly number[] | undefined => (isNode(node) ? (node.range ?? undefined) : undefined)

/** Below a key that is empty or in braces: the document is written anew. */
function insertNodes(documents: readonly Document[], document: Document, { below, lines }: Entries): string | undefined {
  const added = parsed(lines.join('\n'))?.[0]?.contents
  const old = document.get(below, true)
  if (!isMap(added) || (old !== undefined && !isMap(old) && !(isScalar(old) && old.value === null))) return undefined
  const table: YAMLMap = isMap(old) ? old : added
  table.flow = false
  if (table !== added) for (const item of added.items as Pair[]) table.add(item)
  document.set(below, table)
  return documents
    .map((each, index) => {
      const written = each.toString({ lineWidth: 0 })
      return index > 0 && !written.startsWith('---') ? `---\n${written}` : written
    })
    .join('')
}
