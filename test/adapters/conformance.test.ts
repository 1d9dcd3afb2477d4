/** Every adapter answers every question of the conformance tables alike. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { conformanceCases } from '../../src/spi/conformance/cases.js'
import { dataset, datasetSchema } from '../../src/spi/conformance/dataset.js'
import { type ServerName, servers, titleOf } from '../support/servers.js'
import { openInMemory, openInServer, openInSqlite, readAll, type Source } from './sources.js'

interface Engine {
  readonly name: string
  /** False: the server does not. */
  readonly answers: boolean
  open(): Promise<Source>
}

const embedded: readonly Engine[] = [
  { name: 'memory', answers: true, open: () => openInMemory() },
  { name: 'sqlite', answers: true, open: () => openInSqlite() },
]
/** Whatever the collation of a database does to a comparison, the answers are the same. */
const settings: Readonly<Record<ServerName, readonly string[]>> = {
  mysql: ['', 'collate utf8mb4_nopad_bin', 'collate utf8mb4_bin', 'collate utf8mb4_unicode_520_nopad_ci'],
  postgres: ['', "lc_collate 'C'", "locale_provider icu icu_locale 'en-GB'"],
}
const live = servers.flatMap(server =>
  settings[server.name].map(
    (setting): Engine => ({
      name: `${titleOf(server)}${setting === '' ? '' : `, ${setting}`}`,
      answers: server.answers,
      open: () => openInServer(server, dataset, datasetSchema, setting),
    }),
  ),
)

describe.each([...embedded, ...live])('on $name', ({ answers, open }) => {
  if (!answers) {
    test.skip('every case', () => {})
    return
  }
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
