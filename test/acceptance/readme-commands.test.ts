import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Installation, install, program, programIsBuilt, run } from '../support/command-line.js'

/** `npx careconnect …` of the table in README.md. */
const commands = [...readFileSync('README.md', 'utf8').matchAll(/^\| `npx careconnect ([^`]+)` \|/gm)].map(([, words = '']) =>
  words.split(' ').map(word => word.replaceAll("'", '')),
)

beforeAll(programIsBuilt)

describe('the commands of README.md', () => {
  let installation: Installation

  beforeAll(async () => {
    installation = install()
    const server = run(installation.folder, ['serve'], { PORT: '0' })
    await server.urls(4)
    server.signal('SIGTERM')
    await server.ended
  }, 300_000)
  afterAll(() => installation.remove())

  it('are seven', () => expect(commands).toHaveLength(7))

  it.concurrent.each(commands.map(words => [words.join(' '), words] as const))(
    '%s answers',
    async (_, words) => {
      const command = run(installation.folder, words)
      expect(await command.ended).toBe(0)
      expect(command.said()).not.toMatch(/^\s+at /m)
      expect(command.logged().length).toBeGreaterThan(20)
    },
    300_000,
  )

  it('end quietly when nobody reads on', () => {
    const told = execFileSync(
      'sh',
      ['-c', `node '${program}' schema 2>&1 >/dev/null | cat; node '${program}' schema 2>&1 | head -1`],
      {
        cwd: installation.folder,
        encoding: 'utf8',
      },
    )
    expect(told).toBe('{\n')
  })
})
