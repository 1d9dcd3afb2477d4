import { expect, it } from 'vitest'
import type { Engine, ReadResult } from '../../src/engine/engine.js'
import { ReplaceableEngine } from '../../src/engine/replaceable-engine.js'

const options = { signal: new AbortController().signal, timeoutMs: 1000, traceId: 't', now: 0 }

/** Answers with its name when it is let. */
function slowEngine(name: string) {
  let answer: () => void = () => undefined
  const waiting = new Promise<void>(settle => {
    answer = settle
  })
  const closed: string[] = []
  const engine: Engine = {
    offers: new Map(),
    read: async (): Promise<ReadResult> => {
      await waiting
      if (closed.length > 0) throw new Error(`${name} was closed under way`)
      return { resource: { resourceType: name }, hasExactDecimals: false }
    },
    search: () => Promise.reject(new Error('not asked here')),
    health: async () => [],
    close: async () => {
      closed.push(name)
    },
  }
  return { engine, answer, closed }
}

it('what is under way finishes on the old engine, which is closed right after', async () => {
  const [old, next] = [slowEngine('Old'), slowEngine('Next')]
  const served = new ReplaceableEngine(old.engine)
  const first = served.read('Patient', '1', options)
  await served.replace(next.engine)
  expect(served.offers).toBe(next.engine.offers)
  const second = served.read('Patient', '1', options)
  expect(old.closed).toEqual([])
  old.answer()
  next.answer()
  expect((await first).resource.resourceType).toBe('Old')
  expect((await second).resource.resourceType).toBe('Next')
  expect(old.closed).toEqual(['Old'])
  expect(next.closed).toEqual([])
})

it('an engine that nothing runs on is closed at once', async () => {
  const [old, next] = [slowEngine('Old'), slowEngine('Next')]
  await new ReplaceableEngine(old.engine).replace(next.engine)
  expect(old.closed).toEqual(['Old'])
})

it('closing it closes the engine that is served', async () => {
  const [old, next] = [slowEngine('Old'), slowEngine('Next')]
  const served = new ReplaceableEngine(old.engine)
  await served.replace(next.engine)
  await served.close()
  expect(next.closed).toEqual(['Next'])
})
