/** The demonstration: a small synthetic GP system and a hospital's, written to files when they are not there, and searches worth opening. */
import { existsSync } from 'node:fs'
import { demoTables } from '../tooling/demo/demo-tables.js'
import { nhsNumberOf } from '../tooling/demo/nhs-numbers.js'
import { pasTables, pasViews } from '../tooling/demo/pas-tables.js'
import { createStatements, type DemoTable } from '../tooling/demo/table.js'
import { StartRefused } from './start-refused.js'

interface Demo {
  readonly tables: readonly DemoTable[]
  /** What is created once the tables are there. */
  readonly views: readonly string[]
}

/** By the word in the configuration. */
const demos: Readonly<Record<string, () => Demo>> = {
  gp: () => ({ tables: demoTables(), views: [] }),
  pas: () => ({ tables: pasTables(), views: pasViews }),
}

/** `say` is told of progress. A file that is there is left as it is. */
export async function writeDemoDatabase(name: string, file: string, say: (line: string) => void): Promise<void> {
  if (existsSync(file)) return
  const { writeDatabase } = await import('../../adapters/sqlite/write-database.js')
  say(`Writing the demonstration database to ${file}`)
  const { tables, views } = demos[name]?.() ?? { tables: [], views: [] }
  const named = tables.map(({ table, columns, rows }) => ({ table, columns: columns.map(({ name }) => name), rows }))
  try {
    writeDatabase(file, [...createStatements(tables), ...views], named, (table, rows) => say(`  ${table}: ${rows} rows`))
  } catch (error) {
    throw new StartRefused([`The demonstration database cannot be written to ${file}. May this user write there?`], error)
  }
}

/** Below the base address. Each finds something in the demonstration. */
export const demoSearches: readonly string[] = [
  '/Patient?family=smith&gender=female',
  '/Observation?patient=60&code=85354-9&date=ge2015',
  `/Observation?patient.identifier=https://fhir.nhs.uk/Id/nhs-number%7C${nhsNumberOf(60)}&_sort=-date`,
]
