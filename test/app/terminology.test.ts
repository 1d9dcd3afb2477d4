/** Value sets and code systems from the folders that the configuration names. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it, test } from 'vitest'
import { loadTerminology } from '../../src/app/load-terminology.js'
import { parseConfig } from '../../src/config/load-config.js'
import { type Diagnostic, formatDiagnostic } from '../../src/kernel/diagnostics.js'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'careconnect-terminology-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (name: string, content: unknown): void => {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
}

function load(terminology: string) {
  const text = `mappings: [m]\nsources: { gp: { adapter: sqlite } }\n${terminology}\n`
  const loaded = parseConfig(join(folder, 'careconnect.yaml'), text, {})
  if ('diagnostics' in loaded) throw new Error(loaded.diagnostics.map(formatDiagnostic).join('\n'))
  const diagnostics: Diagnostic[] = []
  const found = loadTerminology(loaded.config, diagnostics)
  return {
    found,
    faults: diagnostics.map(({ at, code, message }) => `${at.file.replace(folder, '.')}:${at.line} ${code} ${message}`),
  }
}

const valueSet = (url: string) => ({
  resourceType: 'ValueSet',
  url,
  compose: { include: [{ system: 's', concept: [{ code: 'a' }] }] },
})

it('none is read where no folder is named', () => {
  expect(load('')).toEqual({ found: undefined, faults: [] })
})

it('files and Bundles of several folders come together, and other resources are passed over', () => {
  write('one/a.json', `\uFEFF${JSON.stringify(valueSet('http://a.example/1'))}`)
  write('one/package.json', { name: 'some.package' })
  write('one/notes.txt', 'no JSON')
  write('two/all.json', {
    resourceType: 'Bundle',
    entry: [
      { resource: valueSet('http://a.example/2') },
      {
        resource: {
          resourceType: 'CodeSystem',
          url: 's',
          content: 'complete',
          concept: [{ code: 'a', concept: [{ code: 'b' }] }],
        },
      },
      { resource: { resourceType: 'Patient' } },
    ],
  })
  const { found, faults } = load('terminology: [one, two]')
  expect(faults).toEqual([])
  expect(found?.valueSets).toEqual(['http://a.example/1', 'http://a.example/2'])
  expect(found?.codesIn('http://a.example/2')).toEqual(new Map([['s', new Set(['a'])]]))
  expect(found?.below('s', 'a')).toEqual(new Map([['s', new Set(['a', 'b'])]]))
})

test.each<[name: string, files: Readonly<Record<string, unknown>>, fault: RegExp]>([
  ['a folder that is not there', {}, /careconnect.yaml:3 config.terminology-invalid There is no folder t that can be read/],
  ['what is no JSON', { 't/a.json': '{' }, /^t\/a.json:1 config.terminology-invalid It can not be read as JSON/],
  ['a value set without a url', { 't/a.json': { resourceType: 'ValueSet' } }, /^t\/a.json:1 .* It has no `url`/],
  [
    'two of one url',
    { 't/a.json': valueSet('http://a.example/1'), 't/b.json': valueSet('http://a.example/1') },
    /^t\/b.json:1 .* There is another http:\/\/a.example\/1/,
  ],
])('%s is told with its place', (_, files, fault) => {
  for (const [name, content] of Object.entries(files)) write(name, content)
  expect(load('terminology: [t]').faults).toEqual([expect.stringMatching(fault)])
})
