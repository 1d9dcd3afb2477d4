/** Loaded before a server (`node --import`), it writes every statement that better-sqlite3 runs to a file, a line of JSON each. */
import { appendFileSync } from 'node:fs'
import Database from 'better-sqlite3'

export interface SentStatement {
  readonly text: string
  readonly bindings: readonly (string | number | null)[]
}

const file = process.env.BENCH_SPY
if (file !== undefined) {
  const prepare = Database.prototype.prepare
  Database.prototype.prepare = function (this: Database.Database, text: string) {
    const statement = prepare.call(this, text)
    for (const name of ['all', 'get', 'iterate'] as const) {
      const run = statement[name].bind(statement) as (...bindings: unknown[]) => unknown
      Object.defineProperty(statement, name, {
        value: (...bindings: unknown[]) => {
          appendFileSync(file, `${JSON.stringify({ text, bindings }, integersAsNumbers)}\n`)
          return run(...bindings)
        },
      })
    }
    return statement
  } as typeof prepare
}

const integersAsNumbers = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value)
