/** docs/guides/consume-the-api.md, asked word for word of both demos: its requests are made, its answers and counts compared. */
import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type BothDemos, openBothDemos } from '../support/both-demos.js'
import { openTestServer, type TestServer } from '../support/http-server.js'
import { cutLike, printWithin } from '../support/shortened.js'

const file = 'docs/guides/consume-the-api.md'
const base = 'http://127.0.0.1:3000'

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

const examples = /```sh\n(curl .*)\n```\n\n```(json|http)\n([\s\S]*?)```/g
const counts = /^\| `([A-Z]\w+\?[^`]+)` \|(.*\| )?\s?(\d+) \|$/gm

it(`${file} says what the demo answers`, async () => {
  const page = readFileSync(file, 'utf8')
  const asked = await replaced(page, examples, async ([, command = '', language = '', shown = '']) => {
    const answer = await answerTo(command, language, shown)
    return `\`\`\`sh\n${command}\n\`\`\`\n\n\`\`\`${language}\n${answer}\n\`\`\``
  })
  const counted = await replaced(asked, counts, async ([whole, search = '', , count = '']) => {
    const url = `/STU3/${search.replaceAll('\\|', '|')}&_count=0`
    return `${whole.slice(0, -`${count} |`.length)}${(await send(url, undefined)).json().total} |`
  })
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, counted)
  expect(readFileSync(file, 'utf8')).toBe(counted)
  expect([...page.matchAll(examples)].length).toBeGreaterThan(8)
  expect([...page.matchAll(counts)].length).toBeGreaterThan(20)
})

it('is named by the README, whose parts it names', () => {
  const readme = readFileSync('README.md', 'utf8')
  expect(readme).toContain(`](${file})`)
  const anchors = [...readFileSync(file, 'utf8').matchAll(/README\.md#([^)]+)\)/g)].map(([, anchor = '']) => anchor)
  expect(anchors).toHaveLength(2)
  for (const anchor of anchors) expect(readme.toLowerCase()).toContain(`\n## ${anchor.replaceAll('-', ' ')}\n`)
})

async function answerTo(command: string, language: string, shown: string): Promise<string> {
  const response = await send(...requestOf(command))
  if (language === 'json') return printWithin(cutLike(response.json(), JSON.parse(shown)))
  const [head = '', ...body] = shown.split('\n\n')
  const names = head.split('\n').slice(1)
  const lines = names.map(line => line.slice(0, line.indexOf(':'))).map(name => `${name}: ${response.headers[name]}`)
  const status = `HTTP/1.1 ${response.statusCode} ${response.statusMessage}`
  return [[status, ...lines].join('\n'), ...bodyLike(response.body, body.join('\n\n'))].join('\n\n')
}

/** JSON is shortened like what is shown; XML stands there whole. */
function bodyLike(body: string, shown: string): readonly string[] {
  if (body === '') return []
  return [body.startsWith('{') ? printWithin(cutLike(JSON.parse(body), JSON.parse(shown))) : body.trimEnd()]
}

type Request = readonly [url: string, form: string | undefined]

/** The few options of curl that the guide has. */
function requestOf(command: string): Request {
  const url = /'(http:[^']*)'$/.exec(command)?.[1] ?? ''
  const form = / -d '([^']*)'/.exec(command)?.[1]
  expect(command.replace(/ -si?| -d '[^']*'/g, '')).toBe(`curl '${url}'`)
  return [url.replace(base, ''), form]
}

const send = (...[url, form]: Request) =>
  server.inject({
    url,
    headers: { host: '127.0.0.1:3000', 'content-type': 'application/x-www-form-urlencoded' },
    ...(form === undefined ? { method: 'GET' } : { method: 'POST', payload: form }),
  })

async function replaced(text: string, pattern: RegExp, instead: (match: RegExpMatchArray) => Promise<string>): Promise<string> {
  let written = ''
  let end = 0
  for (const match of text.matchAll(pattern)) {
    written += text.slice(end, match.index) + (await instead(match))
    end = (match.index ?? 0) + match[0].length
  }
  return written + text.slice(end)
}
