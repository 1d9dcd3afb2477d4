/**
 * What pages cost beside each other, over the two demonstration databases: two sources beside each alone, XML beside JSON, and fifty
 * resources with their child rows on one page beside fifty reads. CPU time of the servers, in interleaved rounds.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Comparison, comparisons, type Side, type SourceName } from './comparisons.js'
import { type Loader, startLoader } from './load.js'
import { cpuUs } from './process-usage.js'
import { median } from './report.js'
import { demoProgram, type RunningServer, startServer } from './start-server.js'

const roundsOf = { quick: 2, whole: 7 } as const
/** Times are told in hundredths of a second: a round takes long enough for them to say something. */
const requestsAtLeast = 40

type Servers = ReadonlyMap<string, RunningServer>

/** The aims that were missed. */
export async function benchPages(isQuick: boolean, say: (line: string) => void): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'careconnect-bench-'))
  const running: { stop(): unknown }[] = []
  try {
    const servers = new Map<string, RunningServer>()
    for (const sources of [['gp'], ['pas'], ['gp', 'pas']] as const) {
      const server = await startServer(demoProgram(writeConfig(folder, sources)))
      running.push(server)
      servers.set(sources.join(), server)
    }
    const loader = startLoader()
    running.push(loader)
    const compared: Comparison[] = []
    for (const make of comparisons) compared.push(await make(({ sources, path }) => baseUrlOf(servers, sources) + path))
    for (const comparison of compared) await ratioOf(comparison, servers, loader)
    const ratios = new Map(compared.map(comparison => [comparison, [] as number[]] as const))
    for (let round = 0; round < (isQuick ? roundsOf.quick : roundsOf.whole); round++)
      for (const [comparison, found] of ratios) found.push(await ratioOf(comparison, servers, loader, round % 2 === 1))
    return report(ratios, say)
  } finally {
    for (const process of running) await process.stop()
    rmSync(folder, { recursive: true })
  }
}

function report(ratios: ReadonlyMap<Comparison, readonly number[]>, say: (line: string) => void): readonly string[] {
  const missed: string[] = []
  for (const [{ name, aim }, found] of ratios) {
    const ratio = median(found)
    const spread = `${Math.min(...found).toFixed(2)}-${Math.max(...found).toFixed(2)}`
    say(`${name}: ${ratio.toFixed(2)} (${spread}${aim === undefined ? '' : `, aim <= ${aim}`})`)
    if (aim !== undefined && ratio > aim) missed.push(`${name}: a CPU ratio of ${ratio.toFixed(2)}, not ${aim} at most`)
  }
  return missed
}

/** CPU of what is asked for each that the others take together. */
async function ratioOf({ asked, beside }: Comparison, servers: Servers, loader: Loader, isReversed = false): Promise<number> {
  const costs = new Map<Side, number>()
  const sides = [asked, ...beside]
  for (const side of isReversed ? sides.toReversed() : sides) costs.set(side, await costOf(side, servers, loader))
  const others = beside.reduce((sum, side) => sum + (costs.get(side) ?? 0), 0)
  return (costs.get(asked) ?? 0) / others
}

/** Microseconds of CPU for all paths of the side once. */
async function costOf({ sources, paths }: Side, servers: Servers, loader: Loader): Promise<number> {
  const server = serverOf(servers, sources)
  const times = Math.ceil(requestsAtLeast / paths.length)
  const requests = times * paths.length
  const before = cpuUs(server.pid)
  const { good } = await loader.send({ baseUrl: server.baseUrl, paths, requests })
  if (good !== requests) throw new Error(`${server.name} answered ${good} of ${requests} requests.`)
  return (cpuUs(server.pid) - before) / times
}

function serverOf(servers: Servers, sources: readonly SourceName[]): RunningServer {
  const server = servers.get(sources.join())
  if (!server) throw new Error(`No server has the sources ${sources.join()}.`)
  return server
}

const baseUrlOf = (servers: Servers, sources: readonly SourceName[]): string => serverOf(servers, sources).baseUrl

/** The demonstration as it comes, with some of its sources. */
function writeConfig(folder: string, sources: readonly SourceName[]): string {
  const mappings = sources.map(name => fileURLToPath(new URL(`../../mappings/${name}`, import.meta.url)))
  const sourceOf = (name: SourceName) => ({ adapter: 'sqlite', demo: name, options: { file: join(folder, `${name}.sqlite`) } })
  const file = join(folder, `${sources.join('-')}.yaml`)
  const config = {
    listen: { host: '127.0.0.1', port: 0 },
    mappings,
    sources: Object.fromEntries(sources.map(name => [name, sourceOf(name)])),
  }
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(config))
  return file
}
