import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formatDiagnostic, sortDiagnostics } from '../../src/kernel/diagnostics.js'
import { checkMappings } from '../../src/mapping/compile/compile-model.js'
import { parseMappingFile } from '../../src/mapping/language/read-mapping-files.js'
import type { EntitySchema, FieldSchema, FieldType } from '../../src/spi/index.js'

const folder = 'test/mapping/mistakes'
const files = readdirSync(folder).filter(name => name.endsWith('.yaml'))

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

function faultsOf(text: string): readonly { readonly place: string; readonly line: string }[] {
  const { sources, maps, diagnostics } = parseMappingFile('mistake.yaml', text, () => undefined)
  const isLive = text.includes('# level: schema')
  const loaded = sources.map(source => ({ source, maps, ...(isLive && { schemaOf: (name: string) => schema.get(name) }) }))
  // What can not be read is told by itself: the rest would only follow from it.
  const isReadable = !diagnostics.some(({ severity }) => severity === 'error')
  const all = sortDiagnostics([...diagnostics, ...(isReadable ? checkMappings(loaded) : [])])
  return all.map(each => ({ place: `${each.at.line}:${each.at.column} ${each.code}`, line: formatDiagnostic(each) }))
}

test('there are at least fifty mistakes', () => {
  expect(files.length).toBeGreaterThanOrEqual(50)
})

test.each(files)('%s is named at its place', name => {
  const file = join(folder, name)
  let text = readFileSync(file, 'utf8')
  if (process.env.UPDATE_GOLDEN === '1') {
    const found = faultsOf(text).map(({ place }) => place)
    text = text.replace(/^# expect:.*$/m, `# expect: ${found.join(', ')}`)
    writeFileSync(file, text)
  }
  const expected = /^# expect: (.*)$/m.exec(text)?.[1]?.split(', ')
  expect(faultsOf(text).map(({ place }) => place)).toEqual(expected)
})

test.each(files)('the words about %s say what to do, in whole sentences', name => {
  for (const { line } of faultsOf(readFileSync(join(folder, name), 'utf8'))) expect(line).toMatch(/: [A-Za-z[{'`].*[.)?'"}}]$/)
})
