/** Walks careconnect.yaml beside the table of keys: values of the right type with their places, and every fault. */
import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Pair } from 'yaml'
import type { Position } from '../kernel/diagnostics.js'
import { nearestName } from '../kernel/nearest.js'
import type { ConfigFaultCode } from './config-faults.js'
import { configRows, type KeyRow } from './config-keys.js'
import { type ReferenceReader, readReference } from './value-reference.js'

export interface ConfigValue {
  readonly at: Position
  readonly value: unknown
}

/** Values by full key: `sources.gp.adapter`. */
export interface ConfigValues {
  readonly values: ReadonlyMap<string, ConfigValue>
  /** The names below a key that has names of the writer's choice: `sources`. */
  readonly names: ReadonlyMap<string, ReadonlyMap<string, Position>>
}

export interface ReaderContext {
  readonly document: Document
  readonly lines: LineCounter
  readonly file: string
  readonly references: ReferenceReader
  readonly report: (code: ConfigFaultCode, at: Position, message: string) => void
}

export function readConfigTree(context: ReaderContext): ConfigValues {
  const values = new Map<string, ConfigValue>()
  const names = new Map<string, Map<string, Position>>()
  walk(context.document.contents, '', '')
  return { values, names }

  /** `pattern` is the path in the table, with `*`; `path` is the path in the file. */
  function walk(node: unknown, path: string, pattern: string): void {
    const row = configRows.get(pattern)
    const target = isAlias(node) ? node.resolve(context.document) : node
    if (isAbsent(target)) return
    if (row !== undefined) {
      const value = readValue(target, row, path, context)
      if (value !== undefined) values.set(path, { at: positionOf(target, context), value })
      return
    }
    if (!isMap(target)) {
      const place = path === '' ? 'The file' : `\`${path}\``
      context.report(
        'config.value-invalid',
        positionOf(target, context),
        `${place} holds keys, one a line: ${childrenOf(pattern).join(', ')}.`,
      )
      return
    }
    for (const pair of target.items) walkPair(pair, path, pattern)
  }

  function walkPair(pair: Pair, path: string, pattern: string): void {
    const name = isScalar(pair.key) ? String(pair.key.value) : ''
    const at = positionOf(pair.key, context)
    const children = childrenOf(pattern)
    const isNamed = children.includes('*')
    if (isNamed) {
      const named = names.get(path) ?? new Map<string, Position>()
      names.set(path, named.set(name, at))
    } else if (!children.includes(name)) {
      context.report('config.key-unknown', at, `There is no key \`${join(path, name)}\`. ${suggestion(name, children)}`)
      return
    }
    walk(pair.value, join(path, name), join(pattern, isNamed ? '*' : name))
  }
}

function readValue(node: unknown, row: KeyRow, path: string, context: ReaderContext): unknown {
  if (row.type === 'options') return readOptions(node, path, context)
  if (row.type === 'texts') {
    const items = isSeq(node) ? node.items : [node]
    return items.flatMap(item => {
      const text = scalarText(item, path, context)
      return text === undefined ? [] : [{ at: positionOf(item, context), value: text }]
    })
  }
  const text = scalarText(node, path, context)
  if (text === undefined) return undefined
  const at = positionOf(node, context)
  return parseValue(text, row, message => context.report('config.value-invalid', at, `\`${path}\` ${message}`))
}

/** A value from its text, which may come from the file, from the environment or from another file. Secrets are not echoed. */
export function parseValue(text: string, row: KeyRow, refuse: (message: string) => void): unknown {
  switch (row.type) {
    case 'integer': {
      const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
      if (number >= row.min && number <= row.max) return number
      return refuse(`is a whole number from ${row.min} to ${row.max}.`)
    }
    case 'boolean':
      if (text === 'true' || text === 'false') return text === 'true'
      return refuse('is true or false.')
    case 'choice':
      if (row.choices.includes(text)) return text
      return refuse(`is one of: ${row.choices.join(', ')}.`)
    case 'url':
      if (isBaseUrl(text)) return text.replace(/\/+$/, '')
      return refuse('is an http or https address without a query, such as https://fhir.example.nhs.uk/STU3.')
    case 'text':
    case 'texts':
    case 'options':
      return text
    default:
      return row satisfies never
  }
}

function isBaseUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '' && url.username === ''
}

/** The text of a scalar as written (`0123` keeps its zero), or of what `{ env }` or `{ file }` points to. */
function scalarText(node: unknown, path: string, context: ReaderContext): string | undefined {
  const target = isAlias(node) ? node.resolve(context.document) : node
  if (isScalar(target)) return target.source ?? String(target.value)
  const at = positionOf(target, context)
  const read = readReference(target, at, context.references)
  if (read === undefined) {
    context.report('config.value-invalid', at, `\`${path}\` takes one value, or { env: NAME }, or { file: PATH }.`)
    return undefined
  }
  if ('code' in read) {
    context.report(read.code, read.at, read.message)
    return undefined
  }
  return read.text
}

/** Options are the adapter's own: any YAML, with references replaced below the first level. */
function readOptions(node: unknown, path: string, context: ReaderContext): unknown {
  if (isMap(node)) return readMembers(node.items, path, context)
  context.report('config.value-invalid', positionOf(node, context), `\`${path}\` holds keys, one a line.`)
  return undefined
}

function readMembers(items: readonly Pair[], path: string, context: ReaderContext): Record<string, unknown> {
  const members: Record<string, unknown> = {}
  for (const pair of items) {
    const name = isScalar(pair.key) ? String(pair.key.value) : ''
    members[name] = readAny(pair.value, join(path, name), context)
  }
  return members
}

function readAny(node: unknown, path: string, context: ReaderContext): unknown {
  const target = isAlias(node) ? node.resolve(context.document) : node
  if (isScalar(target)) return target.value
  if (isSeq(target)) return target.items.map(item => readAny(item, path, context))
  if (!isMap(target)) return null
  const read = readReference(target, positionOf(target, context), context.references)
  if (read === undefined) return readMembers(target.items, path, context)
  if (!('code' in read)) return read.text
  context.report(read.code, read.at, read.message)
  return undefined
}

/** The keys that may stand below a path of the table. */
function childrenOf(pattern: string): readonly string[] {
  const prefix = pattern === '' ? '' : `${pattern}.`
  const names = [...configRows.keys()]
    .filter(key => key.startsWith(prefix))
    .map(key => key.slice(prefix.length).split('.')[0] ?? '')
  return [...new Set(names)]
}

function suggestion(name: string, children: readonly string[]): string {
  const nearest = nearestName(name, children)
  return nearest === undefined ? `Here there may be: ${children.join(', ')}.` : `Did you mean \`${nearest}\`?`
}

/** A key with nothing after it counts as left out: its lines may all be commented out. */
const isAbsent = (node: unknown): boolean => node === null || node === undefined || (isScalar(node) && node.value === null)

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)

function positionOf(node: unknown, context: Pick<ReaderContext, 'file' | 'lines'>): Position {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined
  const offset = Array.isArray(range) && typeof range[0] === 'number' ? range[0] : 0
  const { line, col } = context.lines.linePos(offset)
  return { file: context.file, line: Math.max(line, 1), column: Math.max(col, 1) }
}
