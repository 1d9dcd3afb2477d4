/** Runs the examples of docs/reference/mapping-language.md: each section's tables, mappings and searches. */
import { readFileSync } from 'node:fs'
import { describe } from 'vitest'
import { functionsIn } from '../../src/app/load-functions.js'
import type { MappedFunction } from '../../src/mapping/compile/shape.js'
import { type MappedSource, mapped, type Searches } from '../support/mapped.js'

interface Fence {
  readonly language: string
  readonly text: string
}

const text = readFileSync(new URL('../../docs/reference/mapping-language.md', import.meta.url), 'utf8')

/** Each yaml goes with the rows that follow it. */
async function readSources(fences: readonly Fence[]): Promise<readonly MappedSource[]> {
  const yamls = fences.filter(({ language }) => language === 'yaml')
  const rows = fences.filter(({ language }) => language === 'rows')
  const code = fences.find(({ language }) => language === 'js')
  const concepts = fences.find(({ language }) => language === 'json')
  const functions: ReadonlyMap<string, MappedFunction> = code
    ? functionsIn(await import(`data:text/javascript,${encodeURIComponent(code.text)}`))
    : new Map()
  return yamls.map(({ text: yaml }, index) => ({
    yaml,
    tables: rows[index]?.text ?? '',
    functions,
    files: { './functions.js': code?.text ?? '', 'concept-map.json': concepts?.text ?? '' },
  }))
}

const readSearches = (lines: string): Searches =>
  lines
    .split('\n')
    .filter(line => line.includes('->'))
    .map(line => {
      const [search = '', finds = ''] = line.split('->')
      const refused = /^\s*refused: (.*)$/.exec(finds)?.[1]
      const found = refused === undefined ? finds.split(' ').filter(id => id !== '') : new RegExp(refused)
      return [search.trim(), found] as const
    })

for (const section of text.split(/^### /m).slice(1)) {
  const title = section.slice(0, section.indexOf('\n'))
  const fences = [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', body = '']): Fence => ({ language, text: body }),
  )
  const searches = fences.filter(({ language }) => language === 'searches').flatMap(({ text: lines }) => readSearches(lines))
  if (searches.length > 0) describe(title, async () => mapped('finds what it says', await readSources(fences), searches))
}
