/** What the documents point to is there: files of the project, and pages behind links. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { errorTable } from '../../src/kernel/errors.js'

const inDocs = readdirSync('docs', { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.md'))
  .map(name => join('docs', name).replaceAll('\\', '/'))
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'adapters/sqlite/README.md',
  'adapters/mysql/README.md',
  'adapters/postgres/README.md',
  ...inDocs,
]

/** Rooms that have their import rules and nothing in them yet, and what the reader of the guide makes. */
const elsewhere = /^(?:src\/(?:access|audit|workbench)|mappings\/clinic.*)$/

const placeOf = /(?<![\w./-])(?:src|adapters|test|tools|bench|mappings|docs|\.ci)\/[\w./-]*\w/g

describe.each(pages)('%s', page => {
  const text = readFileSync(page, 'utf8')

  it('names only files and folders that are there', () => {
    const places = [...new Set(text.match(placeOf) ?? [])]
    expect(places.filter(place => !elsewhere.test(place) && !existsSync(place))).toEqual([])
  })

  it('links only to what is there', () => {
    const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target = '']) => join(dirname(page), target))
    expect(targets.filter(target => !existsSync(target))).toEqual([])
  })
})

const lifecycle = readFileSync('docs/lifecycle.md', 'utf8')

test('docs/lifecycle.md names a function and its file side by side, and the file has it', () => {
  const steps = [...lifecycle.matchAll(/^[ │├└─]*([a-z]\w*(?:, \w+)*) +(src\/\S+\.ts)/gm)]
  expect(steps.length).toBeGreaterThan(25)
  const missing = steps.flatMap(([, names = '', file = '']) => {
    const text = readFileSync(file, 'utf8')
    return names
      .split(', ')
      .filter(name => !new RegExp(`\\b${name}\\b`).test(text))
      .map(name => `${name} in ${file}`)
  })
  expect(missing).toEqual([])
})

test.each(Object.keys(errorTable).filter(code => code !== 'internal.fault'))('docs/lifecycle.md has an exit for %s', code => {
  const family = `${code.split('.')[0]}.*`
  expect(lifecycle.includes(code) || lifecycle.includes(`─► ${family}`)).toBe(true)
})
