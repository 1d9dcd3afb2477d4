import { defineConfig } from 'vitest/config'

/** These start the program as a user does, so it is built first: once, and only when one of them runs. */
const programTests = ['start', 'reload', 'readme-commands'].map(name => `test/acceptance/${name}.test.ts`)

export default defineConfig({
  test: {
    testTimeout: 20_000,
    // better-sqlite3 is a native addon: processes keep its connections apart.
    pool: 'forks',
    // Without this one core is left idle, which is half of a machine with two.
    maxWorkers: '100%',
    projects: [
      { extends: true, test: { name: 'source', include: ['test/**/*.test.ts'], exclude: programTests } },
      { extends: true, test: { name: 'program', include: programTests, globalSetup: 'test/support/build-program.ts' } },
    ],
  },
})
