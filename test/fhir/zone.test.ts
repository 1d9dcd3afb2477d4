/** Local times at clock changes: ruling 9 of the design, and the law that bounds convert exactly. */
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { type Zone, zoneOf } from '../../src/fhir/zone.js'

function open(name: string): Zone {
  const zone = zoneOf(name)
  if (!zone) throw new Error(`This runtime does not know the zone ${name}.`)
  return zone
}
const london = open('Europe/London')
const at = (iso: string): number => Date.parse(iso)

test('a zone that does not exist is undefined', () => {
  expect(zoneOf('Europe/Londres')).toBeUndefined()
  expect(zoneOf('')).toBeUndefined()
})

describe('a local time of London means an instant, and is written with its offset', () => {
  it.each([
    // local, instant, dateTime of FHIR
    ['2021-01-15T10:00:00', '2021-01-15T10:00:00Z', '2021-01-15T10:00:00+00:00'],
    ['2021-07-01T10:00:00', '2021-07-01T09:00:00Z', '2021-07-01T10:00:00+01:00'],
    ['2021-07-01T10:00:00.5', '2021-07-01T09:00:00.500Z', '2021-07-01T10:00:00.5+01:00'],
    // The clocks go forward at 01:00 on 28 March 2021: the hour from 01:00 is not there, and is the instant of the change.
    ['2021-03-28T00:59:59', '2021-03-28T00:59:59Z', '2021-03-28T00:59:59+00:00'],
    ['2021-03-28T01:00:00', '2021-03-28T01:00:00Z', '2021-03-28T02:00:00+01:00'],
    ['2021-03-28T01:30:00', '2021-03-28T01:00:00Z', '2021-03-28T02:00:00+01:00'],
    ['2021-03-28T01:59:59.999', '2021-03-28T01:00:00Z', '2021-03-28T02:00:00+01:00'],
    ['2021-03-28T02:00:00', '2021-03-28T01:00:00Z', '2021-03-28T02:00:00+01:00'],
    ['2021-03-28T02:00:01', '2021-03-28T01:00:01Z', '2021-03-28T02:00:01+01:00'],
    // They go back at 02:00 on 31 October 2021: the hour from 01:00 is there twice, and is the first of the two.
    ['2021-10-31T00:59:59', '2021-10-30T23:59:59Z', '2021-10-31T00:59:59+01:00'],
    ['2021-10-31T01:00:00', '2021-10-31T00:00:00Z', '2021-10-31T01:00:00+01:00'],
    ['2021-10-31T01:59:59', '2021-10-31T00:59:59Z', '2021-10-31T01:59:59+01:00'],
    ['2021-10-31T02:00:00', '2021-10-31T02:00:00Z', '2021-10-31T02:00:00+00:00'],
    // Summer time all year round, and double summer time.
    ['1970-01-01T00:00:00', '1969-12-31T23:00:00Z', '1970-01-01T00:00:00+01:00'],
    ['1944-07-01T12:00:00', '1944-07-01T10:00:00Z', '1944-07-01T12:00:00+02:00'],
    // Local mean time has seconds, which an offset of FHIR cannot say.
    ['1840-06-01T12:00:00', '1840-06-01T12:01:15Z', '1840-06-01T12:01:15Z'],
    ['9999-12-31T23:59:59', '9999-12-31T23:59:59Z', '9999-12-31T23:59:59+00:00'],
  ])('%s is %s', (local, instant, dateTime) => {
    expect(london.toInstant(local)).toBe(at(instant))
    expect(london.withOffset(local)).toBe(dateTime)
  })
})

test('the first second of the year 0001 is read', () => {
  expect(open('UTC').toInstant('0001-01-01T00:00:00')).toBe(-62_135_596_800_000)
  expect(london.toInstant('0001-01-01T00:00:00')).toBe(-62_135_596_725_000)
})

