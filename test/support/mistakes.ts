/** The seeded mistakes of test/mapping/mistakes: how each is read, and what is said of it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Diagnostic, sortDiagnostics } from '../../src/kernel/diagnostics.js'
import { checkMappings } from '../../src/mapping/compile/compile-model.js'
import { parseMappingFile } from '../../src/mapping/language/read-mapping-files.js'
import type { EntitySchema, FieldSchema, FieldType } from '../../src/spi/index.js'

export const mistakesFolder = 'test/mapping/mistakes'
export const mistakeNames = readdirSync(mistakesFolder).filter(name => name.endsWith('.yaml'))
export const readMistake = (name: string): string => readFileSync(join(mistakesFolder, name), 'utf8')

const table = (entity: string, columns: Readonly<Record<string, FieldType>>): EntitySchema => ({
  entity,
  kind: 'table',
  fields: Object.entries(columns).map(
    ([name, type]): FieldSchema => ({ name, type, nativeType: nativeTypes[type] ?? type, nullable: true }),
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
    }),
    table('phone', { PHONE_ID: 'integer', PAT_ID: 'integer', KIND: 'string', NUMBER: 'string', END_DT: 'date' }),
    table('practice', { PRAC_ID: 'integer', ODS_CODE: 'string', NAME: 'string' }),
  ].map(entity => [entity.entity, entity]),
)

export function faultsOfMistake(text: string): readonly Diagnostic[] {
  const { sources, diagnostics, ...documents } = parseMappingFile('mistake.yaml', text, () => undefined)
  const isLive = text.includes('# level: schema')
  const schemaOf = (name: string) => schema.get(name)
  const loaded = sources.map(source => ({ source, ...documents, faults: diagnostics, ...(isLive && { schemaOf }) }))
  return sortDiagnostics([...diagnostics, ...checkMappings(loaded)])
}
