import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { compileMask } from '../../../src/mapping/language/mask.js'

const nhsNumber = compileMask(['### ### ####', '##########'])

test.each([
  ['943 476 5919', '9434765919'],
  ['9434765919', '9434765919'],
  ['943-476-5919', undefined],
  ['943 476 591', undefined],
  ['943 476 59199', undefined],
  ['', undefined],
])('%o is read as %o', (stored, value) => {
  expect(nhsNumber.read(stored)).toBe(value)
})

test.each([
  ['9434765919', ['943 476 5919', '9434765919']],
  ['943476591', []],
  ['94347659190', []],
  ['', []],
])('%o may be stored as %o', (value, stored) => {
  expect(nhsNumber.write(value)).toEqual(stored)
})

it('writes nothing that an earlier mask reads as another value', () => {
  const mask = compileMask(['A##', '###'])
  expect(mask.write('A12')).toEqual([])
  expect(mask.write('B12')).toEqual(['B12'])
})

it('takes any character under #', () => {
  expect(compileMask(['(##)']).read('(é-)')).toBe('é-')
})

it('writes exactly what reads as the value', () => {
  const masks = fc.array(fc.stringMatching(/^[#A-C]{0,4}#$/), { minLength: 1, maxLength: 3 })
  const texts = fc.stringMatching(/^[A-D]{0,6}$/)
  fc.assert(
    fc.property(masks, texts, (given, stored) => {
      const mask = compileMask(given)
      const value = mask.read(stored)
      if (value !== undefined) expect(mask.write(value)).toContain(stored)
      for (const form of mask.write(stored)) expect(mask.read(form)).toBe(stored)
    }),
    { seed: 20200329, numRuns: 500 },
  )
})
