import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { formatDiagnostic } from '../../src/kernel/diagnostics.js'
import type { MapDocument, SourceDocument } from '../../src/mapping/language/document.js'
import { holesIn } from '../../src/mapping/language/pattern.js'
import { loadMappingFolder } from '../../src/mapping/language/read-mapping-files.js'
import { demoTables } from '../../src/tooling/demo/demo-tables.js'

const { source, maps, diagnostics } = loadMappingFolder(
  fileURLToPath(new URL('../../mappings/gp', import.meta.url)),
  'mappings/gp',
)
const columnsByTable = new Map(demoTables().map(({ table, columns }) => [table, columns.map(({ name }) => name)]))
const columnsOf = (documents: SourceDocument | undefined, name: string): readonly string[] =>
  columnsByTable.get(documents?.tables.get(name)?.path.join('.') ?? '') ?? []
/** With those that the source document adds: dates of several columns, parts of texts. */
const readableColumnsOf = (name: string): readonly string[] => {
  const facts = [...(source?.tables.get(name)?.columns ?? [])]
  const dates = facts.flatMap(([column, { of }]) => (of === undefined ? [] : [column]))
  const parts = facts.flatMap(([, { parse = [] }]) => parse.flatMap(holesIn).map(hole => hole.name))
  return [...columnsOf(source, name), ...dates, ...parts]
}

it('the mappings of the demo have no fault', () => {
  expect(diagnostics.map(formatDiagnostic)).toEqual([])
})

it('the source document describes every table of the demo, and columns that they have', () => {
  const tables = [...(source?.tables.values() ?? [])]
  // One table may stand there under several names, with other facts of its columns.
  expect(new Set(tables.map(({ path }) => path.join('.')))).toEqual(new Set(columnsByTable.keys()))
  for (const { name, key, changed, latest, columns } of tables) {
    const facts = [...columns].flatMap(([column, { of, precision }]) => [
      ...(of ? of.columns.map(piece => piece.column.name) : [column]),
      ...(precision?.kind === 'by' ? [precision.by.name] : []),
    ])
    const named = [...[...key, ...changed, ...(latest ? [latest] : [])].map(column => column.name), ...facts]
    expect(
      named.filter(column => !columnsOf(source, name).includes(column)),
      name,
    ).toEqual([])
  }
})

it('every column that a map reads is there', () => {
  for (const map of maps) {
    const tables = new Map([
      [map.from.alias, map.from.table],
      ...[...map.joins, ...map.lists].map(([alias, { table }]) => [alias, table] as const),
    ])
    const missing = columnsRead(map).filter(({ alias, name }) => {
      const part = map.splits.get(alias)
      return !(part ? part.fields.has(name) : readableColumnsOf(tables.get(alias) ?? '').includes(name))
    })
    expect(missing, map.name).toEqual([])
  }
})

it('serves every type of the Core API, Observation by seven maps and prescriptions by two of each type', () => {
  const types = maps.map(({ resourceType }) => resourceType)
  expect(new Set(types)).toEqual(
    new Set([
      ...['AllergyIntolerance', 'Condition', 'Encounter', 'Immunization', 'Location', 'Medication', 'MedicationRequest'],
      ...['MedicationStatement', 'Observation', 'Organization', 'Patient', 'Practitioner', 'PractitionerRole', 'Procedure'],
    ]),
  )
  expect(types.filter(type => type === 'Observation')).toHaveLength(7)
  expect(types.filter(type => type === 'MedicationRequest' || type === 'MedicationStatement')).toHaveLength(4)
})

/** All columns below a value, wherever they stand. */
function columnsRead(value: unknown): readonly { readonly alias: string; readonly name: string }[] {
  if (value instanceof Map) return columnsRead([...value.values()])
  if (typeof value !== 'object' || value === null) return []
  if ('kind' in value && value.kind === 'column' && 'alias' in value && 'name' in value)
    return [{ alias: String(value.alias), name: String(value.name) }]
  return Object.values(value).flatMap(columnsRead)
}

/** A map without columns would make the test above say nothing. */
it.each(maps.map((map): [string, MapDocument] => [map.name, map]))('%s reads columns', (_, map) => {
  expect(columnsRead(map).length).toBeGreaterThan(3)
})
