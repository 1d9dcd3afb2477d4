import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Clinic, clinicFiles, openClinic } from '../support/clinic.js'
import { programIsBuilt, type Run, run } from '../support/command-line.js'

const file = 'mappings/clinic/patient.yaml'
const text = clinicFiles[file] ?? ''

let clinic: Clinic
let program: Run

beforeAll(async () => {
  programIsBuilt()
  clinic = openClinic()
  program = run(clinic.folder, ['dev'], { PORT: '0' })
  await said('Watching the mappings', 1)
}, 60_000)
afterAll(async () => {
  program.signal('SIGKILL')
  await program.ended
  clinic.remove()
})

/** Until the words were said so often. */
async function said(words: string, times: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (program.said().split(words).length > times) return
    await wait(50)
  }
  throw new Error(`"${words}" was not said ${times} times: ${program.said()}`)
}

it('careconnect dev tells what is broken, goes on with what it has, and reloads what is put right, time and again', async () => {
  const [url = ''] = await program.urls(1)
  const search = `${url.replace(/\/metadata$/, '')}/Patient?birthdate=1980-02-03`
  for (const time of [1, 2]) {
    clinic.write(file, text.replace('birthDate', 'birthdate'))
    await said('What was served before is still served.', time)
    expect(program.said()).toContain(`${file}:10:3 error map.element-unknown`)
    expect((await fetch(search)).status).toBe(200)
    clinic.write(file, text)
    await said('Reloaded.', time)
    expect((await fetch(search)).status).toBe(200)
  }
})
