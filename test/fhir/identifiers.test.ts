/** NHS numbers and logical ids. */
import { describe, expect, it } from 'vitest'
import { isNhsNumber } from '../../src/fhir/nhs-number.js'
import { isResourceId } from '../../src/fhir/resource-id.js'

describe('an NHS number has ten digits, of which the last checks the others', () => {
  it.each([
    ['9990000018', true],
    ['9990000026', true],
    ['9991000100', true],
    ['9990000000', false],
    ['9876543210', true],
    ['9990000019', false],
    ['9990000108', false],
    ['999000001', false],
    ['99900000180', false],
    ['999 000 0018', false],
    ['999000001X', false],
    ['', false],
  ])('%j: %s', (text, isOne) => {
    expect(isNhsNumber(text)).toBe(isOne)
  })

  it('no digit at all fits where the sum asks for a ten', () => {
    const fitting = (first: string): number => [...'0123456789'].filter(digit => isNhsNumber(first + digit)).length
    const counts = Array.from({ length: 110 }, (_, at) => fitting(String(999_000_000 + at)))
    expect(counts.filter(count => count === 0)).toHaveLength(10)
    expect(counts.filter(count => count === 1)).toHaveLength(100)
  })
})

describe('a logical id has up to 64 letters, digits, dashes and points', () => {
  it.each([
    ['1', true],
    ['A-1.b', true],
    ['x'.repeat(64), true],
    ['x'.repeat(65), false],
    ['', false],
    ['a_b', false],
    ['a/b', false],
    ['é', false],
    ['a\n', false],
  ])('%j: %s', (text, isOne) => {
    expect(isResourceId(text)).toBe(isOne)
  })
})
