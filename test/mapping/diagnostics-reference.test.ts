import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { type DiagnosticExample, diagnosticsReference } from '../../src/tooling/describe-diagnostics.js'
import { faultsOfMistake, mistakeNames, readMistake } from '../support/mistakes.js'

const file = 'docs/reference/diagnostics.md'

async function examples(): Promise<ReadonlyMap<string, DiagnosticExample>> {
  const found = new Map<string, DiagnosticExample>()
  for (const name of mistakeNames) {
    const text = readMistake(name)
    for (const { at, code, message } of await faultsOfMistake(text))
      if (!found.has(code)) found.set(code, { line: text.split('\n')[at.line - 1] ?? '', message })
  }
  return found
}

it(`${file} says what the table of diagnostics says`, async () => {
  const page = diagnosticsReference(await examples())
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync('docs/reference', { recursive: true })
    writeFileSync(file, page)
  }
  expect(readFileSync(file, 'utf8')).toBe(page)
})
