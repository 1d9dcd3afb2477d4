/** docs/guides/map-your-first-table.md, followed word for word: its files are written, its commands run, its answers compared. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Author, beginAsAuthor, serve } from '../support/author.js'

const file = 'docs/guides/map-your-first-table.md'

let author: Author
beforeAll(() => {
  author = beginAsAuthor()
})
afterAll(() => author.remove())

/** With the line before it: the name of a file, or what the block stands instead of. */
const blocks = /(?:^(.+)\n\n?)?```(sql|yaml|console)\n([\s\S]*?)```/gm

it(`${file} does what it says`, async () => {
  const page = readFileSync(file, 'utf8')
  let followed = ''
  let end = 0
  for (const match of page.matchAll(blocks)) {
    const [whole, before = '', language = '', text = ''] = match
    const shown = await follow(before, language, text)
    followed += page.slice(end, match.index) + whole.slice(0, whole.length - text.length - 3) + shown
    end = match.index + whole.length - 3
  }
  followed += page.slice(end)
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, followed)
  expect(readFileSync(file, 'utf8')).toBe(followed)
})

/** Gives the block as it should be. */
async function follow(before: string, language: string, text: string): Promise<string> {
  if (language === 'sql') {
    const database = new Database(join(author.folder, 'clinic.sqlite'))
    database.exec(text)
    database.close()
  } else if (language === 'yaml') writeYaml(before, text)
  else {
    const command = /^\$ (.*)$/m.exec(text)?.[1] ?? ''
    const answer = await answerTo(command)
    return `$ ${command}\n${answer.trimEnd()}\n`
  }
  return text
}

function answerTo(command: string): Promise<string> | string {
  if (command.startsWith('curl ')) return fetched(command)
  const [, file] = /^cat (\S+)$/.exec(command) ?? []
  return file === undefined ? answered(command) : readFileSync(join(author.folder, file), 'utf8')
}

function writeYaml(before: string, text: string): void {
  const [, pattern, place = ''] = /^<!-- instead of \/(.*)\/ in (\S+) -->$/.exec(before) ?? []
  const name = /^`([\w./-]+)`:$/.exec(before)?.[1]
  if (name !== undefined) author.write(name, text)
  else {
    if (pattern === undefined) throw new Error(`What is this block for? ${before}`)
    const written = readFileSync(join(author.folder, place), 'utf8')
    expect(written).toMatch(new RegExp(pattern))
    author.write(
      place,
      written.replace(new RegExp(pattern), () => text),
    )
  }
}

async function answered(command: string): Promise<string> {
  const [, line = ''] = /^npx careconnect (.*)$/.exec(command) ?? []
  const { lines } = await author.run(line)
  return lines.map(each => each.trimEnd()).join('\n')
}

/** On whatever port; instants and ids of bundles are those of the guide. */
async function fetched(command: string): Promise<string> {
  const facade = await serve(author)
  try {
    const url = /'(.*)'/.exec(command)?.[1] ?? ''
    const text = await (await fetch(url.replace('http://127.0.0.1:3000/STU3', facade.baseUrl))).text()
    return text
      .replaceAll(facade.baseUrl, 'http://127.0.0.1:3000/STU3')
      .replace(/"(lastUpdated)": ?"[^"]*"/g, '"$1": "2026-01-05T09:30:00Z"')
      .replace(/^( {2}"id": )"[0-9a-f-]{36}"/m, '$1"7f3c0c5e-2b1d-4c57-9a51-0d4f5a1b2c3d"')
  } finally {
    await facade.close()
  }
}
