import { describe, expect, it, test } from 'vitest'
import { matches } from './everything-offered.js'

const prefixes = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'] as const

/** The prefixes under which `searched` finds the value, in the order above. */
const finding = (element: object, searched: string) =>
  prefixes.filter(prefix => matches({ resourceType: 'Observation', ...element }, `date=${prefix}${searched}`)).join(' ')

describe('each prefix asks how two ranges lie', () => {
  test.each<[value: string, searched: string, found: string]>([
    // The same range.
    ['2020-06-15', '2020-06-15', 'eq ge le ap'],
    ['2020-06-15T10:00:00Z', '2020-06-15T10:00:00Z', 'eq ge le ap'],
    ['2020-06-15T10:00:00Z', '2020-06-15T11:00:00%2B01:00', 'eq ge le ap'],
    // The value lies within what is searched.
    ['2020-06-15', '2020-06', 'eq ge le ap'],
    ['2020-06-15', '2020', 'eq ge le ap'],
    // What is searched lies within the value: some of its instants are before, some after.
    ['2020-06', '2020-06-15', 'ne gt lt ge le ap'],
    ['2020-06', '2020-06-01', 'ne gt ge le ap'],
    ['2020-06', '2020-06-30', 'ne lt ge le ap'],
    ['2020', '2020-06-15T12:00:00Z', 'ne gt lt ge le ap'],
    // The value lies after, or before.
    ['2020-06-16', '2020-06-15', 'ne gt ge sa'],
    ['2020-06-14', '2020-06-15', 'ne lt le eb'],
    ['2021', '2020', 'ne gt ge sa'],
    ['2020-06-15T10:00:00.500Z', '2020-06-15T10:00:00.499Z', 'ne gt ge sa'],
    ['2020-06-15T10:00:00.500Z', '2020-06-15T10:00:00Z', 'eq ge le ap'],
    ['2020-06-15T10:00:30Z', '2020-06-15T11:00', 'eq ge le ap'],
  ])('%s under %s: %s', (effectiveDateTime, searched, found) => {
    expect(finding({ effectiveDateTime }, searched)).toBe(found)
  })
})

describe('a Period is the range from its start to its end, unbounded where it is open', () => {
  const from = (start: string | undefined, end: string | undefined) => ({
    effectivePeriod: { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) },
  })
  test.each<[start: string | undefined, end: string | undefined, searched: string, found: string]>([
    ['2020-05-10', '2020-06-15', '2020', 'eq ge le ap'],
    ['2020-05-10', '2020-06-15', '2020-05', 'ne gt ge le ap'],
    ['2020-05-10', '2020-06-15', '2020-06', 'ne lt ge le ap'],
    ['2020-05-10', '2020-06-15', '2020-06-15', 'ne lt ge le ap'],
    ['2020-05-10', '2020-06-15', '2020-06-16', 'ne lt le eb'],
    ['2020-05-10', '2020-06-15', '2020-05-09', 'ne gt ge sa'],
    ['2020-05-10', undefined, '2030', 'ne gt lt ge le ap'],
    ['2020-05-10', undefined, '2020', 'ne gt ge le ap'],
    ['2020-05-10', undefined, '2019', 'ne gt ge sa'],
    [undefined, '2020-06-15', '1900', 'ne gt lt ge le ap'],
    [undefined, '2020-06-15', '2020', 'ne lt ge le ap'],
    [undefined, '2020-06-15', '2021', 'ne lt le eb'],
    [undefined, undefined, '2020', ''],
  ])('%s to %s under %s: %s', (start, end, searched, found) => {
    expect(finding(from(start, end), searched)).toBe(found)
  })
})

describe('a time without an offset is that of Europe/London, also on the days when the clocks change', () => {
  test.each<[value: string, searched: string, isWithin: boolean]>([
    // 29 March 2020 has 23 hours: it ends at 23:00Z.
    ['2020-03-28T23:59:59Z', '2020-03-29', false],
    ['2020-03-29T00:00:00Z', '2020-03-29', true],
    ['2020-03-29T22:59:59Z', '2020-03-29', true],
    ['2020-03-29T23:00:00Z', '2020-03-29', false],
    ['2020-03-29T23:00:00Z', '2020-03-30', true],
    // 25 October 2020 has 25 hours: it begins at 23:00Z the day before and ends at 24:00Z.
    ['2020-10-24T22:59:59Z', '2020-10-25', false],
    ['2020-10-24T23:00:00Z', '2020-10-25', true],
    ['2020-10-25T23:59:59Z', '2020-10-25', true],
    ['2020-10-26T00:00:00Z', '2020-10-25', false],
    // October begins in summer time and ends in winter time.
    ['2020-09-30T23:00:00Z', '2020-10', true],
    ['2020-10-31T23:59:59Z', '2020-10', true],
    ['2020-11-01T00:00:00Z', '2020-10', false],
    // The year begins and ends in winter time.
    ['2020-01-01T00:00:00Z', '2020', true],
    ['2019-12-31T23:59:59Z', '2020', false],
    // In the fold the earlier of the two is meant.
    ['2020-10-25T00:30:00Z', '2020-10-25T01:30', true],
    ['2020-10-25T01:30:00Z', '2020-10-25T01:30', false],
    // Both sides without an offset.
    ['2020-07-01', '2020-07-01', true],
    ['2020-07-01T00:00:00%2B01:00', '2020-07-01', true],
    ['2020-06-30T23:00:00Z', '2020-07-01', true],
    ['2020-06-30T22:59:59Z', '2020-07-01', false],
  ])('%s is within %s: %s', (value, searched, isWithin) => {
    const resource = { resourceType: 'Observation', effectiveDateTime: decodeURIComponent(value) }
    expect(matches(resource, `date=${searched}`)).toBe(isWithin)
    expect(matches(resource, `date=ne${searched}`)).toBe(!isWithin)
  })
})

describe('dates of other types', () => {
  it('an instant', () => {
    const patient = { resourceType: 'Patient', meta: { lastUpdated: '2024-03-31T00:30:00.123Z' } }
    expect(matches(patient, '_lastUpdated=2024-03-31')).toBe(true)
    expect(matches(patient, '_lastUpdated=gt2024-03-31T00:30:00.122Z')).toBe(true)
    expect(matches(patient, '_lastUpdated=gt2024-03-31T00:30:00.123Z')).toBe(false)
  })
  it('a birth date known to the year', () => {
    const patient = { resourceType: 'Patient', birthDate: '1980' }
    expect(matches(patient, 'birthdate=1980')).toBe(true)
    expect(matches(patient, 'birthdate=1980-05')).toBe(false)
    expect(matches(patient, 'birthdate=ap1980-05')).toBe(true)
  })
  it('one of several dates is enough, and each clause may be met by another', () => {
    const request = {
      resourceType: 'MedicationRequest',
      dosageInstruction: [{ timing: { event: ['2020-01-01', '2021-01-01'] } }],
    }
    expect(matches(request, 'date=2020')).toBe(true)
    expect(matches(request, 'date=2020&date=2021')).toBe(true)
    expect(matches(request, 'date=2022')).toBe(false)
  })
  it('what is no date matches nothing', () => {
    expect(finding({ effectiveDateTime: '2020-02-31' }, '2020')).toBe('')
    expect(finding({ effectiveDateTime: 'soon' }, '2020')).toBe('')
  })
})
