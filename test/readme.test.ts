/** What README.md says is so: its requests are made, its mapping is the file, its mistake is told as it says. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { loadMappingFolder } from '../src/mapping/language/read-mapping-files.js'
import { demoTables } from '../src/tooling/demo/demo-tables.js'
import { type BothDemos, openBothDemos } from './support/both-demos.js'
import { openTestServer, type TestServer } from './support/http-server.js'
import { openFacade } from './support/open-facade.js'

const readme = readFileSync('README.md', 'utf8')
const base = 'http://127.0.0.1:3000'

describe('the requests of README.md', () => {
  let both: BothDemos
  let server: TestServer['server']
  beforeAll(async () => {
    both = await openBothDemos()
    server = openTestServer(both.engine).server
  })
  afterAll(async () => {
    await server.close()
    await both.close()
  })

  const answerOf = async (url: string) => server.inject({ url: url.replace(base, ''), headers: { host: '127.0.0.1:3000' } })

  const examples = [...readme.matchAll(/```sh\ncurl -s '([^']+)'\n```\n\n```json\n([\s\S]*?)```/g)].map(
    ([, url = '', answer = '']) => [url, JSON.parse(answer)] as const,
  )
  it('are four', () => expect(examples).toHaveLength(4))
  test.each(examples)('%s gives what stands there', async (url, shown) => {
    const response = await answerOf(url)
    expect(response.statusCode).toBe(shown.resourceType === 'OperationOutcome' ? 400 : 200)
    expect(response.json()).toEqual(shortened(shown))
  })

  const searches = [...readme.matchAll(/^\| `(\w+\?[^`]+)` \| .+ \| (\d+) \|$/gm)].map(
    ([, search = '', count = '']) => [search, Number(count)] as const,
  )
  it('and nine in a table', () => expect(searches).toHaveLength(9))
  test.each(searches)('%s finds %i', async (search, count) => {
    expect((await answerOf(`${base}/STU3/${search}`)).json()).toMatchObject({ resourceType: 'Bundle', total: count })
  })
})

/** Members may be left out, items of a list too, and the end of a text where it says …; the order stays. */
function shortened(shown: unknown): unknown {
  if (Array.isArray(shown)) return expect.arrayContaining(shown.map(shortened))
  if (typeof shown === 'string' && shown.endsWith('…')) return expect.stringMatching(startOf(shown.slice(0, -1)))
  if (typeof shown !== 'object' || shown === null) return shown
  return expect.objectContaining(Object.fromEntries(Object.entries(shown).map(([name, value]) => [name, shortened(value)])))
}

const startOf = (text: string): RegExp => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`)

describe('the mapping of README.md', () => {
  it('is the whole file that it names', () => {
    const [, file = '', text] = /^`(mappings\/[^`]+)`, whole:\n\n```yaml\n([\s\S]*?)```$/m.exec(readme) ?? []
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  it('breaks as it says', async () => {
    const [, file = '', from = '', to = ''] = /In `([^`]+)`, change `([^`]+)` into `([^`]+)`/.exec(readme) ?? []
    const [, said = ''] = /^```\n(mappings\/.+)\n1 error\. Nothing is served until it is put right\.\n```$/m.exec(readme) ?? []
    const folder = mkdtempSync(join(tmpdir(), 'careconnect-readme-'))
    try {
      cpSync('mappings', join(folder, 'mappings'), { recursive: true })
      const text = readFileSync(file, 'utf8')
      expect(text.split(from)).toHaveLength(2)
      writeFileSync(join(folder, file), text.replace(from, to))
      const { source, maps } = loadMappingFolder(join(folder, 'mappings/gp'), 'mappings/gp')
      if (source === undefined) throw new Error('The demo has lost its source document.')
      const failure = await openFacade({ source, maps }, demoTables(), 'sqlite').catch(String)
      expect(failure).toBe(`Error: ${said}`)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
