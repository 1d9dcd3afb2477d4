/** Searches over the whole engine: pages, totals, what a source is sent, and sources that can do little. */
import { describe, expect, it, test } from 'vitest'
import type { EntityCapabilities } from '../../src/spi/index.js'
import { findAll, idsBackwards, idsOf, pagesOf, requestOptions } from '../support/open-facade.js'
import { peopleMapping as mapping, openTables, peopleRows as rows } from './open-tables.js'
import { narrowed, recording, type SentQueries } from './weak-source.js'

const everything = ['a-1', 'a-2', 'a-3', 'a-4', 'a-5', 'a-9', 'b-1', 'b-2', 'b-3', 'b-4']

/** What each search finds, in order. */
const searches: readonly (readonly [search: string, finds: readonly string[]])[] = [
  ['Patient', everything],
  ['Patient?_sort=birthdate', ['b-2', 'a-4', 'a-1', 'a-3', 'b-1', 'a-5', 'b-4', 'a-2', 'a-9', 'b-3']],
  ['Patient?_sort=-birthdate', ['a-5', 'b-4', 'a-1', 'a-3', 'b-1', 'a-4', 'b-2', 'a-2', 'a-9', 'b-3']],
  ['Patient?birthdate=1980', ['a-1', 'a-3', 'b-1']],
  ['Patient?birthdate=1980&_sort=birthdate', ['a-1', 'a-3', 'b-1']],
  ['Patient?birthdate=ne1980', ['a-4', 'a-5', 'b-2', 'b-4']],
  ['Patient?birthdate:missing=true', ['a-2', 'a-9', 'b-3']],
  ['Patient?family=ash', ['a-1', 'b-1']],
  ['Patient?family:exact=Ash,Elm', ['a-1', 'a-4', 'b-1']],
  ['Patient?family:contains=O', ['b-2', 'b-4']],
  ['Patient?telecom=111', ['a-1', 'a-4']],
  ['Patient?telecom:not=111', ['a-2', 'a-3', 'a-5', 'a-9', 'b-1', 'b-2', 'b-3', 'b-4']],
  ['Patient?telecom=333', []],
  ['Patient?telecom:missing=false', ['a-1', 'a-4']],
  ['Patient?telecom=222&telecom=111', ['a-1']],
  ['Patient?identifier=http://example.org/local|north', ['a-1', 'a-4']],
  ['Patient?identifier:not=north', ['a-2', 'a-3', 'a-5', 'a-9', 'b-1', 'b-2', 'b-3', 'b-4']],
  ['Patient?identifier:missing=true', ['a-3', 'a-5', 'b-1', 'b-2', 'b-3', 'b-4']],
  ['Patient?_id=a-1,b-3,a-7,c-1', ['a-1', 'b-3']],
]

describe('a search', () => {
  test.each(searches)('%s finds what it should, in order, on pages of any size', async (search, finds) => {
    const facade = await openTables({ mapping, rows })
    for (let count = 1; count <= everything.length + 1; count++) {
      const pages = await pagesOf(facade.engine, `${search}${search.includes('?') ? '&' : '?'}_count=${count}`)
      expect(
        pages.flatMap(({ resources }) => idsOf(resources)),
        `_count=${count}`,
      ).toEqual(finds)
      expect(pages.map(({ resources }) => resources.length).slice(0, -1), `_count=${count}`).toEqual(
        pages.slice(1).map(() => count),
      )
    }
  })

  it('gives the child rows in their order, and none that are deleted', async () => {
    const { engine } = await openTables({ mapping, rows })
    const [first, second] = await findAll(engine, 'Patient')
    expect(first).toMatchObject({ telecom: [{ value: '111' }, { value: '222' }] })
    expect(second).not.toHaveProperty('telecom')
  })
})

// ── Weak sources ────────────────────────────────────────────────────────────────────────────────────────────────────

const weaknesses: readonly (readonly [name: string, less: Partial<EntityCapabilities>])[] = [
  ['takes no position', { seek: false }],
  ['takes no limit', { limit: false }],
  ['takes neither', { seek: false, limit: false }],
  ['counts nothing', { count: false }],
  ['knows no or', { logic: ['not', 'exists', 'join', 'compareFields', 'inTuples'] }],
  ['knows no not', { logic: ['or', 'exists', 'join', 'compareFields', 'inTuples'] }],
  ['has no subqueries', { logic: ['or', 'not', 'join'] }],
  ['does nothing but join', { logic: ['join'], filters: {}, foldings: [], seek: false, limit: false, count: false }],
  ['only compares', { filters: { '*': ['eq', 'lt', 'le', 'gt', 'ge'] } }],
  ['folds nothing', { foldings: ['exact'] }],
  ['takes short lists', { maxInList: 1 }],
  ['takes few parameters', { maxParameters: 66 }],
  ['filters one column', { filters: { people: ['eq', 'in', 'gt', 'isNull'] } }],
]

