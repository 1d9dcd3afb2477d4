import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formatDiagnostic } from '../../src/kernel/diagnostics.js'
import { faultsOfMistake, mistakeNames, mistakesFolder, readMistake } from '../support/mistakes.js'

const placesOf = (text: string): readonly string[] =>
  faultsOfMistake(text).map(({ at, code }) => `${at.line}:${at.column} ${code}`)

test('there are at least fifty mistakes', () => {
  expect(mistakeNames.length).toBeGreaterThanOrEqual(50)
})

test.each(mistakeNames)('%s is named at its place', name => {
  let text = readMistake(name)
  if (process.env.UPDATE_GOLDEN === '1') {
    text = text.replace(/^# expect:.*$/m, `# expect: ${placesOf(text).join(', ')}`)
    writeFileSync(join(mistakesFolder, name), text)
  }
  const expected = /^# expect: (.*)$/m.exec(text)?.[1]?.split(', ')
  expect(placesOf(text)).toEqual(expected)
})

test.each(mistakeNames)('the words about %s say what to do, in whole sentences', name => {
  for (const fault of faultsOfMistake(readMistake(name))) expect(formatDiagnostic(fault)).toMatch(/: [A-Za-z[{'`].*[.)?'"}}]$/)
})
