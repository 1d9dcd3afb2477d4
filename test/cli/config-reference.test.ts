import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, it, test } from 'vitest'
import { configFaults } from '../../src/config/config-faults.js'
import { configRows } from '../../src/config/config-keys.js'
import { configJsonSchema, configReference } from '../../src/config/describe-config.js'
import { parseConfig } from '../../src/config/load-config.js'

const folder = 'docs/reference'

test.each([
  ['configuration.md', configReference()],
  ['careconnect.schema.json', `${JSON.stringify(configJsonSchema(), null, 2)}\n`],
])(`${folder}/%s says what the table of keys says`, (name, text) => {
  const file = `${folder}/${name}`
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, text)
  }
  expect(readFileSync(file, 'utf8')).toBe(text)
})

test.each([...configRows])('the key %s is described', (_, { describe }) => {
  expect(describe).toMatch(/^[A-Z].{20,}\.$/s)
})
test.each(Object.entries(configFaults))('the fault %s is described', (code, meaning) => {
  expect(code).toMatch(/^config\.[a-z-]+$/)
  expect(meaning).toMatch(/\.$/)
})

it('the configuration that comes with the project has no fault', () => {
  expect(parseConfig('careconnect.yaml', readFileSync('careconnect.yaml', 'utf8'), {})).toHaveProperty('config')
})
