/** Runs the built `careconnect` as a user does: a process of its own, in a folder of its own. */
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { inject } from 'vitest'

/** Built by build-program.ts for the test files that vitest.config.ts names. */
export const program = resolve('dist/src/cli/main.js')

/** Throws what the compiler said when there is no program to run. */
export function programIsBuilt(): void {
  const faults = inject('buildFaults')
  if (faults !== '') throw new Error(faults)
}

export interface Installation {
  readonly folder: string
  /** Writes careconnect.yaml. */
  configure(text: string): void
  remove(): void
}

/** A folder with the demo's mappings and configuration, and no database yet. */
export function install(): Installation {
  const folder = mkdtempSync(join(tmpdir(), 'careconnect-'))
  cpSync('mappings', join(folder, 'mappings'), { recursive: true })
  cpSync('careconnect.yaml', join(folder, 'careconnect.yaml'))
  return {
    folder,
    configure: text => writeFileSync(join(folder, 'careconnect.yaml'), text),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export interface Run {
  /** Of stderr, as far as it has come. */
  said(): string
  logged(): string
  /** Resolves once stderr holds this many addresses; rejects when the program ends before. */
  urls(count: number): Promise<readonly string[]>
  readonly ended: Promise<number | null>
  signal(name: NodeJS.Signals): void
}

/** Of the environment the program gets what is given here, and PATH. */
export function run(folder: string, words: readonly string[], environment: Readonly<Record<string, string>> = {}): Run {
  const child = spawn(process.execPath, [program, ...words], { cwd: folder, env: { PATH: process.env.PATH, ...environment } })
  let said = ''
  let logged = ''
  child.stderr.on('data', data => {
    said += data
  })
  child.stdout.on('data', data => {
    logged += data
  })
  const ended = new Promise<number | null>(settle => child.on('close', settle))
  return {
    said: () => said,
    logged: () => logged,
    urls: count =>
      new Promise((settle, reject) => {
        const look = (): void => {
          const urls = said.match(/^ {2}http:\S+$/gm)?.map(line => line.trim()) ?? []
          if (urls.length >= count) settle(urls)
        }
        child.stderr.on('data', look)
        look()
        void ended.then(code => reject(new Error(`ended with ${code}: ${said}`)))
      }),
    ended,
    signal: name => child.kill(name),
  }
}
