/** A condition means the same on a row's values as in the source (MAPPING, section 9). */
import { describe, expect, it, test } from 'vitest'
import { columnEquals, columnIn, columnPresent } from '../../../src/mapping/compile/column-inverse.js'
import { conditionHolds, timeless } from '../../../src/mapping/compile/condition.js'
import type { Inverse } from '../../../src/mapping/compile/inverse.js'
import { evaluate, type Scalar } from '../../../src/spi/index.js'
import { type Random, seeded } from '../../support/random.js'
import {
  columnOf,
  conditionOf,
  faultsOfCondition,
  holdsOnValues,
  meaningOf,
  readStored,
  type StoredRow,
  type TestColumn,
} from './columns.js'

const columns: readonly TestColumn[] = [
  { name: 'TXT', type: 'string' },
  { name: 'TRIM', type: 'string', facts: "{ trim: true, nullIf: ['NULL'] }" },
  { name: 'PAD', type: 'string', nativeType: 'char(4)' },
  { name: 'INT', type: 'integer', facts: "{ nullIf: ['-1'] }" },
  { name: 'INT2', type: 'integer', facts: "{ nullIf: ['-1'] }" },
  { name: 'DEC', type: 'decimal', facts: "{ nullIf: ['0'] }" },
  { name: 'BIT', type: 'boolean' },
  { name: 'DAY', type: 'date', facts: "{ nullIf: ['1900-01-01'] }" },
  { name: 'AT', type: 'dateTime', facts: "{ nullIf: ['1900-01-01'] }" },
  { name: 'INST', type: 'instant' },
  { name: 'YMD', type: 'string', facts: "{ format: yyyyMMdd, nullIf: ['19000101'] }" },
  { name: 'YMD2', type: 'string', facts: "{ format: yyyyMMdd, nullIf: ['19000101'] }" },
  { name: 'DMY', type: 'string', facts: '{ format: dd/MM/yyyy }' },
  { name: 'DMY2', type: 'string', facts: '{ format: dd/MM/yyyy }' },
  { name: 'MIN', type: 'string', facts: '{ format: yyyyMMddHHmm }' },
  { name: 'NUMDAY', type: 'integer', facts: '{ format: yyyyMMdd }' },
  { name: 'EPOCH', type: 'integer', facts: '{ format: epoch-seconds }' },
  { name: 'MASK', type: 'string', facts: "{ mask: ['## ##', '####'] }" },
  { name: 'MASK2', type: 'string', facts: "{ mask: ['## ##', '####'] }" },
  { name: 'NUMTXT', type: 'string', facts: '{ format: integer }' },
]

const texts = ['', ' ', '   ', 'A', 'A ', 'a', 'AB', 'B', 'NULL', ' A', 'É']
const days = ['20240615', '20240616', '19000101', '20240230', '2024', 'x', '', ' ']
const slashed = ['15/06/2024', '16/06/2024', '01/12/2023', '31/02/2024', 'x', '']
const instants = [
  '2024-06-15T11:30:00Z',
  '2024-06-15T12:00:00Z',
  '2024-06-15T12:00:00.5Z',
  '2023-10-29T00:30:00Z',
  '2023-10-29T01:30:00Z',
]
const stored: Readonly<Record<string, readonly Scalar[]>> = {
  TXT: texts,
  TRIM: texts,
  PAD: texts,
  INT: [-1, 0, 1, 2, 10, '9007199254740993'],
  INT2: [-1, 0, 1, 2, 10],
  DEC: ['0', '0.0', '0.00', '1', '1.0', '1.50', '1.5', '-1', '10'],
  BIT: [true, false],
  DAY: ['1900-01-01', '2024-06-14', '2024-06-15', '2024-06-16'],
  AT: ['1900-01-01T00:00:00', '1900-01-01T00:00:00.000', '2024-06-15T13:00:00', '2024-06-15T00:00:00.00', '2023-10-29T01:30:00'],
  INST: instants,
  YMD: days,
  YMD2: days,
  DMY: slashed,
  DMY2: slashed,
  MIN: ['202406151300', '202406151301', '202406151360', ''],
  NUMDAY: [20240615, 20240616, 20240230, 7],
  EPOCH: [0, 1718452800, 1718452801, 999999999999999],
  MASK: ['12 34', '1234', '12-34', '', '43 21'],
  MASK2: ['12 34', '1234', '12-34', '', '43 21'],
  NUMTXT: ['7', '007', ' 7 ', '70', 'x', ''],
}

