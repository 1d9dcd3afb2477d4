/** What is read of a stored date: ISO text of a day that has a year, and nothing else (SPI: the form of dates). */
import { describe, expect, test } from 'vitest'
import { readerOf } from '../../../src/mapping/compile/column.js'
import type { FieldType } from '../../../src/spi/index.js'
import { columnOf } from './columns.js'

const read = (type: FieldType, stored: string) => readerOf(columnOf({ name: 'C', type }), () => undefined)(stored)

describe('a date', () => {
  test.each(['2020-03-29', '0001-01-01', '9999-12-31'])('%s is read as it is', stored =>
    expect(read('date', stored)).toBe(stored),
  )

  test.each(['0000-01-01', '2020-3-29', '2020/03/29', '2020-03-2x', '2020-03-29 ', '20200329', '', '٢٠٢٠-٠٣-٢٩'])(
    '%j is none',
    stored => expect(read('date', stored)).toBeUndefined(),
  )
})

describe('a time of a day', () => {
  test.each(['2020-03-29T01:30:00', '2020-03-29T01:30:00.5', '2020-03-29T01:30:00Z', '2020-03-29T01:30:00.123456Z'])(
    '%s is read as it is',
    stored => expect(read('dateTime', stored)).toBe(stored),
  )

  test.each([
    '0000-03-29T01:30:00',
    '2020-03-29 01:30:00',
    '2020-03-29T01:30:0x',
    '2020-03-29T01-30-00',
    '2020-03-29T01:30',
    '2020-03-29T01:30:00.',
    '2020-03-29',
  ])('%j is none', stored => expect(read('dateTime', stored)).toBeUndefined())
})
