/**
 * A sentence of the specification as rows, a mapping, a search and what it finds, on every adapter. The tables are drawn:
 * the first column's heading names the table and is its key, `name: TYPE` gives a column's type (VARCHAR when absent). An
 * empty cell is null; '…' is text as it stands, blanks and all; "…" is text of JSON; CHAR(n) is padded as databases do.
 */
import { expect, type TestContext, test } from 'vitest'
import { formatDiagnostic } from '../../src/kernel/diagnostics.js'
import { parseMappingFile } from '../../src/mapping/language/read-mapping-files.js'
import type { Cell, DemoColumn, DemoRow, DemoTable } from '../../src/tooling/demo/table.js'
import {
  type AdapterName,
  adapterNames,
  type Facade,
  findAll,
  idsOf,
  type Mapping,
  openFacade,
  splitSearch,
} from './open-facade.js'
import { RowsRefused } from './server-tables.js'
import { servers, titleOf } from './servers.js'

export interface Specification extends SpecMapping {
  /** `Type?query`; or several, each with what it finds. */
  readonly search: string
  /** Logical ids, in the order of the rows. */
  readonly finds: readonly string[]
}

export interface SpecMapping {
  /** Tables, with an empty line between two. The first is the one that is mapped, under the alias of its first letter. */
  readonly rows: string
  /** Elements of the resource, as YAML; what the profile requires and is not here is put in. */
  readonly map: string
  /** What stands before the elements in a map: where, joins, lists, codes. */
  readonly relations?: string
  /** Storage facts by column, a line each: of the first table, or of another one in a line that begins with `table.`. */
  readonly facts?: string
  /** key, where, gone, changed; by table as the facts are. */
  readonly table?: string
  /** More of the source document: systems, codes, zone, defaults. */
  readonly source?: string
  /** More maps, whole. */
  readonly moreMaps?: string
  /** ValueSets and CodeSystems of the installation, as JSON. */
  readonly terminology?: readonly object[]
}

/** One sentence, one search. */
export function spec(name: string, given: Specification): void {
  specs(name, { ...given, searches: [[given.search, given.finds]] })
}

/** One sentence whose meaning takes several searches. */
export function specs(
  name: string,
  given: SpecMapping & { readonly searches: readonly (readonly [search: string, finds: readonly string[]])[] },
): void {
  const type = splitSearch(given.searches[0]?.[0] ?? '')[0]
  for (const { adapter, title, answers } of engines)
    test.runIf(answers)(`${name} (${title})`, async context => {
      const facade = await openSpec(given, type, adapter).catch(whereRowsAreTaken(context))
      try {
        for (const [search, finds] of given.searches) expect(idsOf(await findAll(facade.engine, search)), search).toEqual(finds)
      } finally {
        await facade.close()
      }
    })
}

/** One sentence about what is served: the resources, without what the facade adds. */
export function serves(
  name: string,
  given: SpecMapping & { readonly type: string; readonly resources: readonly object[] },
): void {
  for (const { adapter, title, answers } of engines)
    test.runIf(answers)(`${name} (${title})`, async context => {
      const facade = await openSpec(given, given.type, adapter).catch(whereRowsAreTaken(context))
      try {
        const served = await findAll(facade.engine, given.type)
        expect(served.map(resource => expect.objectContaining(resource))).toEqual(served)
        expect(served).toEqual(given.resources.map(resource => expect.objectContaining(resource)))
      } finally {
        await facade.close()
      }
    })
}

const engines: readonly { readonly adapter: AdapterName; readonly title: string; readonly answers: boolean }[] = [
  ...adapterNames.map(adapter => ({ adapter, title: adapter, answers: true })),
  ...servers.map(server => ({ adapter: server.name, title: titleOf(server), answers: server.answers })),
]

/** What only SQLite stores is no question for a server. */
const whereRowsAreTaken = (context: TestContext) => (error: unknown) => {
  if (error instanceof RowsRefused) context.skip(error.message)
  throw error
}

export function openSpec(given: SpecMapping, type: string, adapter: AdapterName): Promise<Facade> {
  const tables = readTables(given.rows)
  const { terminology } = given
  return openFacade(readMapping(given, type, tables), tables, adapter, terminology ? { terminology } : {})
}

// ── The mapping ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** The least that the profiles ask for. */
const required: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Patient: { 'name[official]': '{ family: Anybody }' },
  Observation: { status: 'final', code: 'http://loinc.org|1-8', subject: '{ display: Somebody }' },
}

