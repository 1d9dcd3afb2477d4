import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formatDiagnostic } from '../../src/kernel/diagnostics.js'
import { diagnosticTable } from '../../src/mapping/language/diagnostic-codes.js'
import { faultsOfMistake, mistakeNames, mistakesFolder, readMistake } from '../support/mistakes.js'
import { adapterNames } from '../support/open-facade.js'

const placesOf = async (text: string): Promise<readonly string[]> =>
  (await faultsOfMistake(text)).map(({ at, code }) => `${at.line}:${at.column} ${code}`)

const expectedOf = (text: string): readonly string[] => /^# expect: (.*)$/m.exec(text)?.[1]?.split(', ') ?? []

test.each(mistakeNames)('%s is named at its place', async name => {
  let text = readMistake(name)
  if (process.env.UPDATE_GOLDEN === '1') {
    text = text.replace(/^# expect:.*$/m, `# expect: ${(await placesOf(text)).join(', ')}`)
    writeFileSync(join(mistakesFolder, name), text)
  }
  expect(await placesOf(text)).toEqual(expectedOf(text))
})

test.each(mistakeNames)('the words about %s say what to do, in whole sentences', async name => {
  for (const fault of await faultsOfMistake(readMistake(name)))
    expect(formatDiagnostic(fault)).toMatch(/: [A-Za-z0-9[{'`].*[.)?'"}}]$/)
})

test.each(mistakeNames.filter(name => readMistake(name).includes('# level: data')))(
  'the words about %s are the same on every adapter',
  async name => {
    const [first, ...others] = await Promise.all(adapterNames.map(adapter => faultsOfMistake(readMistake(name), adapter)))
    for (const other of others) expect(other).toEqual(first)
  },
)

/** Told where no one file shows it; each is tested there. */
const shownElsewhere: Readonly<Record<string, string>> = {
  'yaml.syntax': 'what the other words for YAML leave over: test/mapping/language/yaml.test.ts',
  'map.file-unreadable': 'a folder: test/mapping/language',
  'map.source-missing': 'a folder: test/mapping/language',
  'map.source-many': 'a folder: test/mapping/language',
  'schema.table-unknown': 'asks a database: test/app/faults-together.test.ts',
  'schema.query-refused': 'asks a database: test/mapping/rows/query.test.ts',
}

test('every diagnostic is shown by a mistake, or elsewhere for a reason', () => {
  const shown = new Set(mistakeNames.flatMap(name => expectedOf(readMistake(name)).map(place => place.split(' ')[1])))
  expect(Object.keys(diagnosticTable).filter(code => !shown.has(code) && !Object.hasOwn(shownElsewhere, code))).toEqual([])
})
