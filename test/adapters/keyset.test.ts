/** After any row of any order, exactly the rest follows: ties, nulls, both directions, both ends for nulls. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fieldOf } from '../../src/spi/conformance/dataset.js'
import type { Field, Order, Scalar, SourceQuery } from '../../src/spi/index.js'
import { servers, titleOf } from '../support/servers.js'
import { openInMemory, openInServer, openInSqlite, readAll, type Source } from './sources.js'

const directions = ['asc', 'desc'] as const
const ends = ['first', 'last'] as const
const kinds = directions.flatMap(direction => ends.map(nulls => ({ direction, nulls })))
const person = (name: string): Field => fieldOf('p', name)

const leading: readonly (readonly [string, Order['by'], Order['by']])[] = [
  ['SEEN', person('SEEN'), person('SCORE')],
  ['WARD', person('WARD'), person('ACTIVE')],
  ['STATUS', person('STATUS'), person('BIG')],
  ['BORN or SEEN', { coalesce: [person('SURNAME'), person('WARD')] }, person('BORN')],
]
const cases = leading.flatMap(([name, first, second]) =>
  kinds.flatMap(a =>
    kinds.map(
      b =>
        [
          name,
          a,
          b,
          [
            { by: first, ...a },
            { by: second, ...b },
          ] as readonly Order[],
        ] as const,
    ),
  ),
)

/** What a position is made of: the values of the order, by which rows are also read here. */
function queryOf(orders: readonly Order[]): SourceQuery {
  const orderBy: readonly Order[] = [...orders, { by: person('ID'), direction: 'desc', nulls: 'last' }]
  const select = orderBy.flatMap(({ by }) => ('coalesce' in by ? by.coalesce : [by]))
  return { from: { entity: 'person', alias: 'p' }, joins: [], select, orderBy }
}

function positionOf({ orderBy }: SourceQuery, row: readonly Scalar[]): readonly Scalar[] {
  let place = 0
  return orderBy.map(({ by }) => {
    const width = 'coalesce' in by ? by.coalesce.length : 1
    place += width
    return row.slice(place - width, place).find(value => value !== null) ?? null
  })
}

const engines = [
  { name: 'sqlite', answers: true, open: () => openInSqlite() },
  ...servers.map(server => ({ name: titleOf(server), answers: server.answers, open: () => openInServer(server) })),
]

describe.each(engines)('keyset on $name', ({ answers, open }) => {
  if (!answers) {
    test.skip('every case', () => {})
    return
  }
  let memory: Source
  let source: Source
  beforeAll(async () => {
    memory = await openInMemory()
    source = await open()
  })
  afterAll(async () => {
    await memory.close()
    await source.close()
  })

  test.each(cases)('by %s %o, then %o', async (_name, _first, _second, orders) => {
    const query = queryOf(orders)
    const all = await readAll(memory.adapter, query)
    expect(all).toHaveLength(13)
    expect(await readAll(source.adapter, query)).toEqual(all)
    for (const [place, row] of all.entries()) {
      const after = positionOf(query, row)
      expect(await readAll(memory.adapter, { ...query, after })).toEqual(all.slice(place + 1))
      expect(await readAll(source.adapter, { ...query, after, limit: 4 })).toEqual(all.slice(place + 1, place + 5))
    }
  })
})
