/**
 * The benchmark: the facade and a hand-written route over one database, in interleaved rounds, then pages beside each other. `pages`:
 * these alone; `--quick`: few rounds; `--assert`: fails when an aim is missed.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { assertSameBodies } from './compare-bodies.js'
import type { Handover } from './handwritten/server.js'
import { type Loader, startLoader } from './load.js'
import { benchPages } from './pages.js'
import { prepareDatabase } from './prepare-database.js'
import { cpuUs, mostResidentMb } from './process-usage.js'
import { type RecordedStatements, recordStatements } from './record-statements.js'
import { type Measurement, missedAims, type Outcome, type Round, tableOf } from './report.js'
import { facadeProgram, handwrittenProgram, type RunningServer, startServer } from './start-server.js'
import { type Workload, workloads } from './workloads.js'

const roundsOf = { quick: 1, whole: 7 } as const
/** On a busy machine no round is begun after this. */
const enoughMs = 180_000

const say = (line: string): void => console.log(line)

/** The exit code. */
export async function run(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    options: { quick: { type: 'boolean' }, assert: { type: 'boolean' } },
    allowPositionals: true,
  })
  const isQuick = values.quick === true
  const missed = positionals.includes('pages') ? [] : await benchByHand(isQuick)
  const all = [...missed, ...(await benchPages(isQuick, say))]
  for (const aim of all) say(`Missed: ${aim}.`)
  return values.assert === true && all.length > 0 ? 1 : 0
}

/** The aims that were missed. */
async function benchByHand(isQuick: boolean): Promise<readonly string[]> {
  const database = prepareDatabase(say)
  const statements = await recordStatements(database, workloads)
  for (const [name, sent] of Object.entries(statements)) say(`${name}: ${sent.length} statements a request`)
  const folder = mkdtempSync(join(tmpdir(), 'careconnect-bench-'))
  const running: { stop(): unknown }[] = []
  try {
    const facade = await startServer(facadeProgram(database))
    running.push(facade)
    const handwritten = await startServer(handwrittenProgram(database, writeHandover(folder, statements)))
    running.push(handwritten)
    const loader = startLoader()
    running.push(loader)
    const servers = { facade, handwritten, loader }
    for (const workload of workloads) await assertSameBodies([facade.baseUrl, handwritten.baseUrl], workload)
    for (const workload of workloads) await measureRound(workload, servers, false)
    const outcomes = await measureAll(isQuick ? roundsOf.quick : roundsOf.whole, servers)
    const residentMb = mostResidentMb(facade.pid)
    say(`\n${tableOf(outcomes)}\n\nThe facade's resident memory was never above ${residentMb.toFixed(0)} MB.`)
    return missedAims(outcomes, residentMb)
  } finally {
    for (const process of running) await process.stop()
    rmSync(folder, { recursive: true })
  }
}

interface Servers {
  readonly facade: RunningServer
  readonly handwritten: RunningServer
  readonly loader: Loader
}

async function measureAll(rounds: number, servers: Servers): Promise<readonly Outcome[]> {
  const measured = new Map<Workload, Round[]>(workloads.map(workload => [workload, []]))
  const beganMs = performance.now()
  for (let round = 0; round < rounds && performance.now() - beganMs < enoughMs; round++) {
    for (const [workload, results] of measured) results.push(await measureRound(workload, servers, round % 2 === 1))
    say(`Round ${round + 1} of ${rounds} is done.`)
  }
  return [...measured].map(([workload, results]) => ({ workload, rounds: results }))
}

/** Whoever goes first may be helped or harmed by it, so the order is reversed every other round. */
async function measureRound(workload: Workload, { facade, handwritten, loader }: Servers, isReversed: boolean): Promise<Round> {
  if (isReversed) {
    const second = await measure(workload, handwritten, loader)
    return { facade: await measure(workload, facade, loader), handwritten: second }
  }
  return { facade: await measure(workload, facade, loader), handwritten: await measure(workload, handwritten, loader) }
}

async function measure({ name, paths, requests }: Workload, server: RunningServer, loader: Loader): Promise<Measurement> {
  const before = cpuUs(server.pid)
  const { durationMs, good, p99Ms } = await loader.send({ baseUrl: server.baseUrl, paths, requests })
  const used = cpuUs(server.pid) - before
  if (good !== requests) throw new Error(`${name}: ${server.name} answered ${good} of ${requests} requests.`)
  return { cpuUs: used / requests, requestsPerSecond: (requests * 1000) / durationMs, p99Ms }
}

function writeHandover(folder: string, statements: RecordedStatements): string {
  const file = join(folder, 'statements.json')
  const patient = { read: patientIn('read'), search500: patientIn('search500') }
  writeFileSync(file, JSON.stringify({ patient, statements } satisfies Handover))
  return file
}

const patientIn = (name: string): number => {
  const path = workloads.find(workload => workload.name === name)?.paths[0] ?? ''
  return Number(/(?:Patient\/|patient=)(\d+)/.exec(path)?.[1])
}
