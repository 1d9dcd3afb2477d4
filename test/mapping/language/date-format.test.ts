import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { DateStorage } from '../../../src/mapping/language/date-format.js'
import { isDateStorage, isOrdered, parseDateFormat, readDate, writeDate } from '../../../src/mapping/language/date-format.js'

function storage(text: string): DateStorage {
  const format = parseDateFormat(text)
  if (format.kind === 'fault' || !isDateStorage(format)) throw new Error(`${text} is no format of a date`)
  return format
}

describe('a format', () => {
  it('is a pattern of fields and literals', () => {
    expect(parseDateFormat('dd/MM/yyyy')).toEqual({
      kind: 'pattern',
      pattern: 'dd/MM/yyyy',
      parts: [
        { kind: 'field', field: 'day', digits: 2 },
        { kind: 'literal', text: '/' },
        { kind: 'field', field: 'month', digits: 2 },
        { kind: 'literal', text: '/' },
        { kind: 'field', field: 'year', digits: 4 },
      ],
    })
  })

  test.each(['epoch-seconds', 'epoch-millis', 'integer', 'decimal', 'uuid', 'uuid-mixed'])('%s has a name', name => {
    expect(parseDateFormat(name)).toEqual({ kind: name })
  })

  test.each([
    ['YYYYMMDD', 'YYYY is no part of a format'],
    ['yyyyMMMMdd', 'MMMM is no part of a format'],
    ['MMM-MM-dd-yyyy', 'A part stands twice'],
    ['yyyy-MM', 'This format has no dd'],
    ['HHmm', 'This format has no yyyy'],
    ['yyyyMMddMM', 'A part stands twice'],
    ['yyyyMMdd mm', 'This format has mm (minutes) without HH'],
    ['yyyyMMdd HHss', 'This format has ss without mm'],
    ['', 'This format has no yyyy'],
  ])('%s is none', (text, message) => {
    const format = parseDateFormat(text)
    expect(format).toMatchObject({ kind: 'fault' })
    expect(format).toHaveProperty('message', expect.stringContaining(message))
  })
})

describe('reading a date', () => {
  test.each([
    ['yyyyMMdd', '20200329', '2020-03-29'],
    ['yyyyMMdd', 20200329, '2020-03-29'],
    ['ddMMyyyy', 1022020, '2020-02-01'],
    ['dd/MM/yyyy', '29/03/2020', '2020-03-29'],
    ['yyyy-MM-ddTHH:mm:ss', '2020-03-29T01:30:05', '2020-03-29T01:30:05'],
    ['yyyyMMddHHmm', '202003290130', '2020-03-29T01:30:00'],
    ['yyyyMMdd HH', '20200329 23', '2020-03-29T23:00:00'],
    ['yyyyMMdd', '20200229', '2020-02-29'],
    ['yyyyMMdd', '20000229', '2000-02-29'],
    ['yyyyMMdd', '20210229', undefined],
    ['yyyyMMdd', '19000229', undefined],
    ['yyyyMMdd', '20200431', undefined],
    ['yyyyMMdd', '20201301', undefined],
    ['yyyyMMdd', '20200001', undefined],
    ['yyyyMMdd', '20200100', undefined],
    ['yyyyMMdd', '00000101', undefined],
    ['yyyyMMdd', '99999999', undefined],
    ['yyyyMMdd', '2020032', undefined],
    ['yyyyMMdd', '202003290', undefined],
    ['yyyyMMdd', '2020 329', undefined],
    ['yyyyMMdd', ' 2020329', undefined],
    ['yyyyMMdd', '２０２００３２９', undefined],
    ['yyyyMMdd', '', undefined],
    ['yyyyMMdd', -2020329, undefined],
    ['yyyyMMdd', 2020.329, undefined],
    ['dd/MM/yyyy', '29-03-2020', undefined],
    ['dd-MMM-yyyy', '05-Mar-1983', '1983-03-05'],
    ['dd-MMM-yyyy', '05-MAR-1983', '1983-03-05'],
    ['dd-MMM-yyyy', '29-feb-1983', undefined],
    ['dd-MMM-yyyy', '05-Mär-1983', undefined],
    ['dd-MMM-yyyy', '05-03-1983', undefined],
    ['dd-MMM-yyyy', '05-Sept-1983', undefined],
    ['dd MMM yyyy HH:mm', '31 DEC 1999 23:59', '1999-12-31T23:59:00'],
    ['MMMddyyyy', 'oct312000', '2000-10-31'],
    ['yyyyMMddHHmm', '202003292400', undefined],
    ['yyyyMMddHHmm', '202003290160', undefined],
    ['yyyyMMddHHmmss', '20200329013060', undefined],
    ['epoch-seconds', 1585445400, '2020-03-29T01:30:00Z'],
    ['epoch-seconds', '1585445400', '2020-03-29T01:30:00Z'],
    ['epoch-seconds', -1, '1969-12-31T23:59:59Z'],
    ['epoch-millis', 1585445400500, '2020-03-29T01:30:00.500Z'],
    ['epoch-seconds', '1e9', undefined],
    ['epoch-seconds', '', undefined],
    ['epoch-seconds', 1.5, undefined],
    ['epoch-seconds', Number.NaN, undefined],
    ['epoch-seconds', 1e15, undefined],
  ])('%s of %o is %s', (format, stored, expected) => {
    expect(readDate(storage(format))(stored)).toBe(expected)
  })
})