const literals: Readonly<Record<string, readonly string[]>> = {
  TXT: ["'A'", "'A '", "'a'", "'B'", "''", "' '", "'NULL'"],
  TRIM: ["'A'", "'A '", "'a'", "'B'", "''", "' '", "'NULL'"],
  PAD: ["'A'", "'A   '", "'AB'", "''"],
  INT: ['0', '1', '2', '-1', "'9007199254740993'"],
  DEC: ['0', '1', '1.00', '1.5', '-1'],
  BIT: ["'true'", "'false'"],
  DAY: ["'2024-06-15'", "'2024'", "'1900-01-01'", 'today'],
  AT: ["'2024-06-15'", "'2024-06-15T13:00:00'", "'2023-10-29T01:30'", "'1900-01-01'", 'today', 'now'],
  INST: ["'2024-06-15T13:00:00'", "'2023-10-29T01:30:00'", 'today', 'now'],
  YMD: ["'2024-06-15'", "'1900-01-01'", 'today'],
  DMY: ["'2024-06-15'", "'2024-01'", 'today'],
  MIN: ["'2024-06-15T13:00:00'", "'2024-06-15T13:00:30'", 'now', 'today'],
  NUMDAY: ["'2024-06-15'", 'today'],
  EPOCH: ["'2024-06-15T13:00:00'", 'now', 'today'],
  MASK: ["'1234'", "'12 34'", "'4321'"],
  NUMTXT: ['7', '70'],
}
const pairs = [
  ['TXT', 'TRIM'],
  ['PAD', 'TRIM'],
  ['INT', 'INT2'],
  ['INT2', 'INT'],
  ['YMD', 'YMD2'],
  ['DMY', 'DMY2'],
  ['MASK', 'MASK2'],
  ['TXT', 'TXT'],
] as const

const signs = ['=', '<>', '<', '<=', '>', '>=']
/** Noon in London's summer, with a part of a second. */
const clock = { now: Date.parse('2024-06-15T12:00:00.500Z') }

const named = Object.keys(literals)

function randomTest(random: Random): string {
  const name = random.pick(named)
  const literal = () => random.pick(literals[name] ?? [])
  const plain = () => {
    const found = literal()
    return found === 'today' || found === 'now' ? undefined : found
  }
  switch (random.whole(6)) {
    case 0:
      return `t.${random.pick(Object.keys(stored))} is ${random.chance(0.5) ? 'not ' : ''}null`
    case 1: {
      const values = [plain(), plain()].filter(value => value !== undefined)
      return values.length === 0 ? randomTest(random) : `t.${name} ${random.chance(0.3) ? 'not ' : ''}in (${values.join(', ')})`
    }
    case 2:
      return `t.${random.pick(['TXT', 'TRIM', 'PAD'])} ${random.pick(['starts with', 'contains'])} ${random.pick(["'A'", "' '", "'U'", "'B'"])}`
    case 3: {
      const [left, right] = random.pick(pairs)
      return `t.${left} ${random.pick(signs)} t.${right}`
    }
    default:
      return `t.${name} ${random.pick(signs)} ${literal()}`
  }
}

function randomExpression(random: Random, depth: number): string {
  if (depth === 0 || random.chance(0.4)) return randomTest(random)
  const parts = [randomExpression(random, depth - 1), randomExpression(random, depth - 1)]
  return random.pick([() => `(${parts.join(' and ')})`, () => `(${parts.join(' or ')})`, () => `not (${parts[0]})`])()
}

const randomRow = (random: Random): StoredRow =>
  Object.fromEntries(Object.entries(stored).map(([name, values]) => [name, random.chance(0.2) ? null : random.pick(values)]))

/** `may` is a superset, exact means equal. */
function disagreement(inverse: Inverse, row: StoredRow, holds: boolean): string | undefined {
  if (inverse.kind === 'unsupported') return 'can not be inverted'
  const may = inverse.kind === 'always' || (inverse.kind === 'rows' && evaluate(inverse.may, readStored(row)))
  if (holds && !may) return 'loses'
  return may && !holds && (inverse.kind !== 'rows' || inverse.exact) ? 'is not exact for' : undefined
}

const shown = (row: StoredRow, text: string) =>
  JSON.stringify(Object.fromEntries(Object.entries(row).filter(([name]) => new RegExp(`\\b${name}\\b`).test(text))))

