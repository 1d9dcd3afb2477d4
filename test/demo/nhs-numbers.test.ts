import { describe, expect, it } from 'vitest'
import { demoTables, largeDemo } from '../../src/tooling/demo/demo-tables.js'
import { nhsNumberOf, withSpaces } from '../../src/tooling/demo/nhs-numbers.js'

/** The published check: nine digits weighted 10 to 2, and 11 less the remainder is the tenth; 11 is written 0, 10 never. */
function hasCheckDigit(number: string): boolean {
  const digits = [...number].map(Number)
  const sum = digits.slice(0, 9).reduce((total, digit, at) => total + digit * (10 - at), 0)
  const check = 11 - (sum % 11)
  return check !== 10 && digits[9] === (check === 11 ? 0 : check)
}

describe('a demo NHS number', () => {
  it('is in the range that is never given out, with its check digit', () => {
    const serials = Array.from({ length: 2000 }, (_, at) => at * 249 + 1)
    const numbers = [0, 499_999, ...serials].map(nhsNumberOf)
    expect(numbers.filter(number => !/^999\d{7}$/.test(number) || !hasCheckDigit(number))).toEqual([])
  })

  it('is stored in groups of three, three and four digits', () => {
    expect(withSpaces('9990000026')).toBe('999 000 0026')
  })

  it('belongs to one patient only', () => {
    const patients = demoTables(largeDemo).find(({ table }) => table === 'gp_patient')
    const place = patients?.columns.findIndex(({ name }) => name === 'NhsNo') ?? -1
    const numbers = [...(patients?.rows ?? [])].map(row => row[place])
    expect(numbers).toHaveLength(20_000)
    expect(new Set(numbers).size).toBe(20_000)
  })
})
