import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Facade, startFacade } from '../../src/app/start-facade.js'
import { StartRefused } from '../../src/app/start-refused.js'
import type { Config } from '../../src/config/config.js'
import { loadConfig } from '../../src/config/load-config.js'
import { type Clinic, clinicFiles, openClinic } from '../support/clinic.js'

const file = 'mappings/clinic/patient.yaml'
const text = clinicFiles[file] ?? ''

let clinic: Clinic
let facade: Facade

const configNow = (): Config => {
  const loaded = loadConfig(join(clinic.folder, 'careconnect.yaml'), { PORT: '0' })
  if ('diagnostics' in loaded) throw new Error('The configuration of the clinic has faults.')
  return loaded.config
}

const get = async (path: string): Promise<{ readonly status: number; readonly body: string }> => {
  const response = await fetch(`${facade.baseUrl}${path}`)
  return { status: response.status, body: await response.text() }
}

beforeEach(async () => {
  clinic = openClinic()
  const logTo = { write: () => undefined }
  facade = await startFacade({ config: configNow(), say: () => undefined, logTo })
})
afterEach(async () => {
  await facade.close()
  clinic.remove()
})

it('a changed mapping is served after a reload, and told in the CapabilityStatement', async () => {
  expect((await get('/Patient?birthdate=1980-02-03')).status).toBe(200)
  clinic.write(file, text.replace('  birthDate: p.DOB\n', ''))
  await facade.reload(configNow())
  expect((await get('/Patient/1')).body).not.toContain('birthDate')
  expect((await get('/Patient?birthdate=1980-02-03')).status).toBe(400)
  expect((await get('/metadata')).body).not.toContain('birthdate')
})

it('a broken mapping is refused, and what was served before stays', async () => {
  clinic.write(file, text.replace('birthDate', 'birthdate'))
  const refused = await facade.reload(configNow()).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(StartRefused)
  expect(refused instanceof StartRefused ? refused.lines[0] : '').toContain('Did you mean birthDate?')
  expect((await get('/Patient/1')).body).toContain('1980-02-03')
})

it('requests under way finish, however often it reloads', async () => {
  const asked = Array.from({ length: 40 }, () => get('/Patient?_count=3'))
  for (let time = 0; time < 3; time++) await facade.reload(configNow())
  for (const { status } of await Promise.all(asked)) expect(status).toBe(200)
})
