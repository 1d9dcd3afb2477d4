import { describe, expect, it } from 'vitest'
import { expectedReads, expectedSearches, servedObservations } from './expected-searches.js'

/** The answer key is used by the acceptance tests; here only that it says what it seems to say. */
describe('the answer key', () => {
  it('names each search once and each answer once', () => {
    const searches = expectedSearches.map(({ search }) => search)
    expect(new Set(searches).size).toBe(searches.length)
    for (const { search, finds } of expectedSearches) expect(new Set(finds).size, search).toBe(finds.length)
  })

  it.each([
    ['Patient?family=smi&gender=female', ['2', '3', '4', '59']],
    ['Patient?family=walker', ['2']],
    ["Patient?family=o'b", ['7', '8']],
    ['Patient?gender=unknown', ['24', '26', '27', '28']],
    ['Patient?deceased=true', ['13', '14', '15', '16']],
    ['Patient?death-date=2020-02', ['14']],
    ['Patient?birthdate:missing=true', ['29', '30', '31', '32']],
    ['Observation?patient=52&date=2021-03-28', ['res-52.1', 'res-52.2', 'res-52.3']],
    ['Observation?patient=53&code=XE3a.', ['fin-53.7']],
    ['Observation?patient=53&date:missing=true', ['res-53.3']],
    ['Observation?patient=54&status=preliminary', ['res-54.3']],
    ['Organization?partof=Z99001', ['Z9900101']],
    ['Practitioner?name=smith', ['105', '107']],
  ])('answers %s by hand count', (search, ids) => {
    expect(expectedSearches.find(expected => expected.search === search)?.finds).toEqual(ids)
  })

  it('has an answer that is not empty for two searches in three', () => {
    const answered = expectedSearches.filter(({ finds }) => finds.length > 0)
    expect(answered.length / expectedSearches.length).toBeGreaterThan(0.66)
  })

  it('orders by times that are all different', () => {
    const times = servedObservations
      .filter(({ patient, codes }) => patient === 52 && codes.includes('2823-3'))
      .map(({ at }) => at)
    expect(times.length).toBeGreaterThanOrEqual(8)
    expect(new Set(times).size).toBe(times.length)
  })

  it('expects 410 for the withdrawn and 404 for those who never were', () => {
    const not200 = expectedReads.filter(({ status }) => status !== 200).map(({ id, status }) => `${id} ${status}`)
    expect(not200).toEqual(['34 404', '35 404', '37 410', '38 410', '39 404', '40 404'])
  })
})
