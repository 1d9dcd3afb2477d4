/** Who asks for a code that no map can give is told which there are; what is found does not change by it. */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { type Facade, requestOptions } from '../support/open-facade.js'
import { openSpec } from '../support/spec.js'

let facade: Facade
beforeAll(async () => {
  facade = await openSpec(
    {
      rows: `
        person | sex | marital | free | seen: DATETIME | dob      | ended: DATETIME
        -------+-----+---------+------+----------------+----------+---------------
        1      | M   | S       | x    |                | 19800203 |
        2      | F   | M       | y    |                | 19800203 |`,
      facts: 'dob: { format: yyyyMMdd }',
      map: `
        gender: { col: p.sex, codes: { map: { M: male, F: female }, whenNull: unknown } }
        maritalStatus: { coding: [{ system: 'http://hl7.org/fhir/v3/MaritalStatus', code: { col: p.marital, codes: { map: { S: S, M: M } } }, display: p.marital }] }
        birthDate: p.dob
        deceasedDateTime: p.ended
        address: [{ use: home, city: p.free }]
        identifier: [{ system: 'http://x.org/i', value: p.free }]`,
    },
    'Patient',
    'memory',
  )
})
afterAll(() => facade.close())

const asked = async (query: string) => {
  const { resources, outcomes } = await facade.engine.search('Patient', query, requestOptions())
  return { found: resources.map(({ id }) => id), told: outcomes }
}
const hint = (text: string) => [{ severity: 'information', code: 'informational', text }]

test.each([
  ['gender=femail', 'gender asks for a code that no map gives; known are male, female, unknown. Did you mean female?'],
  ['gender=zzzzzzzz', 'gender asks for a code that no map gives; known are male, female, unknown.'],
  ['gender=http://x.org/|male', 'gender asks for a code that no map gives with this system.'],
  ['gender=|male', 'gender asks for a code that no map gives with no system.'],
  ['deceased=maybe', 'deceased asks for a code that no map gives; known are true, false.'],
])('%s finds nothing, and says why', async (query, text) => {
  expect(await asked(query)).toEqual({ found: [], told: hint(text) })
})

describe('nothing is said', () => {
  it.each([
    ['where something is found', 'gender=femail,male', ['1']],
    ['where the code could be there', 'gender=unknown', []],
    ['of what any column may hold', 'identifier=http://x.org/i|zzz', []],
    ['of a code that is asked for by not', 'gender:not=femail', ['1', '2']],
    ['of other parameters', 'address-city=zzz', []],
  ] as const)('%s: %s', async (_, query, found) => {
    expect(await asked(query)).toEqual({ found, told: [] })
  })
})

test.each([
  [
    'birthdate',
    /^birthdate gives no order here\. dob stores dates as yyyyMMdd, and its order is not the order of time\. Patient can be sorted by death-date; a -/,
  ],
  [
    'gender',
    /^gender gives no order here\. It is a token parameter, and only dates are sorted by\. Patient can be sorted by death-date/,
  ],
  ['phonetic', /^phonetic gives no order here\. It can not be searched here either\. Patient can be sorted by/],
])('_sort=%s is refused with the reason, and with what can be sorted by', async (name, text) => {
  await expect(facade.engine.search('Patient', `_sort=${name}`, requestOptions())).rejects.toMatchObject({
    faults: [{ code: 'search.sort-unsupported', text: expect.stringMatching(text) }],
  })
})
