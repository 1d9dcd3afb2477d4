/** What servers are sent for a few usual questions, a file for each. They are rewritten by UPDATE_GOLDEN=1 alone, and then read. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { datasetSchema, fieldOf } from '../../src/spi/conformance/dataset.js'
import type { Field, Join, Order, SourceQuery } from '../../src/spi/index.js'
import { openInServer, type Source } from '../adapters/sources.js'
import { callOptions, servers, titleOf } from '../support/servers.js'

const person = (name: string): Field => fieldOf('p', name)
const byId: Order = { by: person('ID'), direction: 'asc', nulls: 'last' }
const base: SourceQuery = {
  from: { entity: 'person', alias: 'p' },
  joins: [],
  select: [person('ID')],
  orderBy: [byId],
  limit: 11,
}
const ward: Join = { entity: 'ward', alias: 'w', on: [[person('WARD'), fieldOf('w', 'CODE')]], optional: true }

const questions: Readonly<Record<string, SourceQuery>> = {
  'by key': { ...base, where: { op: 'compare', field: person('ID'), is: 'eq', to: { type: 'integer', value: 1 } } },
  'by a padded code': { ...base, where: { op: 'compare', field: person('WARD'), is: 'eq', to: { type: 'string', value: 'A1' } } },
  'by codes in a column that folds': {
    ...base,
    where: {
      op: 'in',
      field: person('STATUS'),
      values: [
        { type: 'string', value: 'open' },
        { type: 'string', value: 'shut' },
      ],
    },
  },
  'by the beginning of a name, folded': {
    ...base,
    where: { op: 'text', field: person('SURNAME'), match: 'startsWith', folding: 'ignoreCaseAndAccents', value: 'smi' },
  },
  'by the exact beginning of a name': {
    ...base,
    where: { op: 'text', field: person('SURNAME'), match: 'startsWith', folding: 'exact', value: 'Smi' },
  },
  'by a range of times, the latest first, after a position': {
    ...base,
    where: { op: 'compare', field: person('SEEN'), is: 'ge', to: { type: 'dateTime', value: '2020-01-01T00:00:00' } },
    orderBy: [{ by: person('SEEN'), direction: 'desc', nulls: 'last' }, byId],
    after: ['2020-03-29T01:30:00', 9],
  },
  'with a joined name': { ...base, joins: [ward], select: [person('ID'), fieldOf('w', 'NAME')] },
  'with no visit to a clinic': {
    ...base,
    where: {
      op: 'not',
      of: {
        op: 'exists',
        join: { entity: 'visit', alias: 'v', on: [[fieldOf('v', 'PERSON'), person('ID')]], optional: false },
        where: { op: 'compare', field: fieldOf('v', 'KIND'), is: 'eq', to: { type: 'string', value: 'clinic' } },
      },
    },
  },
}

describe.each(servers.map(server => ({ title: titleOf(server), server })))('$title', ({ server }) => {
  if (!server.answers) {
    test.skip('every question', () => {})
    return
  }
  let source: Source
  beforeAll(async () => {
    const setting = server.name === 'mysql' ? 'collate utf8mb4_general_ci' : "locale_provider icu icu_locale 'en-GB'"
    source = await openInServer(server, undefined, datasetSchema, setting)
  })
  afterAll(() => source.close())

  test('is sent what the file says', async () => {
    const texts: string[] = []
    for (const [name, query] of Object.entries(questions)) {
      const [request] = (await source.adapter.explain?.(query, callOptions())) ?? []
      texts.push(`-- ${name}`, `-- ${request?.parameterTypes.join(', ')}`, `${request?.text}`, '')
    }
    const file = join('test', 'golden', `sql-on-${server.name}.golden`)
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, texts.join('\n'))
    expect(texts.join('\n')).toBe(readFileSync(file, 'utf8'))
  })
})
