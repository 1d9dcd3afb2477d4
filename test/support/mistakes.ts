/** The seeded mistakes of test/mapping/mistakes: how each is read, and what is said of it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { functionsIn } from '../../src/app/load-functions.js'
import { type Diagnostic, sortDiagnostics } from '../../src/kernel/diagnostics.js'
import { checkMappings, compileModel, type LoadedSource } from '../../src/mapping/compile/compile-model.js'
import { parseMappingFile } from '../../src/mapping/language/read-mapping-files.js'
import type { EntitySchema, FieldSchema, FieldType } from '../../src/spi/index.js'
import { checkData } from '../../src/tooling/check-data.js'
import { suggestFormats } from '../../src/tooling/suggest-formats.js'
import { drawnTables } from './mapped.js'
import { type AdapterName, now, openTables, requestOptions } from './open-facade.js'

export const mistakesFolder = 'test/mapping/mistakes'
export const mistakeNames = readdirSync(mistakesFolder).filter(name => name.endsWith('.yaml'))
export const readMistake = (name: string): string => readFileSync(join(mistakesFolder, name), 'utf8')

const table = (entity: string, columns: Readonly<Record<string, FieldType | 'unknown'>>): EntitySchema => ({
  entity,
  kind: 'table',
  rows: 1200,
  fields: Object.entries(columns).map(
    ([name, type]): FieldSchema => ({
      name,
      type,
      nativeType: (type === 'unknown' ? 'image' : nativeTypes[type]) ?? type,
      nullable: true,
    }),
  ),
  keys: [],
  references: [],
  indexes: [],
})
const nativeTypes: Readonly<Partial<Record<FieldType, string>>> = { string: 'varchar(40)', dateTime: 'datetime', integer: 'int' }

/** The database of the mistakes that only a schema shows. */
const schema: ReadonlyMap<string, EntitySchema> = new Map(
  [
    table('patient', {
      PAT_ID: 'integer',
      MRN: 'string',
      SURNAME: 'string',
      FORENAME1: 'string',
      FORENAME2: 'string',
      SEX: 'string',
      DOB: 'string',
      DOD: 'dateTime',
      NHS_NO: 'string',
      REG_PRAC_ID: 'integer',
      DELETED_FLG: 'string',
      UPD_DT: 'dateTime',
      PHOTO: 'unknown',
    }),
    table('phone', { PHONE_ID: 'integer', PAT_ID: 'integer', KIND: 'string', NUMBER: 'string', END_DT: 'date' }),
    table('practice', { PRAC_ID: 'integer', ODS_CODE: 'string', NAME: 'string' }),
  ].map(entity => [entity.entity, entity]),
)

export async function faultsOfMistake(text: string, adapter: AdapterName = 'memory'): Promise<readonly Diagnostic[]> {
  const files = filesOf(text)
  const { sources, diagnostics, ...documents } = parseMappingFile('mistake.yaml', text, path => files.get(path))
  const level = /^# level: (\w+)$/m.exec(text)?.[1]
  const [source] = sources
  if (source === undefined) return sortDiagnostics([...diagnostics, ...checkMappings([])])
  const loaded: LoadedSource = { source, ...documents, faults: diagnostics }
  const functions =
    source.functions && functionsIn(await import(`data:text/javascript,${encodeURIComponent(source.functions.text)}`))
  const live = { ...loaded, adapter, ...(functions && { functions }), schemaOf: (name: string) => schema.get(name) }
  if (level === 'data') return faultsOfRows({ ...live, faults: diagnostics }, sectionOf(text, 'rows'), adapter)
  return sortDiagnostics([...diagnostics, ...checkMappings([level === 'schema' ? live : loaded])])
}

/** As `check --data` would say it. */
async function faultsOfRows(read: LoadedSource, rows: string, name: AdapterName): Promise<readonly Diagnostic[]> {
  const { source, maps, faults = [] } = read
  const { adapter, close } = await openTables({ source, maps }, drawnTables({ tables: rows }), name)
  try {
    const schemas = new Map<string, EntitySchema>()
    for (const entity of source.tables.keys())
      for (const found of (await adapter.introspect?.([entity], requestOptions())) ?? []) schemas.set(entity, found)
    const { model, diagnostics } = compileModel([{ ...read, schemaOf: table => schemas.get(table) }])
    const opened = { adapter, schemaOf: (table: string) => schemas.get(table) }
    const options = { now, timeoutMs: 20_000, progress: () => undefined }
    const found =
      model === undefined
        ? await suggestFormats(diagnostics, new Map([[source.name, opened]]), options)
        : [...diagnostics, ...(await checkData({ model, sources: new Map([[source.name, opened]]) }, options))]
    return sortDiagnostics([...faults, ...found])
  } finally {
    await close()
  }
}

/** What stands below `# rows:` or `# file NAME:`, in comments, at the end of a mistake. */
function sectionOf(text: string, name: string): string {
  const [, body = ''] = new RegExp(`^# ${name.replace(/\W/g, '\\$&')}:\n((?:#.*\n?)*)`, 'm').exec(text) ?? []
  return body.replace(/^# ?/gm, '')
}

const filesOf = (text: string): ReadonlyMap<string, string> =>
  new Map([...text.matchAll(/^# file (.*):$/gm)].map(([, name = '']) => [name, sectionOf(text, `file ${name}`)] as const))
