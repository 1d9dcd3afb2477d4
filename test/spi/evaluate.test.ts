/** What a predicate means, where a table of rows cannot show it: relations, and questions that are errors. */
import { describe, expect, it, test } from 'vitest'
import { AdapterError, evaluate, type Field, type Predicate, type Scalar } from '../../src/spi/index.js'

const field = (name: string, type: Field['type'], trim = false): Field => ({ alias: 'p', name, type, trim })
const row =
  (values: Readonly<Record<string, Scalar>>) =>
  ({ name }: Field): Scalar =>
    values[name] ?? null

const isMale: Predicate = { op: 'compare', field: field('SEX', 'string'), is: 'eq', to: { type: 'string', value: 'M' } }

test.each<[string, Predicate, Scalar, boolean]>([
  ['a value that is equal', isMale, 'M', true],
  ['a value that is not', isMale, 'F', false],
  ['null is not equal', isMale, null, false],
  ['a negated test holds for another value', { op: 'not', of: isMale }, 'F', true],
  ['a negated test holds for null', { op: 'not', of: isMale }, null, true],
  ['a negated test fails for the value', { op: 'not', of: isMale }, 'M', false],
  ['null is null', { op: 'isNull', field: field('SEX', 'string') }, null, true],
  ['the empty text is not null', { op: 'isNull', field: field('SEX', 'string', true) }, '', false],
  ['blanks alone are not null', { op: 'isNull', field: field('SEX', 'string', true) }, '  ', false],
  ['blanks do not count where trimmed', { ...isMale, field: field('SEX', 'string', true) }, 'M   ', true],
  ['blanks count where not trimmed', isMale, 'M ', false],
  ['and of nothing', { op: 'and', of: [] }, null, true],
  ['or of nothing', { op: 'or', of: [] }, null, false],
  ['a list of nothing', { op: 'in', field: field('SEX', 'string'), values: [] }, 'M', false],
])('%s', (_name, predicate, value, holds) => {
  expect(evaluate(predicate, row({ SEX: value }))).toBe(holds)
})

describe('exists', () => {
  const visit: Predicate = {
    op: 'exists',
    join: {
      entity: 'visit',
      alias: 'v',
      on: [[{ ...field('PERSON', 'integer'), alias: 'v' }, field('ID', 'integer')]],
      optional: false,
    },
    where: {
      op: 'compare',
      field: { ...field('KIND', 'string'), alias: 'v' },
      is: 'eq',
      to: { type: 'string', value: 'clinic' },
    },
  }

  it('is decided by the related rows that are given', () => {
    const related = (kinds: readonly string[]) => () => kinds.map(kind => row({ KIND: kind }))
    expect(evaluate(visit, row({ ID: 1 }), related(['ward', 'clinic']))).toBe(true)
    expect(evaluate(visit, row({ ID: 1 }), related(['ward']))).toBe(false)
    expect(evaluate(visit, row({ ID: 1 }), related([]))).toBe(false)
  })

  it('cannot be decided without them', () => {
    expect(() => evaluate(visit, row({ ID: 1 }))).toThrow(AdapterError)
  })
})

test.each<[string, Predicate]>([
  ['a text beside an integer', { op: 'compare', field: field('ID', 'integer'), is: 'eq', to: { type: 'string', value: '1' } }],
  [
    'a date beside a dateTime',
    { op: 'compare', field: field('AT', 'dateTime'), is: 'ge', to: { type: 'date', value: '2020-01-01' } },
  ],
  ['a text in a list of dates', { op: 'in', field: field('BORN', 'date'), values: [{ type: 'string', value: '2020' }] }],
  ['an integer beside a text field', { op: 'compare', field: field('ID', 'integer'), is: 'eq', to: field('SEX', 'string') }],
  ['a text match on an integer', { op: 'text', field: field('ID', 'integer'), match: 'equals', folding: 'exact', value: '1' }],
  [
    'a tuple that is too short',
    { op: 'inTuples', fields: [field('ID', 'integer'), field('SEX', 'string')], values: [[{ type: 'integer', value: 1 }]] },
  ],
])('%s is refused, even where the value is null', (_name, predicate) => {
  expect(() => evaluate(predicate, row({}))).toThrow(expect.objectContaining({ code: 'unsupported' }))
})