describe.each(weaknesses)('a source that %s', (_, less) => {
  it('gives the same answers, page by page', async () => {
    const facade = await openTables({ mapping, rows, wrap: adapter => narrowed(adapter, less) })
    for (const [search, finds] of searches)
      for (const count of [1, 3, 20]) {
        const pages = await pagesOf(facade.engine, `${search}${search.includes('?') ? '&' : '?'}_count=${count}`)
        expect(
          pages.flatMap(({ resources }) => idsOf(resources)),
          `${search} by ${count}`,
        ).toEqual(finds)
        const asked = `${search}${search.includes('?') ? '&' : '?'}_count=${count}`
        expect(await idsBackwards(facade.engine, asked), `${search} by ${count}, from the end`).toEqual(finds)
        for (const { total } of pages) if (total !== undefined) expect(total, search).toBe(finds.length)
      }
  })

  it('gives the same children and the same single resources', async () => {
    const strong = await openTables({ mapping, rows })
    const weak = await openTables({ mapping, rows, wrap: adapter => narrowed(adapter, less) })
    expect(await findAll(weak.engine, 'Patient')).toEqual(await findAll(strong.engine, 'Patient'))
    for (const id of [...everything, 'a-6', 'a-7', 'a-8', 'a-99']) {
      const [asked, wanted] = await Promise.all(
        [weak, strong].map(({ engine }) =>
          engine.read('Patient', id, requestOptions()).then(
            ({ resource }) => resource,
            (error: unknown) => (error instanceof Error ? error.message : error),
          ),
        ),
      )
      expect(asked).toEqual(wanted)
    }
  })

  it('counts the same', async () => {
    const facade = await openTables({ mapping, rows, wrap: adapter => narrowed(adapter, less) })
    for (const [search, finds] of searches) {
      const [page] = await pagesOf(facade.engine, `${search}${search.includes('?') ? '&' : '?'}_count=0`)
      expect({ total: page?.total, resources: page?.resources, next: page?.next }, search).toEqual({
        total: finds.length,
        resources: [],
        next: undefined,
      })
    }
  })
})

describe('a source that sorts nothing', () => {
  const wrap = (sorts: EntityCapabilities['sorts']) => ({
    mapping,
    rows,
    wrap: (adapter: Parameters<typeof narrowed>[0]) => narrowed(adapter, { sorts }),
  })

  it('serves its rows in the order of their keys all the same', async () => {
    const { engine } = await openTables(wrap([]))
    for (const count of [1, 3, 20]) {
      const pages = await pagesOf(engine, `Patient?_count=${count}`)
      expect(pages.flatMap(({ resources }) => idsOf(resources))).toEqual(everything)
    }
    expect((await findAll(engine, 'Patient'))[0]).toMatchObject({ telecom: [{ value: '111' }, { value: '222' }] })
  })

  it('is not asked to sort by a value', async () => {
    const { engine } = await openTables(wrap(['people', 'others']))
    expect(engine.offers.get('Patient')?.sorts.size).toBe(0)
    await expect(engine.search('Patient', '_sort=birthdate', requestOptions())).rejects.toMatchObject({
      faults: [{ code: 'search.sort-unsupported' }],
    })
  })
})

it('a source that can not join is refused before anything is served, with what to do', async () => {
  const opening = openTables({ mapping, rows, wrap: adapter => narrowed(adapter, { logic: ['or', 'not', 'exists'] }) })
  await expect(opening).rejects.toThrow(
    'The source s can not join, and the map s/people joins practices to people. Make a view of both.',
  )
})

it('a search that has to look at too many rows is refused', async () => {
  const { engine } = await openTables({
    mapping,
    rows,
    wrap: adapter => narrowed(adapter, { filters: {} }),
    limits: { maxScannedRows: 3 },
  })
  await expect(engine.search('Patient', 'family=zzz', requestOptions())).rejects.toMatchObject({ code: 'search.too-costly' })
})

// ── What is sent ────────────────────────────────────────────────────────────────────────────────────────────────────

