import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Position } from '../../../src/kernel/diagnostics.js'
import type { Expression } from '../../../src/mapping/language/document.js'
import { isDiagnostic, parseExpression } from '../../../src/mapping/language/expression.js'
import { columnsOf } from '../../../src/mapping/language/expression-columns.js'
import { printExpression } from './print-expression.js'

const at: Position = { file: 'm.yaml', line: 3, column: 8 }
const here = (column: number): Position => ({ ...at, column })
const inMap = (text: string) => parseExpression(text, at, { aliasRequired: true })
const inSource = (text: string) => parseExpression(text, at, { aliasRequired: false })

describe('an expression', () => {
  it('is a tree of tests, each with its place', () => {
    expect(inMap("p.SEX = 'M' and not (p.DOD is not null or p.N <= -1.5)")).toEqual({
      kind: 'and',
      at: here(8),
      of: [
        {
          kind: 'compare',
          at: here(8),
          left: { kind: 'column', at: here(8), alias: 'p', name: 'SEX' },
          is: '=',
          right: { kind: 'text', at: here(16), text: 'M' },
        },
        {
          kind: 'not',
          at: here(24),
          of: {
            kind: 'or',
            at: here(29),
            of: [
              { kind: 'isNull', at: here(29), column: { kind: 'column', at: here(29), alias: 'p', name: 'DOD' }, negated: true },
              {
                kind: 'compare',
                at: here(50),
                left: { kind: 'column', at: here(50), alias: 'p', name: 'N' },
                is: '<=',
                right: { kind: 'number', at: here(57), text: '-1.5' },
              },
            ],
          },
        },
      ],
    })
  })

  it('has no aliases in a source document', () => {
    expect(inSource(`DELETED = 'Y' or "odd name" is null`)).toMatchObject({
      kind: 'or',
      of: [
        { kind: 'compare', left: { kind: 'column', name: 'DELETED' } },
        { kind: 'isNull', column: { kind: 'column', name: 'odd name' } },
      ],
    })
  })

  test.each([
    [
      "p.A in ('1', 2)",
      {
        kind: 'in',
        negated: false,
        values: [
          { kind: 'text', text: '1' },
          { kind: 'number', text: '2' },
        ],
      },
    ],
    ["p.A not in ('1')", { kind: 'in', negated: true }],
    ["p.A starts with 'G3'", { kind: 'startsWith', texts: ['G3'] }],
    ["p.A starts with ('G3', 'H')", { kind: 'startsWith', texts: ['G3', 'H'] }],
    ["p.A contains 'x'", { kind: 'contains', text: 'x' }],
    ["p.A != 'D'", { kind: 'compare', is: '<>' }],
    ["p.A = 'O''Brien'", { right: { text: "O'Brien" } }],
    ["p.A = ''", { right: { text: '' } }],
    ['p."odd name" = q.B', { left: { alias: 'p', name: 'odd name' }, right: { kind: 'column', alias: 'q', name: 'B' } }],
    ['p.2ND < TODAY', { left: { name: '2ND' }, right: { kind: 'today' } }],
    ['now >= p.A', { left: { kind: 'now' } }],
    ['p.A IS Not NULL', { kind: 'isNull', negated: true }],
    ['p.A = 1 OR p.B = 2 AND p.C = 3', { kind: 'or', of: [{ kind: 'compare' }, { kind: 'and' }] }],
    ['not not p.A is null', { kind: 'not', of: { kind: 'not', of: { kind: 'isNull' } } }],
    ["p.A='1'and p.B=2", { kind: 'and' }],
    ["p.A = '1'\n  and p.B = 2", { kind: 'and' }],
  ])('%s', (text, expected) => {
    expect(inMap(text)).toMatchObject(expected)
  })

  test.each([
    ['', 8, 'A column, text in quotes, a number, today or now is missing, before its end.'],
    ['p.A', 11, 'A test is missing (=, <>, <, <=, >, >=, is null, in, starts with or contains), before its end.'],
    ['p.A == 1', 13, 'One = is enough, and tests are not chained.'],
    ['p.A = p.B = p.C', 18, 'One = is enough, and tests are not chained.'],
    ['p.SEX = M', 16, "M is neither a column (alias.M) nor text ('M')."],
    ["SEX = 'M'", 8, "SEX is neither a column (alias.SEX) nor text ('SEX')."],
    ["p.A = 'M", 14, "This text is not closed. A quote inside text is written twice: 'O''Brien'."],
    ['p.A = null', 14, 'Nothing equals null. Write is null or is not null.'],
    ["p.A like 'x%'", 12, 'There is no like: write starts with or contains, before like.'],
    ['p.A between 1 and 2', 12, 'There is no between: write >= and <=, before between.'],
    ['p.A + 1 = 2', 12, 'Expressions have no arithmetic, so no +. What needs it is a storage fact, a join or a view.'],
    ["upper(p.A) = 'X'", 8, 'Expressions have no functions, so no upper( ). What needs one is a storage fact, a join or a view.'],
    ['(p.A = 1', 16, 'A ) is missing, before its end.'],
    ['p.A = 1)', 15, 'The expression ends here, before ).'],
    ['p.A in ()', 16, "A value is missing: text in quotes ('A') or a number, before )."],
    ["p.A in ('1'", 19, 'A list goes on with , or ends with ), before its end.'],
    ['p.A in (today)', 16, "A value is missing: text in quotes ('A') or a number, before today."],
    ["'x' in ('x')", 12, 'Before in stands a column.'],
    ["'x' is null", 12, 'Before is null stands a column.'],
    ["p.A starts 'x'", 19, 'After starts comes with, before x.'],
    ["p.A starts with ''", 24, "'' would match everything."],
    ["p.A starts with ('a', '')", 24, "'' would match everything."],
    ['p.A contains 1', 21, "Text in quotes is missing: '…', before 1."],
    [
      "p.A not starts with 'x'",
      16,
      'After a column and not comes in ( … ). Other tests are negated as a whole: not p.X starts with …, before starts.',
    ],
    ["p.A is not 'x'", 19, 'After is comes null or not null, before x.'],
    ['p.A = 1 ; drop', 16, '; has no meaning in an expression.'],
    ['p."A = 1', 9, 'A dot stands between an alias and a column, without blanks: p.NAME or p."ODD NAME".'],
    [`${'('.repeat(60)}p.A = 1`, 58, 'More than 50 parentheses and nots inside each other can not be read.'],
  ])('%s can not be read, at column %i', (text, column, message) => {
    expect(inMap(text)).toEqual({ severity: 'error', code: 'map.expression-invalid', at: here(column), message })
  })

  it('has an alias only in a map', () => {
    expect(inSource("p.A = 'x'")).toMatchObject({
      at: here(8),
      message: 'In a source document a column is written without alias: A.',
    })
  })

  it('names its columns in order', () => {
    const parsed = inMap("not p.A = q.B and (x.C in (1) or p.D starts with 'x' or p.E contains 'y') and now < p.F")
    expect(isDiagnostic(parsed) ? [] : columnsOf(parsed).map(({ alias, name }) => `${alias}.${name}`)).toEqual([
      'p.A',
      'q.B',
      'x.C',
      'p.D',
      'p.E',
      'p.F',
    ])
  })

  it('that is printed reads as itself', () => {
    fc.assert(
      fc.property(expressions, fc.boolean(), (expression, upper) => {
        const parsed = inMap(printExpression(expression, upper))
        expect(isDiagnostic(parsed) ? parsed.message : withoutPlaces(parsed)).toEqual(withoutPlaces(expression))
      }),
      { seed: 20200329, numRuns: 300 },
    )
  })

  it('is never the cause of an exception', () => {
    const words = [
      'p.A',
      'and',
      'or',
      'not',
      'is',
      'null',
      'in',
      '(',
      ')',
      ',',
      "'x'",
      "'",
      '"',
      '=',
      '<>',
      '1',
      'starts',
      'with',
      '.',
      '{',
      '💥',
    ]
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...words), fc.string())), parts => {
        const parsed = inMap(parts.join(' '))
        expect(isDiagnostic(parsed) ? parsed.code : 'read').toMatch(/^(map\.expression-invalid|read)$/)
      }),
      { seed: 20200329, numRuns: 500 },
    )
  })
})

