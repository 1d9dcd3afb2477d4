import { afterEach, describe, expect, it, test, vi } from 'vitest'
import { unitScale } from '../../src/fhir/ucum.js'
import { add, type Fraction, fraction, fractionOf, multiply } from '../../src/kernel/fraction.js'

afterEach(() => vi.restoreAllMocks())

const written = ({ top, over }: Fraction): string => (over === 1n ? `${top}` : `${top}/${over}`)

describe('a number in one unit of UCUM is turned into another, exactly', () => {
  test.each([
    ['1', 'kg', 'g', '1000'],
    ['1', 'd', 'min', '1440'],
    ['1', 'min', 'd', '1/1440'],
    ['5.4', 'mmol/L', 'mmol/l', '27/5'],
    ['1', '10*9/L', '/uL', '1000'],
    ['1', '[lb_av]', 'kg', '45359237/100000000'],
    ['1', '[in_i]', 'cm', '127/50'],
    ['1', 'cm', '[in_i]', '50/127'],
    ['37', 'Cel', '[degF]', '493/5'],
    ['98.6', '[degF]', 'Cel', '37'],
    ['0', 'Cel', 'K', '5463/20'],
    ['50', '%', '1', '1/2'],
  ])('%s %s is %s as %s', (number, from, to, meant) => {
    const scale = unitScale(from, to)
    const value = fractionOf(number) ?? fraction(0n)
    expect(scale && written(add(multiply(value, scale.slope), scale.shift))).toBe(meant)
  })

  test.each([
    ['mg/dL', 'mmol/L', 'needs the mass of a molecule'],
    ['kg', 'm', 'is of another dimension'],
    ['[iU]', 'mg', 'is arbitrary'],
    ['B[SPL]', 'Pa', 'is a logarithm'],
    ['tablet', 'mg', 'is not of UCUM'],
    ['mg', 'constructor', 'is not of UCUM'],
    [`${'('.repeat(3000)}m`, 'm', 'is too long'],
  ])('%s to %s is not turned: it %s', (from, to) => {
    expect(unitScale(from, to)).toBeUndefined()
    expect(unitScale(to, from)).toBeUndefined()
  })

  it('but a unit is always itself', () => {
    expect(unitScale('tablet', 'tablet')).toEqual({ slope: fraction(1n), shift: fraction(0n) })
  })

  test.each([
    ...[
      '(',
      ')',
      '()',
      '/',
      '.',
      '',
      ' ',
      '{',
      '}',
      '10*',
      '10^-',
      '[',
      'm{}',
      'm//s',
      "m'",
      '1e9',
      '\u0000',
      '((((((m))))))',
      '-m',
    ],
    ...['m-1000000000', 'no unit', ' m', 'µg', 'constructor', 'm.toString', 'k__proto__', 'valueOf/m', '2hasOwnProperty'],
  ])('what %j may mean ends no process, and no log tells of it', text => {
    const printed = vi.spyOn(console, 'log').mockReturnValue()
    expect(() => [unitScale(text, 'm'), unitScale('m', text)]).not.toThrow()
    expect(printed).not.toHaveBeenCalled()
  })
})