function readMapping(given: SpecMapping, type: string, tables: readonly DemoTable[]): Mapping {
  const text = mappingText(given, type, tables)
  const { sources, maps, diagnostics } = parseMappingFile('spec.yaml', text, () => undefined)
  const [source] = sources
  if (source === undefined || diagnostics.some(({ severity }) => severity === 'error'))
    throw new Error(`${diagnostics.map(formatDiagnostic).join('\n')}\n${text}`)
  return { source, maps }
}

function mappingText(given: SpecMapping, type: string, tables: readonly DemoTable[]): string {
  const { map, relations = '', source = '', moreMaps } = given
  const [first] = tables.map(({ table }) => table)
  const elements = dedented(map)
  const missing = Object.entries(required[type] ?? {}).filter(
    ([name]) => !new RegExp(`^${name.replace(/\W/g, '\\$&')}:`, 'm').test(elements),
  )
  return [
    'source: spec',
    dedented(source),
    'tables:',
    ...tables.map((table, place) => tableText(table, place === 0, given)),
    '---',
    `map: ${first}`,
    `from: ${first} as ${first?.[0]}`,
    dedented(relations),
    `${type}:`,
    indented(elements, 2),
    ...missing.map(([name, value]) => `  ${name}: ${value}`),
    ...(moreMaps === undefined ? [] : ['---', dedented(moreMaps)]),
  ].join('\n')
}

function tableText({ table, key }: DemoTable, isFirst: boolean, { facts = '', table: rules = '' }: SpecMapping): string {
  const rule = linesFor(rules, table, isFirst)
  const own = linesFor(facts, table, isFirst)
  return [
    `  ${table}:`,
    ...(rule.some(line => line.startsWith('key:')) ? [] : [`    key: [${key.join(', ')}]`]),
    ...rule.map(line => `    ${line}`),
    ...(own.length === 0 ? [] : ['    columns:', ...own.map(line => `      ${line}`)]),
  ].join('\n')
}

/** A line that begins with `table.` is for that table, all others for the first. */
function linesFor(text: string, table: string, isFirst: boolean): readonly string[] {
  return dedented(text)
    .split('\n')
    .filter(line => line !== '')
    .flatMap(line => {
      const [, owner, rest = ''] = /^(\w+)\.(.*)$/.exec(line) ?? []
      if (owner === undefined) return isFirst ? [line] : []
      return owner === table ? [rest] : []
    })
}

const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by))

function dedented(text: string): string {
  const lines = text.split('\n').filter(line => line.trim() !== '')
  const margin = Math.min(...lines.map(line => line.length - line.trimStart().length))
  return lines.map(line => line.slice(margin)).join('\n')
}

// ── The tables ──────────────────────────────────────────────────────────────────────────────────────────────────────

function readTables(text: string): readonly DemoTable[] {
  return text
    .split(/\n\s*\n/)
    .map(block =>
      block
        .split('\n')
        .map(line => line.trim())
        .filter(line => line !== '' && !/^[-+]+$/.test(line)),
    )
    .filter(lines => lines.length > 0)
    .map(readTable)
}

function readTable([heading = '', ...lines]: readonly string[]): DemoTable {
  const columns = heading.split('|').map(readColumn)
  const [first] = columns
  const table = first?.name ?? ''
  const rows = lines.map((line): DemoRow => {
    const cells = cellsOf(line)
    return columns.map((column, place) => readCell(cells[place] ?? '', column))
  })
  return { table, columns, key: [table], indexes: [], rows }
}

/** A bar inside quotes is text. */
const cellsOf = (line: string): readonly string[] =>
  (line.match(/(?:'[^']*'|"(?:[^"\\]|\\.)*"|[^|])+|(?<=\|)(?=\|)|(?<=\|)$/g) ?? []).map(cell => cell.trim())

function readColumn(text: string, place: number): DemoColumn {
  const [name = '', type = place === 0 ? 'INTEGER' : 'VARCHAR(80)'] = text.split(':').map(part => part.trim())
  return { name, type, nullable: place > 0 }
}

function readCell(text: string, { type }: DemoColumn): Cell {
  if (text === '') return null
  const value = text.startsWith('"') ? String(JSON.parse(text)) : /^'.*'$/.test(text) ? text.slice(1, -1) : text
  const [, width] = /^char\((\d+)\)/i.exec(type) ?? []
  if (width !== undefined) return value.padEnd(Number(width))
  return /^(int|dec|bit)/i.test(type) && Number.isSafeInteger(Number(value)) ? Number(value) : value
}
