/** Partial dates and what they mean. https://hl7.org/fhir/STU3/datatypes.html#date and search.html#date */
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { addDays } from '../../src/fhir/calendar.js'
import { parsePartialDate, toPeriod } from '../../src/fhir/dates.js'
import { type Zone, zoneOf } from '../../src/fhir/zone.js'

function open(name: string): Zone {
  const zone = zoneOf(name)
  if (!zone) throw new Error(`This runtime does not know the zone ${name}.`)
  return zone
}
const london = open('Europe/London')

function periodOf(text: string, zone: Zone): readonly [string, string] {
  const date = parsePartialDate(text)
  if (!date) throw new Error(`${text} is no date.`)
  const { start, end } = toPeriod(date, zone)
  return [new Date(start).toISOString(), new Date(end).toISOString()]
}

describe('a date has the precision that it is written with', () => {
  it.each([
    ['2015', 'year', false],
    ['2015-02', 'month', false],
    ['2015-02-07', 'day', false],
    ['2015-02-07T13:28', 'minute', false],
    ['2015-02-07T13:28Z', 'minute', true],
    ['2015-02-07T13:28:17', 'second', false],
    ['2015-02-07T13:28:17-05:00', 'second', true],
    ['2015-02-07T13:28:17.2', 'fraction', false],
    ['2015-02-07T13:28:17.1234567+14:00', 'fraction', true],
    ['0001-01-01', 'day', false],
    ['9999-12-31', 'day', false],
    ['2000-02-29', 'day', false],
    ['2020-02-29', 'day', false],
  ])('%s: %s', (text, precision, zoned) => {
    expect(parsePartialDate(text)).toEqual({ text, precision, zoned })
  })
})

describe('what is not a date of the calendar is refused', () => {
  it.each([
    '',
    '15',
    '0000',
    '0000-01-01',
    '02015',
    '-2015',
    '2015-',
    '2015-2',
    '2015-00',
    '2015-13',
    '2015-02-00',
    '2015-02-29',
    '1900-02-29',
    '2100-02-29',
    '2015-04-31',
    '2015-02-30',
    '2015-01-32',
    '2015-02-07T',
    '2015-02-07T13',
    '2015-02-07T24:00',
    '2015-02-07T13:60',
    '2015-02-07T13:28:60',
    '2015-02-07T13:28:17.',
    '2015-02-07T13:28:17+14:01',
    '2015-02-07T13:28:17+15:00',
    '2015-02-07T13:28:17+0100',
    '2015-02-07T13:28:17z',
    '2015-02-07 13:28:17',
    '2015Z',
    '2015-02-07Z',
    ' 2015',
    '2015\n',
    '２０１５',
  ])('%j', text => {
    expect(parsePartialDate(text)).toBeUndefined()
  })
})

describe('a date means the instants from its start to its end, in the zone unless it says its offset', () => {
  it.each([
    ['2015', '2015-01-01T00:00:00.000Z', '2016-01-01T00:00:00.000Z'],
    ['2015-02', '2015-02-01T00:00:00.000Z', '2015-03-01T00:00:00.000Z'],
    ['2015-12', '2015-12-01T00:00:00.000Z', '2016-01-01T00:00:00.000Z'],
    ['2015-07', '2015-06-30T23:00:00.000Z', '2015-07-31T23:00:00.000Z'],
    ['2016-02-29', '2016-02-29T00:00:00.000Z', '2016-03-01T00:00:00.000Z'],
    ['2021-03-28', '2021-03-28T00:00:00.000Z', '2021-03-28T23:00:00.000Z'],
    ['2021-10-31', '2021-10-30T23:00:00.000Z', '2021-11-01T00:00:00.000Z'],
    ['2021-07-01T10:00', '2021-07-01T09:00:00.000Z', '2021-07-01T09:01:00.000Z'],
    ['2021-07-01T10:00:05', '2021-07-01T09:00:05.000Z', '2021-07-01T09:00:06.000Z'],
    ['2021-07-01T10:00:05.2', '2021-07-01T09:00:05.200Z', '2021-07-01T09:00:05.201Z'],
    ['2021-07-01T10:00:05.2399', '2021-07-01T09:00:05.239Z', '2021-07-01T09:00:05.240Z'],
    ['2021-07-01T10:00Z', '2021-07-01T10:00:00.000Z', '2021-07-01T10:01:00.000Z'],
    ['2021-07-01T10:00:05-05:30', '2021-07-01T15:30:05.000Z', '2021-07-01T15:30:06.000Z'],
    ['2021-07-01T00:30:00+01:00', '2021-06-30T23:30:00.000Z', '2021-06-30T23:30:01.000Z'],
    ['2021-03-28T01:30:00', '2021-03-28T01:00:00.000Z', '2021-03-28T01:00:01.000Z'],
    ['2021-10-31T02:00', '2021-10-31T02:00:00.000Z', '2021-10-31T02:01:00.000Z'],
    ['2021-10-31T01:59:59', '2021-10-31T00:59:59.000Z', '2021-10-31T01:00:00.000Z'],
    ['9999', '9999-01-01T00:00:00.000Z', '+010000-01-01T00:00:00.000Z'],
    ['9999-12-31', '9999-12-31T00:00:00.000Z', '+010000-01-01T00:00:00.000Z'],
    ['0001-01-01', '0001-01-01T00:01:15.000Z', '0001-01-02T00:01:15.000Z'],
  ])('%s in London is [%s, %s)', (text, start, end) => {
    expect(periodOf(text, london)).toEqual([start, end])
  })
})

const day = fc
  .integer({ min: Date.parse('0001-01-01'), max: Date.parse('9999-12-31') })
  .map(milliseconds => new Date(milliseconds).toISOString().slice(0, 10))

describe.each(['Europe/London', 'America/Sao_Paulo', 'Pacific/Apia', 'Asia/Tehran'])('in %s', name => {
  const zone = open(name)

  test('a day ends where the next begins, and lies within its month and its year', () => {
    fc.assert(
      fc.property(day, text => {
        const [start, end] = periodOf(text, zone)
        if (text !== '9999-12-31') expect(end).toBe(periodOf(addDays(text, 1), zone)[0])
        for (const wider of [text.slice(0, 7), text.slice(0, 4)]) {
          const [from, until] = periodOf(wider, zone)
          expect(Date.parse(from)).toBeLessThanOrEqual(Date.parse(start))
          expect(Date.parse(end)).toBeLessThanOrEqual(Date.parse(until))
        }
      }),
      { seed: 4, numRuns: 200 },
    )
  })
})

test('every day that JavaScript knows is a date, and no other', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9999 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 28, max: 31 }),
      (year, month, dayOfMonth) => {
        const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${dayOfMonth}`
        const date = new Date(`${text}T00:00:00Z`)
        expect(parsePartialDate(text) !== undefined).toBe(!Number.isNaN(date.getTime()) && date.toISOString().startsWith(text))
      },
    ),
    { seed: 5, numRuns: 1000 },
  )
})