describe('writing a date', () => {
  test.each([
    ['yyyyMMdd', '2020-03-29', '20200329'],
    ['dd/MM/yyyy', '0987-03-09', '09/03/0987'],
    ['yyyy-MM-ddTHH:mm:ss', '2020-03-29', '2020-03-29T00:00:00'],
    ['yyyyMMddHHmm', '2020-03-29T01:30:00', '202003290130'],
    ['dd-MMM-yyyy', '1983-03-05', '05-Mar-1983'],
    ['MMM dd yyyy HH:mm', '2020-12-31T23:59:01', 'Jan 01 2021 00:00'],
    ['epoch-seconds', '2020-03-29T01:30:00Z', 1585445400],
    ['epoch-millis', '2020-03-29T01:30:00.500Z', 1585445400500],
  ])('%s of %s is %o', (format, iso, expected) => {
    expect(writeDate(storage(format))(iso)).toBe(expected)
  })

  test.each([
    ['yyyyMMdd', '2020-02-29T00:00:01', '20200301'],
    ['yyyyMMddHHmm', '2020-12-31T23:59:01', '202101010000'],
    ['yyyyMMddHHmmss', '2020-03-29T01:30:00.5', '20200329013001'],
    ['epoch-seconds', '2020-03-29T01:30:00.001Z', 1585445401],
  ])('%s of %s is rounded up to %o, so that >= and < keep their meaning', (format, iso, expected) => {
    expect(writeDate(storage(format))(iso)).toBe(expected)
  })

  it('is the inverse of reading', () => {
    const formats = ['yyyyMMddHHmmss', 'dd/MM/yyyy HH:mm:ss', 'ss mm HH dd MM yyyy', 'dd-MMM-yyyy HH.mm.ss']
    const moments = fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
    fc.assert(
      fc.property(fc.constantFrom(...formats), moments, (text, moment) => {
        const iso = moment.toISOString().slice(0, 19)
        expect(readDate(storage(text))(writeDate(storage(text))(iso))).toBe(iso)
      }),
      { seed: 20200329 },
    )
  })
})

test.each([
  ['yyyyMMdd', true],
  ['yyyy-MM-ddTHH:mm:ss', true],
  ['epoch-seconds', true],
  ['epoch-millis', true],
  ['dd/MM/yyyy', false],
  ['yyyy-MMM-dd', false],
  ['MM/dd/yyyy', false],
  ['yyyyddMM', false],
  ['HHmmyyyyMMdd', false],
])('the text order of %s is the order of time: %s', (format, ordered) => {
  expect(isOrdered(storage(format))).toBe(ordered)
})