describe('the statements of a request', () => {
  async function sentBy(search: string, limits = {}): Promise<SentQueries & { readonly total: number | undefined }> {
    const sent: SentQueries = { reads: [], counts: [] }
    const { engine } = await openTables({ mapping, rows, wrap: adapter => recording(adapter, sent), limits })
    // Dictionaries are read once and kept.
    await engine.search('Patient', 'identifier=warm&_count=1', requestOptions())
    sent.reads.length = 0
    sent.counts.length = 0
    const [type = '', query = ''] = search.split('?')
    const { total } = await engine.search(type, query, requestOptions())
    return { ...sent, total }
  }

  test.each([
    ['Patient?_count=2', ['people', 'phones'], 2],
    ['Patient?_count=20', ['people', 'others', 'phones'], 0],
    ['Patient?_id=b-1', ['others'], 0],
    ['Patient?family=ash&_count=20', ['people', 'others', 'phones'], 0],
    ['Patient?_sort=birthdate&_count=2', ['others', 'people', 'phones'], 2],
    ['Patient?_count=0', [], 2],
    ['Patient?identifier=nowhere', [], 0],
    ['Patient?identifier=north', ['people', 'phones'], 0],
  ])('%s asks %j and counts %i times', async (search, entities, counts) => {
    const { reads, counts: counted } = await sentBy(search)
    expect(reads.map(({ from }) => from.entity).sort()).toEqual([...entities].sort())
    expect(counted.length).toBe(counts)
  })

  it('selects only what is used', async () => {
    const { reads } = await sentBy('Patient?_count=20')
    const selected = Object.fromEntries(
      reads.map(({ from, select }) => [from.entity, select.map(({ alias, name }) => `${alias}.${name}`).sort()]),
    )
    expect(selected).toEqual({
      people: ['gp.CODE', 'p.BORN', 'p.FAMILY', 'p.GONE', 'p.people'],
      others: ['o.BORN', 'o.FAMILY', 'o.others'],
      phones: ['tel.NUMBER', 'tel.PERSON', 'tel.RANK', 'tel.phones'],
    })
  })

  test.each([
    [{}, 10],
    [{ maxTotal: 10 }, 10],
    [{ maxTotal: 9 }, undefined],
    [{ maxTotal: 5 }, undefined],
  ])('with limits %j the total is %s', async (limits, total) =>
    expect((await sentBy('Patient?_count=2', limits)).total).toBe(total),
  )

  it('a page that holds everything needs no count', async () => {
    const { total, counts } = await sentBy('Patient?_count=10')
    expect([total, counts.length]).toEqual([10, 0])
  })
})

// ── Dictionaries ────────────────────────────────────────────────────────────────────────────────────────────────────

describe('a lookup table', () => {
  const askedAt = (after: number) => ({ ...requestOptions(), now: Date.parse('2024-06-15T12:00:00Z') + after })
  async function readings(limits: object, times: readonly number[]): Promise<readonly number[]> {
    const sent: SentQueries = { reads: [], counts: [] }
    const { engine } = await openTables({ mapping, rows, wrap: adapter => recording(adapter, sent), limits })
    const counts: number[] = []
    for (const after of times) {
      expect(idsOf((await engine.search('Patient', 'identifier=north', askedAt(after))).resources)).toEqual(['a-1', 'a-4'])
      counts.push(sent.reads.filter(({ from }) => from.entity === 'practices').length)
    }
    return counts
  }

  test.each([
    ['is read once and kept for a while', { lookupRefreshMs: 1000 }, [0, 10, 999, 1000, 1500, 2500], [1, 1, 1, 2, 2, 3]],
    ['that may not be kept is read for each request', { lookupRefreshMs: 0 }, [0, 0, 1], [1, 2, 3]],
    ['that is large is joined', { maxLookupRows: 1 }, [0, 10], [0, 0]],
  ])('%s', async (_, limits, times, counts) => expect(await readings(limits, times)).toEqual(counts))

  it('on a later page is as old as it is, not as the first page', async () => {
    const sent: SentQueries = { reads: [], counts: [] }
    const { engine } = await openTables({
      mapping,
      rows,
      wrap: adapter => recording(adapter, sent),
      limits: { lookupRefreshMs: 1000 },
    })
    const { next = '' } = await engine.search('Patient', 'identifier=north&_count=1', askedAt(0))
    for (const after of [500, 1500, 1600]) await engine.search('Patient', `_page=${next}`, askedAt(after))
    expect(sent.reads.filter(({ from }) => from.entity === 'practices').length).toBe(2)
  })

  it('that has grown too large since it was counted is joined', async () => {
    const grown = `${rows}\n${Array.from({ length: 30 }, (_, index) => `  ${index + 10} | east`).join('\n')}`
    const { engine } = await openTables({ mapping, rows: grown, estimate: 2, limits: { maxLookupRows: 5 } })
    expect(idsOf((await engine.search('Patient', 'identifier=north', requestOptions())).resources)).toEqual(['a-1', 'a-4'])
  })
})
