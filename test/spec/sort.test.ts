/** The order of what is found: by key, or by _sort where the column's order is that of time. https://hl7.org/fhir/STU3/search.html#sort */
import { describe, expect, test } from 'vitest'
import { SearchRefused } from '../../src/engine/engine.js'
import { adapterNames, findAll, idsOf } from '../support/open-facade.js'
import { openSpec, specs } from '../support/spec.js'

describe('_sort by a date', () => {
  const events = {
    rows: `
      event | at: DATETIME        | day: DATE  | s: INTEGER | text
      ------+---------------------+------------+------------+-----------
      1     | 2021-01-02 10:00:00 |            |            | 02/01/2021
      2     |                     | 2021-01-01 | 1609675200 | 01/01/2021
      3     | 2021-01-01 00:00:00 |            | 1609459200 |
      4     |                     |            | 1609416000 | 03/01/2021
      5     | 2021-01-02 10:00:00 | 2020-01-01 |            |`,
  }
  specs('puts nulls last both ways, and ties in the order of the key', {
    ...events,
    map: 'effectiveDateTime: e.at',
    searches: [
      ['Observation?_sort=date', ['3', '1', '5', '2', '4']],
      ['Observation?_sort=-date', ['1', '5', '3', '2', '4']],
      ['Observation?_sort=date&_count=1', ['3', '1', '5', '2', '4']],
      ['Observation?_sort=-date&_count=2', ['1', '5', '3', '2', '4']],
      ['Observation?_sort=-date&date=2021-01-02', ['1', '5']],
    ],
  })

  // Such an order may be offered or refused; it is never wrong.
  test.each([
    ['columns of a different type', '{ first: [e.at, e.day] }', ['2', '3', '1', '5', '4']],
    ['a time and seconds since 1970', '{ first: [e.at, e.s] }', ['4', '3', '1', '5', '2']],
    ['seconds and a day', '{ first: [e.s, e.day] }', ['5', '4', '3', '2', '1']],
  ])('over %s is right or refused', async (_what, value, ordered) => {
    for (const name of adapterNames) {
      const facade = await openSpec(
        { ...events, facts: 's: { format: epoch-seconds }', map: `effectiveDateTime: ${value}` },
        'Observation',
        name,
      )
      try {
        const isOffered = facade.engine.offers.get('Observation')?.sorts.has('date') === true
        const search = findAll(facade.engine, 'Observation?_sort=date').then(idsOf)
        if (isOffered) expect(await search).toEqual(ordered)
        else await expect(search).rejects.toThrow(SearchRefused)
      } finally {
        await facade.close()
      }
    }
  })

  test('over text is refused with the reason', async () => {
    const facade = await openSpec(
      { ...events, facts: 'text: { format: dd/MM/yyyy }', map: 'effectiveDateTime: e.text' },
      'Observation',
      'memory',
    )
    try {
      expect(facade.engine.offers.get('Observation')?.sorts.has('date')).toBe(false)
    } finally {
      await facade.close()
    }
  })
})
