import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { printSearch } from '../../src/search/print-search.js'
import { baseUrl, parsed } from './everything-offered.js'

describe('a search is printed in its normal form', () => {
  test.each([
    ['Patient', 'gender=female', 'gender=female'],
    ['Patient', '&gender=female&&_format=json&_pretty=true', 'gender=female'],
    ['Patient', 'birthdate=eq1980&birthdate=ge1970', 'birthdate=1980&birthdate=ge1970'],
    ['Patient', 'name=Ann+O%27Neill', "name=Ann%20O'Neill"],
    ['Patient', 'family=a%26b=c%2Bd', 'family=a%26b%3Dc%2Bd'],
    ['Patient', 'identifier=https%3A%2F%2Fa.example%7C1,%7C2,urn:x|', 'identifier=https://a.example%7C1,%7C2,urn:x%7C'],
    ['Patient', 'family=a\\,b,c\\\\d,e\\$f', 'family=a%5C,b,c%5C%5Cd,e%5C%24f'],
    ['Patient', 'family=DOMAIN\\user', 'family=DOMAIN%5C%5Cuser'],
    ['Patient', '_count=007&_sort=-birthdate,_id&gender:not=male', 'gender:not=male&_sort=-birthdate,_id&_count=7'],
    ['Observation', `patient=${baseUrl}/Patient/1`, 'patient=Patient/1'],
    ['Observation', 'patient=https://other.example/Patient/1', 'patient=https://other.example/Patient/1'],
    ['Observation', 'patient.identifier=urn:x|1', 'patient.identifier=urn:x%7C1'],
    ['Observation', 'subject%3APatient.birthdate:missing=true', 'subject:Patient.birthdate:missing=true'],
    ['Observation', 'date=2020-03-29T01:30:00+01:00', 'date=2020-03-29T01:30:00%2B01:00'],
    [
      'Observation',
      '_count=2&_include=Observation%3Apatient&_include:recurse=*&code=1',
      'code=1&_include=Observation:patient&_include:recurse=Observation:*&_count=2',
    ],
    [
      'Observation',
      'value-quantity=eq5.40|http://unitsofmeasure.org|mg,ge1e3||mg,5||',
      'value-quantity=5.40%7Chttp://unitsofmeasure.org%7Cmg,ge1e3%7C%7Cmg,5',
    ],
    ['Observation', 'code-value-quantity=a\\$b$ge5', 'code-value-quantity=a%5C%24b%24ge5'],
    ['Observation', '', ''],
  ])('%s?%s', (type, query, printed) => {
    expect(printSearch(parsed(type, query))).toBe(printed)
  })
})

describe('what is printed means the same', () => {
  const text = fc.oneof(
    fc.string({ minLength: 1, maxLength: 8 }),
    fc.string({
      unit: fc.constantFrom('\\', ',', '|', '$', '%', '+', '&', '=', ' ', 'é', '😀', 'a'),
      minLength: 1,
      maxLength: 8,
    }),
  )
  const escaped = text.map(value => value.replace(/[\\,|$]/g, '\\$&'))
  const date = fc.constantFrom(
    '1980',
    '1980-02',
    '1980-02-29',
    '2020-10-25T01:30',
    '2020-10-25T01:30:00Z',
    '2020-10-25T01:30:00.25+01:00',
  )
  const prefix = fc.constantFrom('', 'eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap')
  const id = fc.stringMatching(/^[A-Za-z0-9.-]{1,64}$/)
  const several = (value: fc.Arbitrary<string>) => fc.array(value, { minLength: 1, maxLength: 3 }).map(values => values.join(','))
  const named = (names: readonly string[], value: fc.Arbitrary<string>) =>
    fc.tuple(fc.constantFrom(...names), value).map(([name, of]) => `${encodeURIComponent(name)}=${encodeURIComponent(of)}`)
  const clause = fc.oneof(
    named(
      ['code', 'code:not', 'identifier', 'patient.identifier'],
      several(
        fc.oneof(
          escaped,
          escaped.map(code => `|${code}`),
          escaped.map(system => `${system}|`),
          fc.tuple(escaped, escaped).map(parts => parts.join('|')),
        ),
      ),
    ),
    named(
      ['value-string', 'value-string:exact', 'subject:Patient.family', 'patient.name:contains'],
      several(escaped.filter(value => value.trim() !== '')),
    ),
    named(['date', '_lastUpdated', 'patient.birthdate'], several(fc.tuple(prefix, date).map(parts => parts.join('')))),
    named(
      ['patient', 'subject:Patient', 'performer'],
      several(
        fc.oneof(
          id,
          id.map(of => `Patient/${of}`),
          id.map(of => `${baseUrl}/Patient/${of}`),
          id.map(of => `urn:uuid:${of}`),
        ),
      ),
    ),
    named(['code:missing', 'patient:missing', 'patient.gender:missing'], fc.constantFrom('true', 'false')),
  )
  const query = fc
    .tuple(
      fc.array(clause, { maxLength: 5 }),
      fc.array(
        fc.constantFrom(
          '_include=*',
          '_include:recurse=Encounter:patient:Patient',
          '_include=Observation:subject',
          '_revinclude:recurse=Observation:*',
        ),
        { maxLength: 2 },
      ),
      fc.option(fc.constantFrom('date', '-date,_id', '-_lastUpdated'), { nil: undefined }),
      fc.option(fc.nat(), { nil: undefined }),
    )
    .map(([clauses, includes, sort, count]) =>
      [
        ...clauses,
        ...includes,
        ...(sort === undefined ? [] : [`_sort=${sort}`]),
        ...(count === undefined ? [] : [`_count=${count}`]),
      ].join('&'),
    )

  it('to the parser, for any search', () => {
    fc.assert(
      fc.property(query, asked => {
        const search = parsed('Observation', asked)
        const printed = printSearch(search)
        expect(parsed('Observation', printed)).toEqual(search)
        expect(printSearch(parsed('Observation', printed))).toBe(printed)
        expect(printed).toMatch(/^[\x21-\x7e]*$/)
      }),
      { numRuns: 1000, seed: 2 },
    )
  })
})
