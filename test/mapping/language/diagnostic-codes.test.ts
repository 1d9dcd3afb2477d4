import { expect, test } from 'vitest'
import { diagnosticTable } from '../../../src/mapping/language/diagnostic-codes.js'

test.each(Object.entries(diagnosticTable))('%s is described in a sentence', (code, { description }) => {
  expect(code).toMatch(/^[a-z]+\.[a-z]+(-[a-z]+)*$/)
  expect(description).toMatch(/^[A-Z].+\.$/)
})
