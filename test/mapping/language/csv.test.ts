import { describe, expect, test } from 'vitest'
import { parseCsv } from '../../../src/mapping/language/csv.js'

describe('comma-separated text', () => {
  test.each([
    [
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\r\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['\uFEFFa,b', [['a', 'b']]],
    ['"a,b","c ""d"" e"\n', [['a,b', 'c "d" e']]],
    ['"a\nb",c', [['a\nb', 'c']]],
    ['a,,\n', [['a', '', '']]],
    ['a,', [['a', '']]],
    [
      ',a\n,',
      [
        ['', 'a'],
        ['', ''],
      ],
    ],
    ['a\n\n\r\nb\n', [['a'], ['b']]],
    ['""\n"",""\n', [['', '']]],
    [' a , b ', [[' a ', ' b ']]],
    ['', []],
  ])('%o is %o', (text, expected) => {
    const { records, faults } = parseCsv('c.csv', text)
    expect(records.map(record => record.map(field => field.text))).toEqual(expected)
    expect(faults).toEqual([])
  })

  test('knows where its fields stand', () => {
    const { records } = parseCsv('c.csv', 'a,bc,d\n"x\ny",z\n')
    expect(records.flat().map(({ at }) => `${at.line}:${at.column}`)).toEqual(['1:1', '1:3', '1:6', '2:1', '3:4'])
  })

  test.each([
    ['a,"b\nc', '1:3 This quoted field is not closed.'],
    ['a,b\n"c"d,e', '2:1 The field goes on after its closing quote. A quote inside a field is written twice.'],
  ])('%o has a fault', (text, expected) => {
    expect(parseCsv('c.csv', text).faults.map(({ at, message }) => `${at.line}:${at.column} ${message}`)).toEqual([expected])
  })
})
