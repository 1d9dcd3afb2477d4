/** Reads a YAML file into plain data with places. Only what mapping files need: text, lists and objects, in several documents. */

import type { Document, Pair, Scalar } from 'yaml'
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml'
import type { Position } from '../../kernel/diagnostics.js'
import type { Report } from './diagnostic-codes.js'
import { reportSyntaxFaults } from './yaml-faults.js'
import type { YamlFile } from './yaml-file.js'
import { blankAfterColon, commaAdvice } from './yaml-file.js'
import type { YamlEntry, YamlMap, YamlNode, YamlText } from './yaml-node.js'

const maxDepth = 60

/** The documents of a file that can be read. One with faults of syntax is reported and left out: its places would mislead. */
export function readYaml(file: string, text: string, report: Report): readonly YamlNode[] {
  const lineCounter = new LineCounter()
  const place = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset)
    return { file, line: Math.max(1, line), column: Math.max(1, col) }
  }
  const yamlFile: YamlFile = { text, place, report }
  const documents: YamlNode[] = []
  for (const document of parsed(yamlFile, lineCounter)) {
    if (document.errors.length > 0) reportSyntaxFaults(yamlFile, document)
    else if (!isEmpty(document)) documents.push(readNode(yamlFile, document.contents, 0, 0))
  }
  return documents
}

function parsed({ text, place, report }: YamlFile, lineCounter: LineCounter): readonly Document.Parsed[] {
  try {
    const documents = parseAllDocuments(text, {
      schema: 'failsafe',
      lineCounter,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    })
    return 'empty' in documents ? [] : documents
  } catch (error) {
    // The library composes by recursion: a file of ten thousand brackets ends its stack.
    if (!(error instanceof RangeError)) throw error
    report('yaml.too-deep', place(0), 'This file nests objects and lists too deeply to be read.')
    return []
  }
}

const isEmpty = (document: Document.Parsed): boolean =>
  document.contents === null || (isScalar(document.contents) && document.contents.source === '')

function readNode(file: YamlFile, node: unknown, offset: number, depth: number): YamlNode {
  const start = startOf(node) ?? offset
  const at = file.place(start)
  if (depth > maxDepth) {
    file.report('yaml.too-deep', at, `Objects and lists nest more than ${maxDepth} deep here.`)
    return { kind: 'faulty', at }
  }
  reportFeatures(file, node, at)
  if (isScalar(node)) return readScalar(file, node, at)
  if (isSeq(node)) return { kind: 'list', at, items: node.items.map(item => readNode(file, item, start, depth + 1)) }
  if (isMap(node)) return readMap(file, node, at, depth)
  return { kind: 'faulty', at }
}

function startOf(node: unknown): number | undefined {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
    ? Number(node.range[0])
    : undefined
}

function reportFeatures(file: YamlFile, node: unknown, at: Position): void {
  if (isAlias(node)) file.report('yaml.feature', at, `*${node.source} stands for another part of the file. Write that part out.`)
  else if (isScalar(node) || isMap(node) || isSeq(node)) {
    if (node.anchor !== undefined) file.report('yaml.feature', at, `Mapping files have no anchors. Leave out &${node.anchor}.`)
    if (node.tag !== undefined)
      file.report('yaml.feature', at, 'Mapping files have no tags: leave out the word with !, or quote the value.')
  }
}

function readMap(
  file: YamlFile,
  node: { readonly items: readonly Pair[]; readonly flow?: boolean },
  at: Position,
  depth: number,
): YamlMap {
  const entries: YamlEntry[] = []
  const seen = new Set<string>()
  for (const { key, value } of node.items) {
    const start = startOf(key) ?? startOf(node) ?? 0
    const keyAt = file.place(start)
    if (value === null && node.flow === true) {
      reportLoneKey(file, start, { at, cut: entries.pop() })
      continue
    }
    reportFeatures(file, key, keyAt)
    if (!isScalar(key)) {
      if (!isAlias(key)) file.report('yaml.feature', keyAt, 'A key is a plain name.')
      continue
    }
    const name = readScalar(file, key, keyAt).text
    if (seen.has(name)) file.report('yaml.key-duplicate', keyAt, `${name} is written twice here. Only one can count.`)
    else entries.push({ key: name, at: keyAt, value: readNode(file, value, start, depth + 1) })
    seen.add(name)
  }
  return { kind: 'map', at, entries }
}

/** A key without a colon inside `{ }`: what a comma cut off from the value before it, or text in braces. */
function reportLoneKey(
  file: YamlFile,
  start: number,
  { at, cut }: { readonly at: Position; readonly cut: YamlEntry | undefined },
): void {
  if (cut === undefined)
    file.report('yaml.brace', at, "{ begins an object of key: value. If this is text, put it in quotes: '{…}'.")
  else file.report('yaml.comma', file.place(Math.max(0, file.text.lastIndexOf(',', start))), commaAdvice(cut.key))
}

function readScalar(file: YamlFile, node: Scalar, at: Position): YamlText {
  const text = String(node.value ?? '')
  const [start, end] = node.range ?? [0, 0]
  const written = file.text.slice(start, end)
  const severalLines = written.includes('\n')
  if (node.type === 'BLOCK_LITERAL') return { kind: 'text', at, text, style: 'literal', raw: '' }
  if (severalLines && node.type === 'PLAIN') reportSwallowedKey(file, start, written)
  if (severalLines || node.type === 'BLOCK_FOLDED') return { kind: 'text', at, text, style: 'lines', raw: '' }
  const style = node.type === 'QUOTE_SINGLE' ? 'single' : node.type === 'QUOTE_DOUBLE' ? 'double' : 'plain'
  return { kind: 'text', at, text, style, raw: style === 'plain' ? '' : written.slice(1, -1) }
}

/** `gone:X` on a line of its own continues the value above it, for want of a blank after the colon. */
function reportSwallowedKey(file: YamlFile, start: number, written: string): void {
  const swallowed = /\n[ \t]*([\w[\]-]+:)(?!\/)\S/.exec(written)
  const key = swallowed?.[1]
  if (swallowed === null || key === undefined) return
  file.report('yaml.colon', file.place(start + swallowed.index + swallowed[0].indexOf(key)), blankAfterColon(key))
}
