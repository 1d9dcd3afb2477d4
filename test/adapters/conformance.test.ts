/** Every adapter answers every question of the conformance tables alike. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { conformanceCases } from '../../src/spi/conformance/cases.js'
import { openInMemory, openInSqlite, readAll, type Source } from './sources.js'

describe.each([
  ['memory', openInMemory],
  ['sqlite', openInSqlite],
] as const)('on %s', (_name, open) => {
  let source: Source
  beforeAll(async () => {
    source = await open()
  })
  afterAll(() => source.close())

  test.each(conformanceCases.map(given => [given.name, given] as const))('%s', async (_sentence, { query, rows }) => {
    expect(await readAll(source.adapter, query)).toEqual(rows)
  })

  test.each(conformanceCases.map(given => [given.name, given] as const))('count: %s', async (_sentence, { query, rows }) => {
    const { limit = Number.POSITIVE_INFINITY, ...all } = query
    const counted = await source.adapter.count?.(all, { signal: new AbortController().signal, timeoutMs: 1000, traceId: 'test' })
    expect(Math.min(counted ?? -1, limit)).toBe(rows.length)
  })
})
