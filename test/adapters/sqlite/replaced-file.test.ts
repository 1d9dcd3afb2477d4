/** The file at the path is the source: when it is replaced, moved away or brought back, the adapter follows within a second. */
import { existsSync, mkdtempSync, readdirSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sqlite } from '../../../adapters/sqlite/index.js'
import { writeDatabase } from '../../../adapters/sqlite/write-database.js'
import type { Adapter, Field, SourceQuery } from '../../../src/spi/index.js'
import { options, readAll } from '../sources.js'

const note: Field = { alias: 'e', name: 'NOTE', type: 'string' }
const notes: SourceQuery = { from: { entity: 'event', alias: 'e' }, joins: [], select: [note], orderBy: [] }
const first: SourceQuery = { ...notes, limit: 1 }
const unavailable = { code: 'unavailable' }
const aSecond = () => setTimeout(1050)

const write = (file: string, text: string, count: number) =>
  writeDatabase(
    file,
    ['create table EVENT (NOTE TEXT)'],
    [{ table: 'EVENT', columns: ['NOTE'], rows: Array.from({ length: count }, () => [text]) }],
  )

let folder: string
let file: string
let away: string
let adapter: Adapter
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'careconnect-'))
  file = join(folder, 'pas.sqlite')
  away = join(folder, 'away.sqlite')
  write(file, 'old', 2500)
  adapter = await sqlite.open({ file }, { entities: { event: { path: ['EVENT'] } } }, options())
  expect(await readAll(adapter, first)).toEqual([['old']])
})
afterEach(async () => {
  await adapter.close()
  rmSync(folder, { recursive: true })
})

it('a file that is replaced is read, with other blanks at the ends, and counted', async () => {
  const padded: SourceQuery = {
    ...first,
    select: [{ ...note, trim: true }],
    where: { op: 'compare', field: { ...note, trim: true }, is: 'eq', to: { type: 'string', value: 'old' } },
  }
  expect(await readAll(adapter, padded)).toEqual([['old']])
  expect(await adapter.count?.(notes, options())).toBe(2500)
  write(away, 'old ', 3)
  renameSync(away, file)
  await aSecond()
  expect(await readAll(adapter, padded)).toEqual([['old']])
  expect(await adapter.count?.(notes, options())).toBe(3)
  expect(await adapter.health(options())).toMatchObject({ status: 'up' })
})

it('a stream under way ends on the old file, which is closed then', async () => {
  const seen: unknown[] = []
  for await (const batch of adapter.read(notes, { ...options(), batchSize: 1000 })) {
    if (seen.length === 0) {
      write(away, 'new', 1)
      renameSync(away, file)
      await aSecond()
      expect(await readAll(adapter, first)).toEqual([['new']])
    }
    seen.push(...batch.map(row => row[0]))
  }
  expect(seen).toEqual(Array.from({ length: 2500 }, () => 'old'))
  expect(await readAll(adapter, first)).toEqual([['new']])
  if (existsSync('/proc/self/fd')) expect(openedFiles()).toEqual([file])
})

it('a file that is moved away is unavailable and down, until it is back', async () => {
  renameSync(file, away)
  await aSecond()
  await expect(readAll(adapter, first)).rejects.toMatchObject(unavailable)
  await expect(adapter.count?.(notes, options())).rejects.toMatchObject(unavailable)
  expect(await adapter.health(options())).toMatchObject({ status: 'down' })
  renameSync(away, file)
  await aSecond()
  expect(await adapter.health(options())).toMatchObject({ status: 'up' })
  expect(await readAll(adapter, first)).toEqual([['old']])
})

it('a file that is replaced by no database is unavailable, until there is one', async () => {
  writeFileSync(away, 'no database, though it is longer than a header would be'.repeat(100))
  renameSync(away, file)
  await aSecond()
  await expect(readAll(adapter, first)).rejects.toMatchObject(unavailable)
  write(file, 'new', 1)
  await aSecond()
  expect(await readAll(adapter, first)).toEqual([['new']])
})

it('a closed adapter does not open the new file', async () => {
  await adapter.close()
  write(file, 'new', 1)
  await aSecond()
  await expect(readAll(adapter, first)).rejects.toMatchObject(unavailable)
  expect(await adapter.health(options())).toMatchObject({ status: 'down' })
})

/** Linux only: the files of the folder that this process holds open, a deleted one with a remark. */
const openedFiles = (): readonly string[] =>
  readdirSync('/proc/self/fd').flatMap(descriptor => {
    try {
      const target = readlinkSync(join('/proc/self/fd', descriptor))
      return target.startsWith(folder) ? [target] : []
    } catch {
      return []
    }
  })
