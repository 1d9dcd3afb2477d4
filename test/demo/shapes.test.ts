/** Each shape of real databases that the demo has: the line is there, the search finds what it must, and the page says so. */
import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { type BothDemos, openBothDemos } from '../support/both-demos.js'
import { findAll, idsOf, requestOptions } from '../support/open-facade.js'
import { faultsOfMapping } from '../support/parse-mapping.js'
import type { DemoShape } from './demo-shape.js'
import { demoShapes } from './shapes.js'

const page = 'docs/reference/shapes.md'

/** Undefined when the line is not there, or more than once. */
function placeOf([file, text]: DemoShape['at']): number | undefined {
  const lines = readFileSync(file, 'utf8').split('\n')
  const found = lines.flatMap((line, at) => (line.includes(text) ? [at + 1] : []))
  return found[0]
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

function pageText(): string {
  const rows = demoShapes.map(({ number, shape, construct, at, search, finds }) => {
    const [file] = at
    const place = `[${file}:${placeOf(at)}](../../${file}#L${placeOf(at)})`
    return `| ${number} | ${cell(shape)} | ${cell(construct)} | ${place} | \`${cell(search)}\` | ${finds.length} |`
  })
  return `# Shapes of legacy tables

How clinical databases of the last thirty years hold what FHIR asks for, and how the demo maps it: \`gp\` is laid out as GP systems are, \`pas\` as
those of hospitals. Each search finds so many resources because of the line beside it; \`test/demo/shapes.test.ts\` asks them all and wrote this
page (\`UPDATE_GOLDEN=1\`).

| # | in the database | in the mapping | for example | a search that shows it | finds |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

## Refused on purpose

- **Stored procedures**, and functions as tables: the database can neither filter nor sort what they give. The message says what to map instead:
  the tables that the procedure reads, or a view (\`map.query-invalid\`, \`map.name-invalid\`). A function that is named in a SELECT is a query.
- **Trees of any depth**: a hierarchy is mapped one level at a time, as a reference. Joins that need each other are a fault (\`map.join-cycle\`), and
  \`:below\` is refused. A view or \`query:\` may flatten a tree.
`
}

describe('the shapes of the demo', () => {
  let both: BothDemos
  beforeAll(async () => {
    both = await openBothDemos()
  })
  afterAll(() => both.close())

  test.each(demoShapes.map((shape): [string, DemoShape] => [`${shape.number} ${shape.shape}`, shape]))('%s', async (_, shape) => {
    expect(placeOf(shape.at), shape.at.join(': ')).toBeDefined()
    const found = await findAll(both.engine, shape.search)
    expect(idsOf(found)).toEqual(shape.finds)
    if (shape.shows) expect(found[0]).toMatchObject(shape.shows)
  })

  it('are more than fifty, each told once', () => {
    const numbers = demoShapes.map(({ number }) => number)
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(numbers.length).toBeGreaterThan(50)
    expect([...numbers].sort((a, b) => a - b)).toEqual(numbers)
  })

  it(`are the table of ${page}`, () => {
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(page, pageText())
    expect(readFileSync(page, 'utf8')).toBe(pageText())
  })

  it('do not have recursion: one level of a hierarchy is asked, and :below refused', async () => {
    expect(idsOf(await findAll(both.engine, 'Organization?partof=trust-Z9U'))).toEqual(['site-Z9U01'])
    await expect(both.engine.search('Organization', 'partof:below=trust-Z9U', requestOptions())).rejects.toMatchObject({
      faults: [{ code: 'search.modifier-unsupported' }],
    })
  })
})

describe('what is refused on purpose', () => {
  const faultsOf = (table: string, joins = '') =>
    faultsOfMapping(`source: pas
tables:
  ${table}
---
map: inpatients
from: inpatients as i
${joins}
Encounter: { status: finished }
`).join('\n')

  test.each([
    ['a stored procedure', 'inpatients: { query: exec proc_current_inpatients, key: [ID] }'],
    ['a stored procedure, as MySQL calls it', 'inpatients: { query: call current_inpatients(1), key: [ID] }'],
  ])('%s, with the advice to map what it reads', (_, table) => {
    expect(faultsOf(table)).toMatch(/^test\.yaml:3:\d+ error map\.query-invalid: .*map the tables that it reads, or a view/)
  })

  it('a function with arguments as a table, with the advice to say query', () => {
    expect(faultsOf("inpatients: { table: 'fn_inpatients(1)', key: [ID] }")).toMatch(
      /^test\.yaml:3:\d+ error map\.name-invalid: .*say query: SELECT … FROM the function, or map a view\.$/,
    )
  })

  it('joins that lead to each other: a tree of any depth is a view', () => {
    const joins = 'joins: { a: { table: inpatients, match: a.ID = b.UP }, b: { table: inpatients, match: b.ID = a.UP } }'
    expect(faultsOf('inpatients: { key: [ID] }', joins)).toContain('map.join-cycle')
  })
})
