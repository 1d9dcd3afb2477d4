/** 20,000 patients and 1,000,000 Observations in a file under var/bench, written once for each state of the generator. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeDatabase } from '../adapters/sqlite/write-database.js'
import { demoTables, largeDemo } from '../src/tooling/demo/demo-tables.js'
import { createStatements } from '../src/tooling/demo/table.js'

const folder = fileURLToPath(new URL('../../var/bench/', import.meta.url))
const generator = fileURLToPath(new URL('../src/tooling/demo/', import.meta.url))

/** The path of the file. A file is complete when it is there, since it gets its name last. */
export function prepareDatabase(say: (line: string) => void): string {
  const file = join(folder, `gp-${digestOfGenerator()}.sqlite`)
  if (existsSync(file)) return file
  forgetOlder()
  say(`Writing ${file}`)
  const startedMs = performance.now()
  const tables = demoTables(largeDemo)
  const named = tables.map(({ table, columns, rows }) => ({ table, columns: columns.map(({ name }) => name), rows }))
  writeDatabase(file, createStatements(tables), named, (table, rows) => {
    if (rows % 500_000 === 0) say(`  ${table}: ${rows} rows`)
  })
  say(`  in ${Math.round((performance.now() - startedMs) / 1000)} s`)
  return file
}

function digestOfGenerator(): string {
  const hash = createHash('sha256').update(JSON.stringify(largeDemo))
  const programs = readdirSync(generator).filter(name => name.endsWith('.js'))
  for (const name of programs.sort()) hash.update(readFileSync(join(generator, name)))
  return hash.digest('hex').slice(0, 12)
}

/** A third of a gigabyte each. */
function forgetOlder(): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) if (/^gp-[0-9a-f]{12}\.sqlite$/.test(name)) rmSync(join(folder, name))
}