const withoutPlaces = (expression: Expression): unknown =>
  JSON.parse(JSON.stringify(expression, (key, value: unknown) => (key === 'at' ? undefined : value)))

const column = fc.record({
  kind: fc.constant('column' as const),
  at: fc.constant(at),
  alias: fc.stringMatching(/^[a-z][a-z0-9]{0,3}$/),
  name: fc.oneof(fc.stringMatching(/^[A-Z0-9_]{1,6}$/), fc.stringMatching(/^[^"]{1,8}$/)),
})
const literal = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), at: fc.constant(at), text: fc.string() }),
  fc.record({
    kind: fc.constant('number' as const),
    at: fc.constant(at),
    text: fc.stringMatching(/^-?[0-9]{1,4}(\.[0-9]{1,3})?$/),
  }),
)
const clock = fc.record({ kind: fc.constantFrom('today' as const, 'now' as const), at: fc.constant(at) })
const filledText = fc.string({ minLength: 1 })
const tests: fc.Arbitrary<Expression> = fc.oneof(
  fc.record({
    kind: fc.constant('compare' as const),
    at: fc.constant(at),
    left: fc.oneof(column, literal, clock),
    is: fc.constantFrom('=' as const, '<>' as const, '<' as const, '<=' as const, '>' as const, '>=' as const),
    right: fc.oneof(column, literal, clock),
  }),
  fc.record({ kind: fc.constant('isNull' as const), at: fc.constant(at), column, negated: fc.boolean() }),
  fc.record({
    kind: fc.constant('in' as const),
    at: fc.constant(at),
    column,
    values: fc.array(literal, { minLength: 1, maxLength: 4 }),
    negated: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('startsWith' as const),
    at: fc.constant(at),
    column,
    texts: fc.array(filledText, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant('contains' as const), at: fc.constant(at), column, text: filledText }),
)
const { expressions } = fc.letrec<{ expressions: Expression }>(tie => ({
  expressions: fc.oneof(
    { maxDepth: 4 },
    tests,
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      at: fc.constant(at),
      of: fc.array(tie('expressions'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not' as const), at: fc.constant(at), of: tie('expressions') }),
  ),
}))
