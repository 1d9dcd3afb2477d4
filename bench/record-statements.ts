/** What the facade sends to the database for one request of each workload, so that the hand-written route can send the same. */
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SentStatement } from './spy-on-statements.js'
import { facadeProgram, startServer } from './start-server.js'
import type { Workload } from './workloads.js'

/** By the name of the workload, in the order in which they were sent. */
export type RecordedStatements = Readonly<Record<string, readonly SentStatement[]>>

const spy = fileURLToPath(new URL('./spy-on-statements.js', import.meta.url))

export async function recordStatements(database: string, workloads: readonly Workload[]): Promise<RecordedStatements> {
  const folder = mkdtempSync(join(tmpdir(), 'careconnect-bench-'))
  const file = join(folder, 'statements')
  writeFileSync(file, '')
  const program = facadeProgram(database, ['--import', spy])
  try {
    const server = await startServer({ ...program, environment: { ...program.environment, BENCH_SPY: file } })
    try {
      const recorded: Record<string, readonly SentStatement[]> = {}
      for (const { name, paths } of workloads) {
        const url = server.baseUrl + (paths[0] ?? '')
        // The first time the adapter asks for facts of the columns too.
        await (await fetch(url)).arrayBuffer()
        truncateSync(file)
        await (await fetch(url)).arrayBuffer()
        recorded[name] = readFileSync(file, 'utf8').split('\n').filter(isOfRequest).map(parse)
      }
      return recorded
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const parse = (line: string): SentStatement => JSON.parse(line) as SentStatement
/** Not the watch for changes of the file, which is once a second. */
const isOfRequest = (line: string): boolean => line !== '' && !line.includes('pragma ')
