import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { errorTable } from '../../src/kernel/errors.js'
import { diagnosticTable } from '../../src/mapping/language/diagnostic-codes.js'
import { errorPage } from '../../tools/generate-docs/error-page.js'
import { validityPage } from '../../tools/generate-docs/validity-page.js'

test.each([
  ['docs/reference/errors.md', errorPage()],
  ['docs/reference/validity.md', validityPage()],
])('%s says what its table says', (file, text) => {
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text)
  expect(readFileSync(file, 'utf8')).toBe(text)
})

test.each([...Object.entries(errorTable), ...Object.entries(diagnosticTable)])('%s is described', (code, { description }) => {
  expect(code).toMatch(/^[a-z]+\.[a-z-]+$/)
  expect(description).toMatch(/^[A-Z].{10,}\.$/)
})
