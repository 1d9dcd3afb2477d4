/** Columns as legacy databases have them, with values that make trouble: what the generated mappings are made over. */
import type { Cell } from '../../src/tooling/demo/table.js'
import type { Random } from '../support/random.js'

export interface ColumnKind {
  readonly type: string
  /** As in a source document; absent when there is nothing to say. */
  readonly facts?: string
  /** A null stands among them. */
  readonly values: readonly Cell[]
}

const names = ['Smith', 'SMITH', 'smith ', 'Śmith', "O'Brien", 'van der Berg', 'Vance', 'x', 'X', 'Smithson Smith', 'Ann Ann']
const traps = [
  '100%',
  'a_b',
  'axb',
  '[x]',
  'a\\b',
  'a,b|c$d',
  ' lead',
  'two  blanks',
  'NULL',
  '0',
  '007',
  '7',
  'A.1',
  "it's ''so''",
  '`~',
  '!a',
]
const foreign = [
  'é',
  'É',
  'e\u0301',
  'e',
  'Straße',
  'STRASSE',
  'ß',
  '😀',
  '😀a',
  'Łódź',
  'Æsop',
  'İ',
  'I',
  'i',
  'ı',
  'ǅ',
  'ς',
  'Σ',
  '｀',
]
const blanks: readonly Cell[] = [null, '', ' ', '    ']
const texts: readonly Cell[] = [...names, ...traps, ...foreign, ...blanks]
const padded = (width: number, values: readonly Cell[]): readonly Cell[] =>
  values.filter(value => String(value ?? '').length <= width).map(value => (value === null ? null : String(value).padEnd(width)))

export const textKinds: readonly ColumnKind[] = [
  { type: 'VARCHAR(40)', values: texts },
  { type: 'VARCHAR(40)', facts: '{ trim: true }', values: [...texts, 'Smith  ', 'x '] },
  { type: 'CHAR(16)', values: padded(16, texts) },
  { type: 'CHAR(16)', values: [...padded(16, names), ...names, null] },
  { type: 'VARCHAR(40) COLLATE NOCASE', values: texts },
  { type: 'VARCHAR(40)', facts: "{ nullIf: [Smith, x, '0'] }", values: texts },
  { type: 'VARCHAR(40)', facts: '{ trim: true, nullIf: [Smith, x] }', values: [...texts, 'Smith  ', 'x '] },
]

export const identifierKinds: readonly ColumnKind[] = [
  ...textKinds,
  { type: 'INTEGER', values: [0, 7, 8, -1, 2_147_483_648, null] },
  { type: 'BIGINT', facts: "{ nullIf: ['0'] }", values: [0, 7, 9_007_199_254_740_991, '9007199254740993', null] },
  {
    type: 'VARCHAR(12)',
    facts: "{ mask: '### ### ####' }",
    values: ['999 123 4567', '9991234567', '999-123-4567', '999 123 456', '', null, '999 123 4568'],
  },
  {
    type: 'VARCHAR(12)',
    facts: "{ mask: ['### ### ####', '##########'], nullIf: ['000 000 0000'] }",
    values: ['999 123 4567', '9991234567', '000 000 0000', '999 1234567', null],
  },
]

const days = [
  '1980-02-29',
  '1980-03-01',
  '1980-12-31',
  '1979-12-31',
  '1900-01-01',
  '2020-03-29',
  '2020-10-25',
  '2021-06-30',
  '9999-12-31',
]
const compact = (text: string): string => text.replaceAll('-', '')
const british = (text: string): string => text.split('-').reverse().join('/')
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const named = (day: string): string => `${day.slice(8)}-${months[Number(day.slice(5, 7)) - 1]}-${day.slice(0, 4)}`
const noDays = ['19800230', '00000000', '1980', 'unknown', ' 19800229', '19800229 ', '', null]

export const dateKinds: readonly ColumnKind[] = [
  { type: 'DATE', values: [...days, null] },
  { type: 'DATE', facts: "{ nullIf: ['1900-01-01', '9999-12-31'] }", values: [...days, null] },
  { type: 'VARCHAR(10)', facts: '{ format: yyyyMMdd }', values: [...days.map(compact), ...noDays] },
  { type: 'VARCHAR(10)', facts: "{ format: yyyyMMdd, nullIf: ['19000101'] }", values: [...days.map(compact), ...noDays] },
  { type: 'CHAR(10)', facts: '{ format: yyyyMMdd }', values: padded(10, [...days.map(compact), ...noDays]) },
  { type: 'VARCHAR(10)', facts: '{ format: dd/MM/yyyy }', values: [...days.map(british), '30/02/1980', '1/3/1980', '', null] },
  {
    type: 'VARCHAR(12)',
    facts: "{ format: dd-MMM-yyyy, nullIf: ['01-JAN-1900'] }",
    values: [
      ...days.flatMap(day => [named(day), named(day).toUpperCase(), named(day).toLowerCase()]),
      '30-Feb-1980',
      '1-Mar-1980',
      '01-Mrz-1980',
      null,
    ],
  },
  { type: 'VARCHAR(10)', facts: '{ format: yyyy-MM-dd }', values: [...days, '1980-02-30', '1980-2-3', null] },
  {
    type: 'INTEGER',
    facts: "{ format: yyyyMMdd, nullIf: ['0'] }",
    values: [...days.map(day => Number(compact(day))), 0, 1980, 19_800_230, null],
  },
  { type: 'DATETIME', values: [...days.flatMap(day => [`${day} 00:00:00`, `${day} 23:59:59`]), null] },
]