test('other zones have their own offsets, half hours and a missing day included', () => {
  expect(open('Asia/Kolkata').withOffset('2021-01-15T10:00:00')).toBe('2021-01-15T10:00:00+05:30')
  expect(open('America/New_York').withOffset('2021-07-01T10:00:00')).toBe('2021-07-01T10:00:00-04:00')
  expect(open('Australia/Lord_Howe').withOffset('2021-01-15T10:00:00')).toBe('2021-01-15T10:00:00+11:00')
  expect(open('Pacific/Apia').withOffset('2011-12-30T12:00:00')).toBe('2011-12-31T00:00:00+14:00')
})

describe('the least local time of an instant', () => {
  it.each([
    ['2021-07-01T09:00:00Z', '2021-07-01T10:00:00'],
    ['2021-07-01T09:00:00.500Z', '2021-07-01T10:00:00.5'],
    ['2021-07-01T09:00:00.120Z', '2021-07-01T10:00:00.12'],
    ['2021-03-28T01:00:00Z', '2021-03-28T01:00:00'],
    ['2021-03-28T01:00:00.001Z', '2021-03-28T02:00:00.001'],
    ['2021-10-31T00:59:59Z', '2021-10-31T01:59:59'],
    ['2021-10-31T01:00:00Z', '2021-10-31T02:00:00'],
    ['2021-10-31T01:30:00Z', '2021-10-31T02:00:00'],
    ['2021-10-31T02:00:00Z', '2021-10-31T02:00:00'],
    ['2021-12-31T23:59:59.999Z', '2021-12-31T23:59:59.999'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999'],
    ['+010000-01-01T00:00:00Z', '9999-12-31T23:59:59.999999'],
    ['0000-06-01T00:00:00Z', '0001-01-01T00:00:00'],
  ])('of %s is %s', (instant, local) => {
    expect(london.leastLocal(at(instant))).toBe(local)
  })

  it('of an instant without end is the last or the first there is', () => {
    expect(london.leastLocal(Number.POSITIVE_INFINITY)).toBe('9999-12-31T23:59:59.999999')
    expect(london.leastLocal(Number.NEGATIVE_INFINITY)).toBe('0001-01-01T00:00:00')
  })
})

const zoneNames = [
  'Europe/London',
  'UTC',
  'America/New_York',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
]
const toLocal = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, -1)
const changes = [
  '2021-03-28T01:00:00',
  '2021-10-31T01:00:00',
  '2018-11-04T03:00:00',
  '2011-12-30T10:00:00',
  '2021-04-03T15:00:00',
  '2021-12-31T23:59:59',
]
const near = fc
  .tuple(fc.constantFrom(...changes), fc.integer({ min: -100_000_000, max: 100_000_000 }))
  .map(([change, by]) => at(`${change}Z`) + by)
const anywhere = fc.integer({ min: at('0001-01-02T00:00:00Z'), max: at('9999-12-30T00:00:00Z') })
const time = fc.oneof(near, near, anywhere)

describe.each(zoneNames)('in %s', name => {
  const zone = open(name)

  test('later local times are never earlier instants', () => {
    fc.assert(
      fc.property(time, fc.integer({ min: 0, max: 100_000_000 }), (local, by) => {
        expect(zone.toInstant(toLocal(local))).toBeLessThanOrEqual(zone.toInstant(toLocal(local + by)))
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  test('a local time is not before the least local time exactly when its instant is not before', () => {
    fc.assert(
      fc.property(time, fc.integer({ min: -8_000_000, max: 8_000_000 }), (instant, by) => {
        const local = toLocal(at(`${zone.leastLocal(instant).padEnd(20, '.').padEnd(23, '0')}Z`) + by)
        expect(local >= zone.leastLocal(instant)).toBe(zone.toInstant(local) >= instant)
      }),
      { seed: 2, numRuns: 300 },
    )
  })

  test('what is written with an offset is the instant that was meant', () => {
    fc.assert(
      fc.property(time, local => {
        expect(at(zone.withOffset(toLocal(local)))).toBe(zone.toInstant(toLocal(local)))
      }),
      { seed: 3, numRuns: 300 },
    )
  })
})
