/** A table that goes away while it is served: the source cannot answer, the log says which table it is, and it is served again once it is back. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Facade, startFacade } from '../../src/app/start-facade.js'
import { loadConfig } from '../../src/config/load-config.js'
import { type Clinic, openClinic } from '../support/clinic.js'

let clinic: Clinic
let facade: Facade
let log: string[]

beforeEach(async () => {
  clinic = openClinic()
  log = []
  const loaded = loadConfig(join(clinic.folder, 'careconnect.yaml'), { PORT: '0' })
  if ('diagnostics' in loaded) throw new Error('The configuration of the clinic has faults.')
  facade = await startFacade({ config: loaded.config, say: () => undefined, logTo: { write: line => log.push(line) } })
})
afterEach(async () => {
  await facade.close()
  clinic.remove()
})

const get = (path: string) => fetch(`${facade.baseUrl}${path}`)

/** The line of a request is written after its answer. */
const lineOfFailure = () =>
  vi.waitFor(() => {
    const line = log.find(each => each.includes('source.changed'))
    if (line === undefined) throw new Error('Nothing was logged.')
    return line
  })

function change(sql: string): void {
  const database = new Database(join(clinic.folder, 'clinic.sqlite'))
  database.exec(sql)
  database.close()
}

it.each(['/Patient/1', '/Patient?birthdate=1980-02-03', '/Patient?_count=0'])('%s', async path => {
  const before = await (await get(path)).text()
  change('alter table PATIENT rename to PATIENT_OLD')
  const failed = await get(path)
  expect(failed.status).toBe(503)
  expect(failed.headers.get('retry-after')).toBe('10')
  const { issue } = JSON.parse(await failed.text())
  expect(issue[0]).toMatchObject({ code: 'transient', diagnostics: 'source.changed' })
  expect(issue[0].details.text).toMatch(/^The source clinic can not answer/)
  const line = await lineOfFailure()
  expect(JSON.parse(line)).toMatchObject({ status: 503, source: 'clinic', table: 'patient', missing: 'PATIENT' })
  expect(line).not.toMatch(/select|1980/i)
  change('alter table PATIENT_OLD rename to PATIENT')
  expect(await (await get(path)).text()).toBe(before)
})

it('a column that is renamed is told by its name', async () => {
  expect((await get('/Patient/1')).status).toBe(200)
  change('alter table PATIENT rename column SURNAME to FAMILY')
  expect((await get('/Patient/1')).status).toBe(503)
  const line = await lineOfFailure()
  expect(JSON.parse(line)).toMatchObject({ table: 'patient', missing: 'p.SURNAME' })
})
