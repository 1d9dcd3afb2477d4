/** What a date search finds, by how dates are stored. https://hl7.org/fhir/STU3/search.html#date */
import { describe } from 'vitest'
import { spec, specs } from '../support/spec.js'

describe('a date that the source stores as a date', () => {
  const given = {
    rows: `
      person | dob: DATE
      -------+-----------
      1      | 1980-02-29
      2      | 1980-03-01
      3      |
      4      | 1979-12-31
      5      | 1981-01-01`,
    map: 'birthDate: p.dob',
  }
  spec('a date without a day matches the whole month', { ...given, search: 'Patient?birthdate=1980-02', finds: ['1'] })
  specs('each prefix asks how the two ranges lie', {
    ...given,
    searches: [
      ['Patient?birthdate=1980-02-29', ['1']],
      ['Patient?birthdate=eq1980', ['1', '2']],
      ['Patient?birthdate=ne1980', ['4', '5']],
      ['Patient?birthdate=gt1980-02', ['2', '5']],
      ['Patient?birthdate=lt1980', ['4']],
      ['Patient?birthdate=ge1980-02-29', ['1', '2', '5']],
      ['Patient?birthdate=le1980-02', ['1', '4']],
      ['Patient?birthdate=sa1980', ['5']],
      ['Patient?birthdate=eb1980', ['4']],
      ['Patient?birthdate=ap1980-03', ['2']],
    ],
  })
  specs('repeated dates are a range, dates after a comma are alternatives', {
    ...given,
    searches: [
      ['Patient?birthdate=ge1980-03&birthdate=lt1981', ['2']],
      ['Patient?birthdate=1979,1981', ['4', '5']],
    ],
  })
  specs('a null is missing, and nothing else', {
    ...given,
    searches: [
      ['Patient?birthdate:missing=true', ['3']],
      ['Patient?birthdate:missing=false', ['1', '2', '4', '5']],
    ],
  })
  specs('a day that is searched with a time is inside the day', {
    ...given,
    searches: [
      ['Patient?birthdate=ge1980-02-29T12:00:00Z', ['1', '2', '5']],
      ['Patient?birthdate=1980-02-29T12:00:00Z', []],
      ['Patient?birthdate=ap1980-02-29T12:00:00Z', ['1']],
    ],
  })
})

describe('a date that is text', () => {
  specs('yyyyMMdd is compared as it is stored, and what is no date is no value', {
    rows: `
      person | dob
      -------+---------
      1      | 19800229
      2      | 19800230
      3      | 1980022
      4      | 19000101
      5      | unknown
      6      | 19800301`,
    facts: "dob: { format: yyyyMMdd, nullIf: ['19000101'] }",
    map: 'birthDate: p.dob',
    searches: [
      ['Patient?birthdate=1980-02', ['1']],
      ['Patient?birthdate=ge1800', ['1', '6']],
      ['Patient?birthdate=le2100', ['1', '6']],
      ['Patient?birthdate=ne1990', ['1', '6']],
      ['Patient?birthdate:missing=true', ['2', '3', '4', '5']],
      ['Patient?birthdate=1900-01-01', []],
    ],
  })
  specs('dd/MM/yyyy sorts by day, so ranges are decided on the resource', {
    rows: `
      person | dob
      -------+-----------
      1      | 29/02/1980
      2      | 01/03/1980
      3      | 31/12/1979
      4      | 30/02/1980
      5      |`,
    facts: 'dob: { format: dd/MM/yyyy }',
    map: 'birthDate: p.dob',
    searches: [
      ['Patient?birthdate=1980-02-29', ['1']],
      ['Patient?birthdate=ge1980', ['1', '2']],
      ['Patient?birthdate=lt1980-03-01', ['1', '3']],
      ['Patient?birthdate=ne1980-03', ['1', '3']],
      ['Patient?birthdate:missing=true', ['4', '5']],
    ],
  })
})

describe('a day whose text does not sort by time', () => {
  specs('dd-MMM-yyyy names the month, in any case', {
    rows: `
      person | dob
      -------+------------
      1      | 29-Feb-1980
      2      | 01-MAR-1980
      3      | 31-dec-1979
      4      | 30-Feb-1980
      5      | 29-02-1980
      6      | 29-FEB-1980
      7      |`,
    facts: "dob: { format: dd-MMM-yyyy, nullIf: ['01-JAN-1900'] }",
    map: 'birthDate: p.dob',
    searches: [
      ['Patient?birthdate=1980-02-29', ['1', '6']],
      ['Patient?birthdate=ne1980-02-29', ['2', '3']],
      ['Patient?birthdate=1980-02', ['1', '6']],
      ['Patient?birthdate=ge1980', ['1', '2', '6']],
      ['Patient?birthdate=lt1980-03-01', ['1', '3', '6']],
      ['Patient?birthdate=9999-12-31', []],
      ['Patient?birthdate:missing=true', ['4', '5', '7']],
    ],
  })

  specs('a month of dd/MM/yyyy is its days, by name', {
    rows: `
      person | dob
      -------+-----------
      1      | 29/02/1980
      2      | 01/03/1980
      3      | 31/12/9999
      4      | 30/02/1980`,
    facts: 'dob: { format: dd/MM/yyyy }',
    map: 'birthDate: p.dob',
    searches: [
      ['Patient?birthdate=1980-02', ['1']],
      ['Patient?birthdate=ne1980-02', ['2', '3']],
      ['Patient?birthdate=9999-12-31', ['3']],
      ['Patient?birthdate=9999', ['3']],
      ['Patient?birthdate=1980-03-01T10:00:00Z', []],
    ],
  })
})

