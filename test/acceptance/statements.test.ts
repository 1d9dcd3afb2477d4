/** How many statements a request sends: one for the page of each map, one for each list of child rows, one to count. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDemo } from '../support/demo-facade.js'
import { type Facade, pagesOf, requestOptions, splitSearch } from '../support/open-facade.js'
import { recordSent, type Sent } from '../support/print-query.js'

describe('the demo', () => {
  let facade: Facade
  const sent: Sent[] = []
  const names = (): readonly string[] =>
    sent.map(({ kind, query }) => (kind === 'count' ? `count ${query.from.entity}` : query.from.entity))
  beforeAll(async () => {
    facade = await openDemo('sqlite', { wrap: adapter => recordSent(adapter, sent) })
    await facade.engine.search('Observation', 'code=8462-4&category=laboratory', requestOptions())
  })
  beforeEach(() => {
    sent.length = 0
  })
  afterAll(() => facade.close())

  test.each<[search: string, sent: readonly string[]]>([
    // A page of patients with their addresses and phones: three, however many patients.
    ['Patient?family=smi&_count=50', ['patient', 'phone', 'address']],
    ['Patient?family:exact=Walker', ['patient', 'phone', 'address']],
    // What is not asked for is not read; but an address may end before it begins, and such a patient is not served in part either.
    ['Patient?family=smi&_count=50&_elements=name', ['patient', 'address']],
    // Tests on child rows are part of the one statement.
    ['Patient?address-postalcode=qx4&_count=50', ['patient', 'phone', 'address']],
    // Nobody found, no children asked for.
    ['Patient?family:exact=Nobody', ['patient']],
    // No stored value means this code, so nothing is asked.
    ['Patient?gender=nobody', []],
    ['Practitioner?name=smith', ['staff']],
    // What a page includes is asked for at once, however many refer to it.
    ['Patient?family=smi&_count=50&_include=Patient:general-practitioner', ['patient', 'phone', 'address', 'staff']],
    ['Patient?family=smi&_count=50&_include=Patient:organization', ['patient', 'phone', 'address', 'practice']],
    ['Patient?family=smi&_count=50&_include=*', ['patient', 'phone', 'address', 'staff', 'practice']],
    ['Practitioner?name=smith&_revinclude=PractitionerRole:practitioner', ['staff', 'staffRole']],
    ['Organization?identifier=Z99001', ['practice']],
  ])('%s sends %j', async (search, expected) => {
    const [type, query] = splitSearch(search)
    await facade.engine.search(type, query, requestOptions())
    expect([...names()].sort()).toEqual([...expected].sort())
  })

  test('a map that constants rule out is never asked', async () => {
    await facade.engine.search('Observation', 'patient=57&code=29463-7&_count=50', requestOptions())
    expect(names()).not.toContain('event-bp')
    expect(sent.filter(({ query }) => query.from.entity === 'vitals')).toHaveLength(1)
  })

  test('an id asks its own map alone, once', async () => {
    await facade.engine.search('Observation', '_id=vbp-1', requestOptions())
    expect(names()).toEqual(['vitals'])
  })

  test('a read sends one statement, and one for each list', async () => {
    await facade.engine.read('Patient', '1', requestOptions())
    expect([...names()].sort()).toEqual(['address', 'patient', 'phone'])
  })

  test('every page sends the same number but where rows are left out, and the first alone counts', async () => {
    const pages = await pagesOf(facade.engine, 'Patient?gender=female&_count=5')
    expect(pages.length).toBeGreaterThan(3)
    const reads = names().filter(name => !name.startsWith('count'))
    // The first page maps what it counts: an address may end before it begins. A page reads on where a row is left out, and where the one
    // that would tell of a next page is.
    const goneOn = pages.filter(({ outcomes }) => outcomes.length > 0).length
    expect(goneOn).toBeLessThan(pages.length)
    for (const table of ['patient', 'phone', 'address']) {
      expect(reads.filter(name => name === table).length).toBeGreaterThanOrEqual(pages.length + 1)
      expect(reads.filter(name => name === table).length).toBeLessThanOrEqual(pages.length + 1 + 2 * goneOn)
    }
    expect(names().filter(name => name.startsWith('count')).length).toBeLessThanOrEqual(1)
  })

  test('a lookup table that was read once is not read again', async () => {
    for (let again = 0; again < 3; again++) await facade.engine.search('Observation', 'patient=53&code=XE3a.', requestOptions())
    expect(names()).not.toContain('code')
  })
})