const moments = [
  '2021-03-28 00:59:59',
  '2021-03-28 01:00:00',
  '2021-03-28 01:30:00',
  '2021-03-28 02:00:00',
  '2021-10-31 00:59:59',
  '2021-10-31 01:00:00',
  '2021-10-31 01:59:59',
  '2021-10-31 02:00:00',
  '2021-06-30 23:59:59',
  '2021-07-01 00:00:00',
  '2020-12-31 23:30:00',
  '2021-11-07 01:30:00',
  '2021-04-04 01:45:00',
  '1900-01-01 00:00:00',
]
const fractions = ['2021-06-30 12:00:00.5', '2021-06-30 12:00:00.250', '2021-06-30 12:00:00.999999', '2021-06-30 12:00:01']
const epochs = [0, 1_616_893_199, 1_616_893_200, 1_635_640_200, 1_635_643_800, 1_625_050_800, -1]

export const timeKinds: readonly ColumnKind[] = [
  { type: 'DATETIME', values: [...moments, ...fractions, null] },
  { type: 'DATETIME', facts: "{ nullIf: ['1900-01-01'] }", values: [...moments, null] },
  { type: 'DATETIME', facts: '{ zone: America/New_York }', values: [...moments, null] },
  { type: 'DATETIME', facts: '{ zone: Australia/Lord_Howe }', values: [...moments, ...fractions, null] },
  { type: 'DATETIME', facts: '{ zone: UTC }', values: [...moments, null] },
  { type: 'VARCHAR(20)', facts: "{ format: 'yyyy-MM-dd HH:mm:ss' }", values: [...moments, '2021-03-28', 'then', '', null] },
  {
    type: 'VARCHAR(20)',
    facts: "{ format: yyyyMMddHHmmss, nullIf: ['19000101000000'] }",
    values: [...moments.map(moment => moment.replace(/\D/g, '')), '2021', null],
  },
  {
    type: 'VARCHAR(20)',
    facts: "{ format: 'dd/MM/yyyy HH:mm' }",
    values: [...moments.map(moment => `${british(moment.slice(0, 10))}${moment.slice(10, 16)}`), '31/02/2021 10:00', null],
  },
  { type: 'INTEGER', facts: '{ format: epoch-seconds }', values: [...epochs, null] },
  {
    type: 'BIGINT',
    facts: "{ format: epoch-millis, nullIf: ['0'] }",
    values: [...epochs.flatMap(at => [at * 1000, at * 1000 + 500]), null],
  },
  ...dateKinds,
]

const numbers = [0, 1, 2, 1.5, 1.95, 2.05, 36.9, 37, 37.05, 99.5, 100, 100.5, -1.25, -40, 5000, 0.001]
const wholes = numbers.filter(Number.isInteger)

export const numberKinds: readonly ColumnKind[] = [
  { type: 'DECIMAL(10,3)', values: [...numbers, null] },
  { type: 'REAL', values: [...numbers, 0.1, null] },
  { type: 'REAL', facts: "{ nullIf: ['-40'] }", values: [...numbers, null] },
  { type: 'INTEGER', values: [...wholes, null] },
  { type: 'INTEGER', facts: "{ nullIf: ['0'] }", values: [...wholes, null] },
  { type: 'INTEGER', facts: '{ scale: x / 10 }', values: [...wholes, 19, 20, 21, 369, 370, null] },
  { type: 'REAL', facts: '{ scale: (x - 32) * 5 / 9, round: 1 }', values: [...numbers, 98.6, 98.7, null] },
  { type: 'REAL', facts: '{ scale: 5 - x * 2 }', values: [...numbers, null] },
  {
    type: 'VARCHAR(10)',
    facts: '{ format: decimal }',
    values: [...numbers.map(String), '1.50', '2.0', '007', '-0', 'x', '', ' 7', null],
  },
  { type: 'VARCHAR(10)', facts: '{ format: integer }', values: [...wholes.map(String), '007', '1.5', 'x', '', null] },
]

/** Keys of a code map, and values that are not among them. */
export const codeKeys: readonly (Pick<ColumnKind, 'type' | 'facts'> & {
  readonly keys: readonly string[]
  readonly others: readonly Cell[]
})[] = [
  { type: 'CHAR(2)', keys: ['M', 'F', 'm', 'X1'], others: [null, '  ', 'Z '] },
  { type: 'VARCHAR(8)', keys: ['M', 'm', 'M ', 'É', '1'], others: [null, '', ' ', 'Z', 'e'] },
  { type: 'VARCHAR(8)', facts: '{ trim: true, nullIf: [F] }', keys: ['M', 'F', 'a b'], others: [null, 'M ', 'Z'] },
  { type: 'VARCHAR(8) COLLATE NOCASE', keys: ['M', 'm', 'F'], others: [null, 'f', 'Z'] },
  { type: 'INTEGER', keys: ['1', '2', '-3'], others: [null, 0, 9] },
]

export const integerKind: ColumnKind = { type: 'INTEGER', values: [0, 1, 2, 10, -3, null] }

export const cellOf = (kind: Pick<ColumnKind, 'values'>, random: Random): Cell => random.pick(kind.values)