describe('a time', () => {
  const seen = {
    rows: `
      event | at: DATETIME
      ------+--------------------
      1     | 2021-03-28 00:59:59
      2     | 2021-03-28 01:30:00
      3     | 2021-03-28 02:00:00
      4     | 2021-10-31 00:59:59
      5     | 2021-10-31 01:30:00
      6     | 2021-10-31 02:00:00
      7     |`,
    map: 'effectiveDateTime: e.at',
  }
  specs('a local time in the gap is the instant of the change, in the fold the earlier of the two', {
    ...seen,
    searches: [
      ['Observation?date=2021-03-28T00:59:59Z', ['1']],
      ['Observation?date=2021-03-28T01:00:00Z', ['2', '3']],
      ['Observation?date=2021-10-31T00:30:00Z', ['5']],
      ['Observation?date=2021-10-31T01:30:00Z', []],
      ['Observation?date=2021-10-31T02:00:00Z', ['6']],
    ],
  })
  specs('a day of a clock change has 23 or 25 hours', {
    ...seen,
    searches: [
      ['Observation?date=2021-03-28', ['1', '2', '3']],
      ['Observation?date=lt2021-03-28T01:00:00Z', ['1']],
      ['Observation?date=ge2021-10-31T00:30:01Z', ['6']],
      ['Observation?date=gt2021-10-31T00:30:00Z', ['6']],
      ['Observation?date=sa2021-10-30', ['4', '5', '6']],
    ],
  })
  specs('a search without an offset is London time, whatever zone the source has', {
    rows: `
      event | at: DATETIME
      ------+--------------------
      1     | 2021-06-30 23:30:00
      2     | 2021-06-30 22:30:00`,
    source: 'zone: UTC',
    map: 'effectiveDateTime: e.at',
    searches: [
      ['Observation?date=2021-07-01', ['1']],
      ['Observation?date=2021-06-30', ['2']],
      ['Observation?date=2021-07-01T00:30', ['1']],
      ['Observation?date=2021-06-30T22:30:00Z', ['2']],
    ],
  })
  specs('a column may have a zone of its own', {
    rows: `
      event | at: DATETIME
      ------+--------------------
      1     | 2021-06-30 12:00:00`,
    facts: 'at: { zone: America/New_York }',
    map: 'effectiveDateTime: e.at',
    searches: [
      ['Observation?date=2021-06-30T16:00:00Z', ['1']],
      ['Observation?date=2021-06-30T12:00:00', []],
    ],
  })
  specs('a second has a thousand milliseconds', {
    rows: `
      event | at: DATETIME
      ------+------------------------
      1     | 2021-06-30 12:00:00
      2     | 2021-06-30 12:00:00.500
      3     | 2021-06-30 12:00:01`,
    map: 'effectiveDateTime: e.at',
    searches: [
      ['Observation?date=2021-06-30T12:00:00', ['1', '2']],
      ['Observation?date=2021-06-30T12:00:00.500', ['2']],
      ['Observation?date=gt2021-06-30T12:00:00', ['3']],
      ['Observation?date=gt2021-06-30T12:00:00.500', ['1', '3']],
      ['Observation?date=lt2021-06-30T12:00:00.500', ['1']],
      ['Observation?date=sa2021-06-30T12:00:00.500', ['3']],
      ['Observation?date=eb2021-06-30T12:00:01', ['1', '2']],
    ],
  })
  specs('seconds and milliseconds since 1970 are instants', {
    rows: `
      event | s: INTEGER  | ms: BIGINT
      ------+-------------+--------------
      1     | 1625050800  |
      2     |             | 1625050800500
      3     | 0           |`,
    facts: `
      s: { format: epoch-seconds, nullIf: ['0'] }
      ms: { format: epoch-millis }`,
    map: 'effectiveDateTime: { first: [e.s, e.ms] }',
    searches: [
      ['Observation?date=2021-06-30T12:00:00', ['1', '2']],
      ['Observation?date=2021-06-30T11:00:00Z', ['1', '2']],
      ['Observation?date=2021-06-30T11:00:00.500Z', ['2']],
      ['Observation?date:missing=true', ['3']],
      ['Observation?date=ge1970', ['1', '2']],
    ],
  })
})

describe('a Period', () => {
  const stays = {
    rows: `
      event | start: DATE | end: DATE
      ------+-------------+-----------
      1     | 2020-05-10  | 2020-06-15
      2     | 2020-05-10  | 9999-12-31
      3     |             | 2020-06-15
      4     |             |
      5     | 2020-06-15  | 2020-06-15`,
    facts: "end: { nullIf: ['9999-12-31'] }",
    map: `
      effectivePeriod:
        start: e.start
        end: e.end`,
  }
  specs('an open end is unbounded', {
    ...stays,
    searches: [
      ['Observation?date=2020', ['1', '5']],
      ['Observation?date=ge2030', ['2']],
      ['Observation?date=gt2030', ['2']],
      ['Observation?date=le1900', ['3']],
      ['Observation?date=ap2020-05', ['1', '2', '3']],
      ['Observation?date=2020-06-15', ['5']],
      ['Observation?date=sa2020-05-09', ['1', '2', '5']],
      ['Observation?date=eb2020-06-16', ['1', '3', '5']],
      ['Observation?date=ne2020', ['2', '3']],
    ],
  })
  specs('without both ends there is none', {
    ...stays,
    searches: [
      ['Observation?date:missing=true', ['4']],
      ['Observation?date:missing=false', ['1', '2', '3', '5']],
    ],
  })
})
