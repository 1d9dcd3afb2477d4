/** A source document and a first map for a table that nobody has mapped yet, as YAML to be read and finished by a person. */
import { resourceTypes } from '../../fhir/stu3/elements.js'
import type { MapDocument, SourceDocument } from '../../mapping/language/document.js'
import type { Adapter, CallOptions, EntitySchema } from '../../spi/index.js'
import { type ColumnMeaning, meaningOf } from './column-meaning.js'
import { profileTable, type TableProfile } from './column-profile.js'
import { describeTable } from './describe-table.js'
import { requiredTodos } from './required-elements.js'
import { guessType } from './resource-type.js'
import { codesOf } from './suggest-codes.js'
import { suggestElements } from './suggest-elements.js'
import { isWritable } from './write-yaml.js'

/** What a table can be mapped to. */
export const scaffoldTypes = resourceTypes

export interface TableToMap {
  readonly source: string
  /** As the author wrote it: `dbo.PATIENT`. */
  readonly path: string
  /** The same, taken apart. */
  readonly parts: readonly string[]
  readonly schema: EntitySchema
  readonly adapter: Adapter
  /** What is mapped of this source already. */
  readonly document?: SourceDocument
  readonly maps: readonly MapDocument[]
  /** Where its mappings are or will be; undefined when the configuration names none. */
  readonly folder?: { readonly dir: string; readonly displayDir: string }
}

export type Scaffold = WrittenScaffold | { readonly kind: 'untold' }

export interface WrittenScaffold {
  readonly kind: 'written'
  readonly type: string
  /** As maps call it. */
  readonly table: string
  /** What the source document has to say; undefined when it describes the table already. */
  readonly described?: readonly string[]
  /** Short names that the map uses: keys and values below `systems:`. */
  readonly systems: Readonly<Record<string, string>>
  readonly map: { readonly name: string; readonly head: readonly string[]; readonly lines: readonly string[] }
}

/** `untold`: the table tells no type of resource. */
export async function scaffoldTable(table: TableToMap, type: string | undefined, options: CallOptions): Promise<Scaffold> {
  const profile = await profileTable(table.adapter, table.schema, options)
  const keys = primaryKey(table.schema)
  const columns = profile.columns.map(column => meaningOf(column, keys))
  const chosen = type ?? guessType(table.parts.at(-1) ?? '', columns)
  return chosen === undefined ? { kind: 'untold' } : write(table, chosen, profile, columns)
}

const primaryKey = ({ keys }: EntitySchema): readonly string[] => keys.find(({ primary }) => primary)?.fields ?? []

function write(table: TableToMap, type: string, profile: TableProfile, all: readonly ColumnMeaning[]): WrittenScaffold {
  const { path, parts, schema, document, maps } = table
  const columns = all.filter(({ name }) => isWritable(name))
  const known = [...(document?.tables.values() ?? [])].find(each => isSame(each.path, parts))
  const name = known?.name ?? entityName(parts.at(-1) ?? '')
  const mapName = nameOfMap(type, name, maps)
  return {
    kind: 'written',
    type,
    table: name,
    ...(!known && { described: describeTable(name, path, schema, profile, columns) }),
    systems: type === 'Patient' ? { 'nhs-number-status': statusSystem } : {},
    map: {
      name: mapName,
      head: [
        `# A first map of ${path}, from its columns and ${profile.rows} of its rows. Each line says how far to trust it: sure, likely or guess.`,
        '# Where it says TODO, something is for you to do. `npx careconnect check --data` tells what is wrong still.',
      ],
      lines: [
        ...mapLines({ type, mapName, name, columns, maps, keys: primaryKey(schema) }),
        ...all.filter(each => !isWritable(each.name)).map(each => `  # Can not be written in a map, for its quote: ${each.name}`),
      ],
    },
  }
}

const statusSystem = 'https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-NHSNumberVerificationStatus-1'

/** A map of this table and type keeps its name; a second one of the type is called after the table. */
function nameOfMap(type: string, table: string, maps: readonly MapDocument[]): string {
  const own = maps.find(({ from, resourceType }) => from.table === table && resourceType === type)
  const plain = kebab(type)
  return own?.name ?? (maps.some(map => map.name === plain) ? table : plain)
}

/** A source document with nothing but this table. */
export const sourceLines = (source: string, { systems, described = [] }: WrittenScaffold): readonly string[] => [
  `source: ${source}`,
  'zone: Europe/London   # guess: of dates and times without an offset',
  ...(Object.keys(systems).length > 0 ? ['systems:', ...systemLines(systems)] : []),
  'tables:',
  ...described,
]

export const systemLines = (systems: WrittenScaffold['systems']): readonly string[] =>
  Object.entries(systems).map(([name, uri]) => `  ${name}: ${uri}`)

/** All of it as one text that parses; what belongs into a source document that is there stands in comments. */
export function printScaffold({ source, document }: TableToMap, scaffold: WrittenScaffold): readonly string[] {
  const { described, map } = scaffold
  const todo = `# TODO this belongs under tables: of the source document of ${source}:`
  const before = document ? described && [todo, ...described.map(line => `# ${line}`)] : [...sourceLines(source, scaffold), '---']
  return [...map.head, ...(before ?? []), ...map.lines]
}

interface MapToWrite {
  readonly type: string
  readonly mapName: string
  /** Of the table, in maps. */
  readonly name: string
  readonly columns: readonly ColumnMeaning[]
  readonly maps: readonly MapDocument[]
  readonly keys: readonly string[]
}

function mapLines({ type, mapName, name, columns, maps, keys }: MapToWrite): readonly string[] {
  const alias = /^[a-z]/.exec(name)?.[0] ?? 't'
  const patientMap = maps.find(({ resourceType }) => resourceType === 'Patient')?.name
  const suggested = suggestElements({ type, alias, columns, ...(patientMap !== undefined && { patientMap }) })
  const [todos, notMapped] = [requiredTodos(type, suggested.mapped), columns.filter(each => isLeft(each, suggested.used, keys))]
  // A type without elements would be no map: something has to stand there until a person has looked.
  const isSomething = suggested.lines.some(line => !line.trim().startsWith('#'))
  const lines = isSomething ? suggested.lines : ['  meta: {}', ...suggested.lines]
  return [
    `map: ${mapName}`,
    `from: ${name} as ${alias}`,
    '',
    `${type}:`,
    ...lines,
    ...todos,
    ...(notMapped.length > 0 ? ['', '# Columns that are not mapped:', ...notMapped.map(remark)] : []),
  ]
}

const isLeft = ({ name, meaning }: ColumnMeaning, used: ReadonlySet<string>, keys: readonly string[]): boolean =>
  !used.has(name) && !keys.includes(name) && meaning !== 'gone' && meaning !== 'changed'

function remark({ profile, name, meaning, because }: ColumnMeaning): string {
  const { nativeType } = profile.column
  const codes = meaning === 'codes' ? `, holds ${codesOf(profile)}` : ''
  const told = meaning === 'unknown' || meaning === 'codes' ? '' : `, ${because}`
  return `#   ${name} ${nativeType}${profile.filled === 0 ? ', empty' : codes || told}`
}

const isSame = (a: readonly string[], b: readonly string[]): boolean => a.at(-1)?.toLowerCase() === b.at(-1)?.toLowerCase()

/** A name that a map can use: `Odd table-1` is `odd_table_1`. */
function entityName(table: string): string {
  const plain = table
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  return /^[a-z]/.test(plain) ? plain : `t_${plain}`
}

const kebab = (type: string): string => type.replace(/(?<=[a-z])([A-Z])/g, '-$1').toLowerCase()
