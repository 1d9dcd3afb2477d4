import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

const servedBefore = 'What was served before is still served.'

async function searches(): Promise<() => Promise<number>> {
  const [url = ''] = await program.urls(1)
  return async () => (await fetch(`${url.replace(/\/metadata$/, '')}/Patient?birthdate=1980-02-03`)).status
}

it('careconnect dev tells what is broken, goes on with what it has, and reloads what is put right, time and again', async () => {
  const search = await searches()
  for (const time of [1, 2]) {
    clinic.write(file, text.replace('birthDate', 'birthdate'))
    await said(servedBefore, time)
    expect(program.said()).toContain(`${file}:10:3 error map.element-unknown`)
    expect(await search()).toBe(200)
    clinic.write(file, text)
    await said('Reloaded.', time)
    expect(await search()).toBe(200)
  }
})

it('requests that run all the while are answered, when a mapping is renamed or deleted and when its folder is put in place of another', async () => {
  const search = await searches()
  const folder = join(clinic.folder, 'mappings/clinic')
  const [reloads, failures] = ['Reloaded.', servedBefore].map(words => program.said().split(words).length - 1)
  const statuses = new Set<number>()
  let isOver = false
  const asking = (async () => {
    while (!isOver) statuses.add(await search())
  })()
  const steps: readonly (readonly [words: string, times: number, change: () => void])[] = [
    ['Reloaded.', (reloads ?? 0) + 1, () => renameSync(join(clinic.folder, file), join(folder, 'people.yaml'))],
    [servedBefore, (failures ?? 0) + 1, () => rmSync(join(folder, 'source.yaml'))],
    [servedBefore, (failures ?? 0) + 2, () => rmSync(folder, { recursive: true })],
    ['Reloaded.', (reloads ?? 0) + 2, () => cpSync(clinicBefore, folder, { recursive: true })],
    // The folder is another one now, and is watched as well.
    [servedBefore, (failures ?? 0) + 3, () => clinic.write(file, text.replace('birthDate', 'birthdate'))],
    ['Reloaded.', (reloads ?? 0) + 3, () => clinic.write(file, text)],
  ]
  const clinicBefore = mkdtempSync(join(tmpdir(), 'careconnect-'))
  cpSync(folder, clinicBefore, { recursive: true })
  for (const [words, times, change] of steps) {
    change()
    await said(words, times)
  }
  isOver = true
  await asking
  rmSync(clinicBefore, { recursive: true })
  expect([...statuses]).toEqual([200])
})
