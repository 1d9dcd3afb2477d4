/** Templates are filled, and taken apart into every way in which they can have been filled (MAPPING, section 7). */
import { describe, expect, it, test } from 'vitest'
import { emitRowFunction } from '../../../src/mapping/compile/emit-row-function.js'
import type { TemplatePiece } from '../../../src/mapping/compile/shape.js'
import { columnsOf, splitByTemplate } from '../../../src/mapping/compile/template.js'
import { seeded } from '../../support/random.js'
import { columnOf } from './columns.js'

const hole = (name: string): TemplatePiece => ({ kind: 'hole', column: columnOf({ name, type: 'string' }) })
const text = (written: string): TemplatePiece => ({ kind: 'text', text: written })
const optional = (...parts: readonly TemplatePiece[]): TemplatePiece => ({ kind: 'optional', parts })

/** The text that a row function makes of the values, which stand in the order of the template's columns. */
function fillTemplate(parts: readonly TemplatePiece[], values: readonly (string | undefined)[]): string | undefined {
  const shape = { kind: 'primitive', type: 'string', value: { kind: 'template', parts } } as const
  const comment = { name: 'comment', choiceRank: 0, type: 'string', isList: false, items: [{ shape }] }
  const { toResource, root } = emitRowFunction({ kind: 'object', type: 'Observation', elements: [comment], required: [] })
  const names = columnsOf(parts).map(({ field }) => field.name)
  const row = root.fields.map(({ name }) => values[names.indexOf(name)] ?? null)
  const resource = toResource(row, [], { now: 0, hasExactDecimals: false, dropped: () => {}, incomplete: () => {} })
  return resource && 'comment' in resource && typeof resource.comment === 'string' ? resource.comment : undefined
}

const dose = [hole('DOSE'), optional(text(' '), hole('FREQ'))]

describe('filling', () => {
  test.each([
    [dose, ['2', 'daily'], '2 daily'],
    [dose, ['2', undefined], '2'],
    [dose, [undefined, 'daily'], undefined],
    [[optional(hole('A')), optional(hole('B'))], [undefined, undefined], undefined],
    [[optional(hole('A')), optional(hole('B'))], [undefined, 'b'], 'b'],
    [[hole('A'), optional(hole('B'), text('/'), hole('C'))], ['a', 'b', undefined], 'a'],
  ])('case %#: %j gives what it should', (parts, values, filled) => expect(fillTemplate(parts, values)).toBe(filled))
})

describe('taking apart', () => {
  const shown = (parts: readonly TemplatePiece[], written: string) =>
    splitByTemplate(parts, written)?.map(({ values, absent }) =>
      [
        ...values.map(({ column, value }) => `${column.field.name}=${value}`),
        ...absent.flat().map(column => `${column.field.name}?`),
      ].join(' '),
    )

  test.each([
    ['2 daily', ['DOSE=2 FREQ=daily', 'DOSE=2 daily FREQ?']],
    ['2', ['DOSE=2 FREQ?']],
    [' ', ['DOSE=  FREQ?']],
    ['', []],
  ])('%j tells every way', (written, ways) => expect(shown(dose, written)).toEqual(ways))

  it('gives up when there are too many ways', () => {
    expect(splitByTemplate([hole('A'), hole('B')], 'x'.repeat(40))).toBeUndefined()
    expect(splitByTemplate([hole('A'), text('-'), hole('B'), text('-'), hole('C')], '-'.repeat(4000))).toBeUndefined()
  })

  it('finds the values that a text was made of', () => {
    const random = seeded(5)
    const templates = [dose, [hole('A'), text(', '), hole('B'), optional(text(' ('), hole('C'), text(')'))]]
    for (let run = 0; run < 500; run++) {
      const parts = random.pick(templates)
      const values = columnsOf(parts).map(() => (random.chance(0.3) ? undefined : random.pick(['a', 'b c', '(', ', '])))
      const filled = fillTemplate(parts, values)
      if (filled === undefined) continue
      const fits = splitByTemplate(parts, filled) ?? []
      const matches = fits.some(fit =>
        columnsOf(parts).every((column, index) => {
          const found = fit.values.find(each => each.column === column)
          return found ? found.value === values[index] : true
        }),
      )
      expect(matches, filled).toBe(true)
    }
  })
})