describe('a condition', () => {
  it('means the same in both directions, for every test of one column and every stored value', () => {
    const faults: string[] = []
    for (const name of named)
      for (const sign of signs)
        for (const literal of literals[name] ?? []) {
          const text = `t.${name} ${sign} ${literal}`
          const condition = conditionOf(text, columns)
          const inverse = conditionHolds(condition, clock)
          for (const value of [null, ...(stored[name] ?? [])]) {
            const row = { [name]: value }
            const fault = disagreement(inverse, row, holdsOnValues(condition, row, clock))
            if (fault) faults.push(`${text} ${fault} ${JSON.stringify(value)}`)
          }
        }
    expect(faults).toEqual([])
  })

  it('means the same in both directions when tests are combined', () => {
    const random = seeded(20240615)
    const faults: string[] = []
    for (let run = 0; run < 1500; run++) {
      const text = randomExpression(random, 3)
      const condition = conditionOf(text, columns)
      const inverse = conditionHolds(condition, clock)
      for (let index = 0; index < 12; index++) {
        const row = randomRow(random)
        const fault = disagreement(inverse, row, holdsOnValues(condition, row, clock))
        if (fault) faults.push(`${text} ${fault} ${shown(row, text)}`)
      }
    }
    expect(faults).toEqual([])
  })

  test.each([
    ["t.TXT = 'A'", true],
    ['t.TXT is not null', true],
    ['t.INT2 < t.INT', true],
    ["t.EPOCH > '2024-01-01'", true],
    ["t.YMD = '2024-01-01'", true],
    ["t.YMD > '2024-01-01'", false],
    ['t.YMD is null', false],
    ["t.DMY > '2024-01-01'", false],
    ["not (t.MASK = '1234')", true],
    ["t.MASK > '1234'", false],
    ['t.NUMTXT = 7', false],
  ])('%s: the source decides alone: %s', (text, exact) => {
    const inverse = conditionHolds(conditionOf(text, columns), clock)
    expect(inverse.kind === 'rows' && inverse.exact).toBe(exact)
  })

  test.each([
    ["t.INT = 'x'", ['1:9 map.type-clash']],
    ["t.DAY = '2024-13-01'", ['1:9 map.type-clash']],
    ['t.TXT < today', ['1:9 map.type-clash']],
    ['t.DAY = t.YMD', ['1:9 map.type-clash']],
    ["t.INT contains '1'", ['1:1 map.type-clash']],
    ["t.MASK starts with '1'", ['1:1 map.type-clash']],
    ["'A' = 'A'", ['1:1 map.expression-constant']],
  ])('%s is reported where it stands', (text, faults) => {
    expect(faultsOfCondition(text, columns)).toEqual(faults)
  })
})

describe('what is made for a clock', () => {
  it('is made once when it does not ask what time it is', () => {
    let made = 0
    const make = timeless(() => ({ number: ++made }))
    expect([make({ now: 1 }), make({ now: 2 })]).toEqual([{ number: 1 }, { number: 1 }])
  })

  it('is made anew when it does, even where the answers of two days look alike', () => {
    const make = timeless(({ now }) => (now > 1000 ? 'late' : 'early'))
    expect([make({ now: 1 }), make({ now: 2000 })]).toEqual(['early', 'late'])
  })
})

describe('a test on a column', () => {
  const asked = ['A', 'A ', ' ', '', 'a', 'NULL', '0', '1', '1.0', '1.50', '-1', '007', '7', 'true', '1234', '12 34']

  it('agrees with what the reader gives: presence, equality and lists', () => {
    const faults: string[] = []
    for (const given of columns) {
      const column = columnOf(given)
      const isDate = ['date', 'dateTime', 'instant'].includes(column.meaning)
      for (const value of [null, ...(stored[given.name] ?? [])]) {
        const row = { [given.name]: value }
        const meaning = meaningOf(column, row)
        const check = (what: string, inverse: Inverse, holds: boolean) => {
          const fault = disagreement(inverse, row, holds)
          if (fault) faults.push(`${given.name} ${what} ${fault} ${JSON.stringify(value)}`)
        }
        check('present', columnPresent(column), meaning !== undefined)
        if (isDate || column.meaning === 'decimal') continue
        for (const text of asked)
          check(`= '${text}'`, columnEquals(column, text), meaning !== undefined && String(meaning) === text)
        check('in', columnIn(column, asked), meaning !== undefined && asked.includes(String(meaning)))
      }
    }
    expect(faults).toEqual([])
  })
})
