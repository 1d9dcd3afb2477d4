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
}

export type Scaffold =
  | { readonly kind: 'written'; readonly type: string; readonly lines: readonly string[] }
  /** The table tells no type of resource. */
  | { readonly kind: 'untold' }

export async function scaffoldTable(table: TableToMap, type: string | undefined, options: CallOptions): Promise<Scaffold> {
  const profile = await profileTable(table.adapter, table.schema, options)
  const keys = primaryKey(table.schema)
  const columns = profile.columns.map(column => meaningOf(column, keys))
  const chosen = type ?? guessType(table.parts.at(-1) ?? '', columns)
  if (chosen === undefined) return { kind: 'untold' }
  return { kind: 'written', type: chosen, lines: write(table, chosen, profile, columns) }
}

const primaryKey = ({ keys }: EntitySchema): readonly string[] => keys.find(({ primary }) => primary)?.fields ?? []

function write(table: TableToMap, type: string, profile: TableProfile, all: readonly ColumnMeaning[]): readonly string[] {
  const { path, parts, schema, document, maps } = table
  const columns = all.filter(({ name }) => isWritable(name))
  const known = [...(document?.tables.values() ?? [])].find(each => isSame(each.path, parts))
  const name = known?.name ?? entityName(parts.at(-1) ?? '')
  const described = describeTable(name, path, schema, profile, columns)
  return [
    `# A first map of ${path}, from its columns and ${profile.rows} of its rows. Each line says how far to trust it: sure, likely or guess.`,
    '# Where it says TODO, something is for you to do. `npx careconnect check --data` tells what is wrong still.',
    ...sourceLines(table, type, described, known !== undefined),
    ...mapLines({ type, name, columns, maps, keys: primaryKey(schema) }),
    ...all.filter(each => !isWritable(each.name)).map(each => `  # Can not be written in a map, for its quote: ${each.name}`),
  ]
}

const statusSystem = 'https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-NHSNumberVerificationStatus-1'

function sourceLines(
  { source, document }: TableToMap,
  type: string,
  described: readonly string[],
  isKnown: boolean,
): readonly string[] {
  if (isKnown) return []
  if (document)
    return [`# TODO this belongs under tables: of the source document of ${source}:`, ...described.map(line => `# ${line}`)]
  return [
    `source: ${source}`,
    'zone: Europe/London   # guess: of dates and times without an offset',
    ...(type === 'Patient' ? ['systems:', `  nhs-number-status: ${statusSystem}`] : []),
    'tables:',
    ...described,
    '---',
  ]
}

interface MapToWrite {
  readonly type: string
  /** Of the table, in maps. */
  readonly name: string
  readonly columns: readonly ColumnMeaning[]
  readonly maps: readonly MapDocument[]
  readonly keys: readonly string[]
}

function mapLines({ type, name, columns, maps, keys }: MapToWrite): readonly string[] {
  const alias = /^[a-z]/.exec(name)?.[0] ?? 't'
  const patientMap = maps.find(({ resourceType }) => resourceType === 'Patient')?.name
  const suggested = suggestElements({ type, alias, columns, ...(patientMap !== undefined && { patientMap }) })
  const mapName = kebab(type)
  const [todos, notMapped] = [requiredTodos(type, suggested.mapped), columns.filter(each => isLeft(each, suggested.used, keys))]
  // A type without elements would be no map: something has to stand there until a person has looked.
  const isSomething = suggested.lines.some(line => !line.trim().startsWith('#'))
  const lines = isSomething ? suggested.lines : ['  meta: {}', ...suggested.lines]
  return [
    `map: ${maps.some(map => map.name === mapName) ? name : mapName}`,
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
