/** Every search of the answer key, through the whole engine, on every adapter: what is found, in what order, page by page. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { errorTable, FacadeError } from '../../src/kernel/errors.js'
import { expectedReads, expectedSearches } from '../demo/expected-searches.js'
import { openDemo } from '../support/demo-facade.js'
import { adapterNames, type Facade, findAll, idsOf, pagesOf, requestOptions } from '../support/open-facade.js'

const sorted = (ids: readonly string[]): readonly string[] => [...ids].sort()

describe.each(adapterNames)('the demo on %s', name => {
  let facade: Facade
  beforeAll(async () => {
    facade = await openDemo(name)
  })
  afterAll(() => facade.close())

  test.each(expectedSearches)('$search', async ({ search, finds, ordered }) => {
    const found = idsOf(await findAll(facade.engine, `${search}&_count=1000`))
    if (ordered) expect(found).toEqual(finds)
    else expect(sorted(found)).toEqual(sorted(finds))
  })

  // Memory reads a table from its start for each page, so it is asked for fewer.
  test.each(name === 'memory' ? [10] : [1, 3, 10])('pages of %i hold the same, in the same order, none twice', async count => {
    for (const { search, finds } of expectedSearches.filter(
      ({ finds: all }) => all.length < (name === 'memory' ? 3 : 12) * count,
    )) {
      const whole = idsOf(await findAll(facade.engine, `${search}&_count=1000`))
      const pages = await pagesOf(facade.engine, `${search}&_count=${count}`)
      expect(
        pages.flatMap(({ resources }) => idsOf(resources)),
        search,
      ).toEqual(whole)
      for (const page of pages.slice(0, -1)) expect(page.resources.length, search).toBe(count)
      // A page is not followed by an empty one, unless the first is empty itself.
      expect(pages.length, search).toBe(Math.max(1, Math.ceil(finds.length / count)))
    }
  })

  test.each(expectedSearches)('the total, where one is given, is that of $search', async ({ search, finds }) => {
    const [page] = await pagesOf(facade.engine, `${search}&_count=5`)
    if (page?.total !== undefined) expect(page.total).toBe(finds.length)
    if (finds.length <= 5) expect(page?.total).toBe(finds.length)
  })

  test.each(expectedReads)('reading Patient/$id answers $status', async ({ id, status }) => {
    const answer = await facade.engine.read('Patient', id, requestOptions()).catch((error: unknown) => error)
    if (status === 200) expect(answer).toMatchObject({ resource: { resourceType: 'Patient', id } })
    else expect(answer instanceof FacadeError ? errorTable[answer.code].kind : answer).toBe(status === 410 ? 'gone' : 'not-found')
  })

  test('what a search returns is what a read returns', async () => {
    for (const type of facade.engine.offers.keys()) {
      for (const resource of (await findAll(facade.engine, `${type}?_count=1000`)).slice(0, 60)) {
        const { resource: read } = await facade.engine.read(type, resource.id ?? '', requestOptions())
        expect(JSON.parse(JSON.stringify(read))).toEqual(resource)
      }
    }
  })
})

test('every adapter serves the same resources in the same order', async () => {
  const [memory, sqlite] = await Promise.all(adapterNames.map(name => openDemo(name)))
  if (memory === undefined || sqlite === undefined) throw new Error('An adapter is missing.')
  try {
    for (const type of memory.engine.offers.keys())
      expect(await findAll(sqlite.engine, `${type}?_count=500`)).toEqual(await findAll(memory.engine, `${type}?_count=500`))
  } finally {
    await Promise.all([memory.close(), sqlite.close()])
  }
})
