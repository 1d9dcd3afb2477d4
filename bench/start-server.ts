/** Starts a server in a process of its own, and ends it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface RunningServer {
  readonly name: string
  readonly pid: number
  readonly baseUrl: string
  stop(): Promise<void>
}

interface Program {
  readonly name: string
  /** As node takes them. */
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

const compiled = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const config = compiled('../../bench/careconnect.yaml')

/** As a user would start it. `nodeOptions` stand before the program. */
export const facadeProgram = (database: string, nodeOptions: readonly string[] = []): Program => ({
  name: 'facade',
  args: [...nodeOptions, compiled('../src/cli/main.js'), 'serve', '--config', config],
  environment: { BENCH_DATABASE: database, PORT: '0' },
})

/** Over the demonstration's databases. */
export const demoProgram = (configuration: string): Program => ({
  name: configuration,
  args: [compiled('../src/cli/main.js'), 'serve', '--config', configuration],
  environment: { PORT: '0' },
})

export const handwrittenProgram = (database: string, statements: string): Program => ({
  name: 'handwritten',
  args: [compiled('./main.js'), 'handwritten'],
  environment: { BENCH_DATABASE: database, BENCH_STATEMENTS: statements },
})

const startLimitMs = 60_000

/** Resolves once the server has told its address. */
export async function startServer({ name, args, environment }: Program): Promise<RunningServer> {
  // The log of requests is written, and thrown away: a disk is nothing to measure here.
  const child = spawn(process.execPath, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'ignore', 'pipe'] })
  try {
    const baseUrl = await addressOf(child, name)
    return { name, pid: child.pid ?? 0, baseUrl, stop: () => stop(child) }
  } catch (error) {
    await stop(child)
    throw error
  }
}

async function addressOf(child: ChildProcess, name: string): Promise<string> {
  let said = ''
  return new Promise((resolve, reject) => {
    const give = (error: Error): void => {
      clearTimeout(timer)
      reject(error)
    }
    const timer = setTimeout(() => give(new Error(`The server ${name} did not start in time.\n${said}`)), startLimitMs)
    child.once('error', give)
    child.once('exit', () => give(new Error(`The server ${name} did not start.\n${said}`)))
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4000)
      const [, address] = /(http:\/\/127\.0\.0\.1:\d+\/STU3)\b/.exec(said) ?? []
      if (address === undefined) return
      clearTimeout(timer)
      resolve(address)
    })
  })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 15_000)
  await ended
  clearTimeout(timer)
}
