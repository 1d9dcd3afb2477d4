import { expect, it, test } from 'vitest'
import type { Diagnostic } from '../../src/kernel/diagnostics.js'
import { plural, renderPlain, renderWithSource, summarize, toJsonReport } from '../../src/tooling/terminal/render-diagnostics.js'
import { chooseStyle, colourStyle, plainStyle } from '../../src/tooling/terminal/style.js'
import { renderTable } from '../../src/tooling/terminal/table.js'

const diagnostics: readonly Diagnostic[] = [
  {
    severity: 'warning',
    code: 'map.codes-unused',
    at: { file: 'b.yaml', line: 2, column: 1 },
    message: 'The code map sex is not used.',
  },
  {
    severity: 'error',
    code: 'map.alias-unknown',
    at: { file: 'a.yaml', line: 1, column: 4 },
    message: 'x is not an alias here.',
  },
]

test.each([
  [true, {}, colourStyle],
  [false, {}, plainStyle],
  [true, { NO_COLOR: '1' }, plainStyle],
  [true, { NO_COLOR: '' }, colourStyle],
  [true, { TERM: 'dumb' }, plainStyle],
  [false, { FORCE_COLOR: '1' }, colourStyle],
  [true, { NO_COLOR: '1', FORCE_COLOR: '1' }, plainStyle],
])('a terminal (%s) with %j gets its style', (isTerminal, environment, style) => {
  expect(chooseStyle(isTerminal, environment)).toBe(style)
})

it('in a pipe each diagnostic is one line, in file order', () => {
  expect(renderPlain(diagnostics)).toEqual([
    'a.yaml:1:4 error map.alias-unknown: x is not an alias here.',
    'b.yaml:2:1 warning map.codes-unused: The code map sex is not used.',
  ])
})

it('on a terminal the line that is meant stands with it', () => {
  const lines = renderWithSource(diagnostics, plainStyle, file => (file === 'a.yaml' ? 'a: x.B' : undefined))
  expect(lines).toEqual([
    'a.yaml:1:4 error map.alias-unknown',
    '  1 │ a: x.B',
    '    │    ^',
    '  x is not an alias here.',
    '',
    'b.yaml:2:1 warning map.codes-unused',
    '  The code map sex is not used.',
    '',
  ])
})

it('for programs the shape is the documented one', () => {
  expect(toJsonReport(diagnostics, 'static')).toEqual({
    level: 'static',
    errors: 1,
    warnings: 1,
    infos: 0,
    diagnostics: [
      { file: 'a.yaml', line: 1, column: 4, severity: 'error', code: 'map.alias-unknown', message: 'x is not an alias here.' },
      {
        file: 'b.yaml',
        line: 2,
        column: 1,
        severity: 'warning',
        code: 'map.codes-unused',
        message: 'The code map sex is not used.',
      },
    ],
  })
})

it('counts are said in words', () => {
  expect(summarize({ errors: 0, warnings: 0, infos: 0 })).toBe('No errors.')
  expect(summarize({ errors: 1, warnings: 2, infos: 1 })).toBe('1 error, 2 warnings, 1 remark.')
  expect(plural(2, 'key')).toBe('2 keys')
})

it('a table is aligned, cuts long cells and shows no control characters', () => {
  expect(
    renderTable(
      ['A', 'B'],
      [
        ['é', 'x'],
        ['long enough', '\u001b[31m'],
      ],
      { style: plainStyle, widest: 6 },
    ),
  ).toEqual(['A       B', 'é       x', 'long …  ·[31m'])
})
