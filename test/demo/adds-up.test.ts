/** Over both demo systems, as they are and with bad values anywhere: pages, totals and reads agree, and no value fails a search. */
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { faultsOfSums } from '../support/adds-up.js'
import { openBothDemos } from '../support/both-demos.js'
import { type Random, seeded } from '../support/random.js'

/** As SQL: bytes, texts that are no UTF-8, markup, numbers and dates that are none, and what no column is wide enough for. */
const poisons = [
  ...["cast(x'ff41' as text)", "x'ff00ff'", 'null', "''", "'   '", "'<b>see</b> &amp; notes'", "'{\\rtf1\\ansi x}'", "'heavy'"],
  ...["'0000-00-00'", "'9999-12-31'", '1e300', '-1', '9223372036854775807', "'2020-02-30 25:00:00'", "char(0) || 'a'", '0'],
  ...['char(27)', "'x-y.z/../%00'", "printf('%.200c', 'a')", "'1.5e3'", "'1980-01-01T10:00:00Z'", '9e999', '2.5'],
]

/** In some cells of every table; what a constraint forbids is left as it was. */
function poison(file: string, random: Random): void {
  const database = new Database(file)
  try {
    const tables = database
      .prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite%'")
      .pluck()
      .all()
    for (const table of tables) {
      const columns = database.prepare(`select name from pragma_table_info('${table}')`).pluck().all()
      const rows = database.prepare(`select rowid from "${table}"`).pluck().all()
      for (let cell = 0; cell < Math.min(40, rows.length / 8 + 2); cell++) {
        const set = `"${random.pick(columns)}" = ${random.pick(poisons)}`
        setCell(database, `update or ignore "${table}" set ${set} where rowid = ${random.pick(rows)}`)
      }
    }
  } finally {
    database.close()
  }
}

/** A rowid takes whole numbers alone. */
function setCell(database: Database.Database, update: string): void {
  try {
    database.exec(update)
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_MISMATCH') throw error
  }
}

it.each([0, 1])('with bad values of seed %s (0: none)', { timeout: 240_000 }, async seed => {
  const both = await openBothDemos()
  try {
    if (seed > 0) for (const source of ['gp', 'pas']) poison(both.fileOf(source), seeded(seed))
    // A file that another process wrote to is looked at again after a second.
    await new Promise(resolve => setTimeout(resolve, seed > 0 ? 1100 : 0))
    expect(await faultsOfSums(both.engine, { pageSizes: [17], most: 20 })).toEqual([])
  } finally {
    await both.close()
  }
})
