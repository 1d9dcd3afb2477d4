/** docs/guides/map-a-table.md, followed word for word. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it, test } from 'vitest'
import { type Facade, startFacade } from '../../src/app/start-facade.js'
import { loadConfig } from '../../src/config/load-config.js'

const guide = readFileSync('docs/guides/map-a-table.md', 'utf8')
const files = [...guide.matchAll(/^`([\w./-]+\.yaml)`:\n\n```yaml\n([\s\S]*?)```$/gm)]

let folder: string
let facade: Facade
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'careconnect-guide-'))
  for (const [, name = '', text = ''] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const database = new Database(join(folder, 'clinic.sqlite'))
  database.exec(/```sql\n([\s\S]*?)```/.exec(guide)?.[1] ?? '')
  database.exec("insert into clinician values (1, 'Smith  ', 'Ann', 'F', null), (2, 'Jones', null, 'X', '20200131')")
  database.close()
  const loaded = loadConfig(join(folder, 'careconnect.yaml'), { PORT: '0' })
  if ('diagnostics' in loaded) throw new Error(JSON.stringify(loaded.diagnostics))
  facade = await startFacade({ config: loaded.config, say: () => {}, logTo: pino.destination({ dest: '/dev/null', sync: true }) })
})
afterAll(async () => {
  await facade?.close()
  rmSync(folder, { recursive: true })
})

it('has three files', () => expect(files).toHaveLength(3))

test('a row is read', async () => {
  expect(await (await fetch(`${facade.baseUrl}/Practitioner/1`)).json()).toMatchObject({
    active: true,
    name: [{ use: 'usual', family: 'Smith', given: ['Ann'] }],
    gender: 'female',
  })
})

test.each(['family=smith', 'given:exact=Ann', 'gender=female', 'active=true'])('%s searches', async query => {
  expect(guide).toContain(`?${query}\``)
  expect(await (await fetch(`${facade.baseUrl}/Practitioner?${query}`)).json()).toMatchObject({
    total: 1,
    entry: [{ resource: { id: '1' } }],
  })
})
