/** Builds the program for all tests that start it: run by vitest before the first of them, in its own process. */
import { spawnSync } from 'node:child_process'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** What the compiler says; empty when the program is built. */
    buildFaults: string
  }
}

export function setup(project: TestProject): void {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'build'], { encoding: 'utf8' })
  // Thrown from here, it would end the tests that need no program too.
  project.provide('buildFaults', status === 0 ? '' : `npm run build failed: ${stdout}${stderr}`)
}
