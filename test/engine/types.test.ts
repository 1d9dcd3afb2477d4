/** A type that is not served: what is said of it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDemo } from '../support/demo-facade.js'
import { type Facade, requestOptions } from '../support/open-facade.js'

let facade: Facade
beforeAll(async () => {
  facade = await openDemo('memory')
})
afterAll(() => facade.close())

test.each([
  ['patient', 'patient is not served here. Did you mean Patient? Served are '],
  ['Observatoin', 'Observatoin is not served here. Did you mean Observation? Served are '],
  ['Slot', 'Slot is not served here. Served are '],
])('%s: %s…', async (type, text) => {
  await expect(facade.engine.search(type, '', requestOptions())).rejects.toThrow(text)
  await expect(facade.engine.read(type, '1', requestOptions())).rejects.toThrow(text)
})
