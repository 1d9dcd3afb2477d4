/** The import rules of dependency-cruiser.cjs: kept by the real tree, and able to catch who breaks them. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

interface Cruise {
  readonly modules: readonly { readonly source: string }[]
  readonly summary: { readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[] }
}

const command = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
const rules = resolve('dependency-cruiser.cjs')
const config = resolve('tsconfig.json')

function cruise(root: string, folders: readonly string[]): Cruise {
  const words = [command, '--config', rules, '--ts-config', config, '--output-type', 'json', '--no-cache', ...folders]
  return JSON.parse(execFileSync(process.execPath, words, { cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 }))
}

test('no module of the project imports what it may not, and every file was read', () => {
  const folders = ['src', 'adapters', 'test', 'bench', 'tools']
  const { modules, summary } = cruise('.', folders)
  expect(summary.violations).toEqual([])
  const read = new Set(modules.map(({ source }) => source))
  const files = folders.flatMap(folder =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts'))
      .map(name => `${folder}/${name.replaceAll('\\', '/')}`),
  )
  expect(files.length).toBeGreaterThan(250)
  expect(files.filter(file => !read.has(file))).toEqual([])
}, 120_000)

describe('is caught', () => {
  const planted = [
    ['the contract imports another room', 'layer-spi', 'src/spi/x.ts', '../kernel/y.js'],
    ['a room imports one above it', 'layer-search', 'src/search/x.ts', '../engine/y.js'],
    ['a room below the composition root loads an adapter', 'layer-engine', 'src/engine/x.ts', '../../adapters/memory/y.js'],
    ['an adapter sees more than the contract', 'adapters-see-only-the-spi', 'adapters/memory/x.ts', '../../src/kernel/y.js'],
    ['an adapter sees another', 'adapters-see-only-the-spi', 'adapters/sqlite/x.ts', '../memory/y.js'],
    ['the product imports a test', 'src-does-not-import-tests', 'src/app/x.ts', '../../test/support/y.js'],
    ['the product imports a tool', 'product-does-not-import-tools', 'src/http/x.ts', '../../tools/generate/y.js'],
    ['a room below the edge imports Fastify', 'fastify-stays-at-the-edge', 'src/capability/x.ts', 'fastify'],
    ['a room uses a driver', 'drivers-stay-in-their-adapter', 'src/plan/x.ts', 'better-sqlite3'],
    ['the contract needs a package', 'conformance-kit-needs-no-test-runner', 'src/spi/conformance/x.ts', 'vitest'],
    ['two modules need each other', 'no-cycles', 'src/access/x.ts', './y.js'],
  ] as const
  let root: string
  let violations: readonly string[]

  function write(name: string, text: string): void {
    mkdirSync(join(root, dirname(name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'careconnect-imports-'))
    for (const [, , file, imported] of planted) {
      write(file, `import { y } from '${imported}'\nexport const x = y\n`)
      if (imported.startsWith('.')) write(join(dirname(file), imported.replace('.js', '.ts')), 'export const y = 1\n')
      else {
        write(`node_modules/${imported}/package.json`, `{ "name": "${imported}", "main": "index.js" }`)
        write(`node_modules/${imported}/index.js`, 'exports.y = 1\n')
      }
    }
    write('src/access/y.ts', "import type { x } from './x.js'\nexport const y: typeof x = 1\n")
    const { summary } = cruise(root, ['.'])
    violations = summary.violations.map(({ from, rule: { name } }) => `${name} ${from}`)
  }, 120_000)
  afterAll(() => rmSync(root, { recursive: true }))

  test.each(planted)('%s', (_, rule, file) => {
    expect(violations).toContain(`${rule} ${file}`)
  })
})
