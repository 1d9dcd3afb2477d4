import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    // better-sqlite3 is a native addon: processes keep its connections apart.
    pool: 'forks',
  },
})
