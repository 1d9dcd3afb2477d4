/** The second process: sends what it is told to send, and says how that went. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'

export interface Order {
  readonly baseUrl: string
  readonly paths: readonly string[]
  readonly requests: number
}

export interface Delivery {
  readonly durationMs: number
  readonly good: number
  readonly p99Ms: number
}

const connections = 8

export interface Loader {
  send(order: Order): Promise<Delivery>
  stop(): void
}

export function startLoader(): Loader {
  const child = fork(fileURLToPath(new URL('./main.js', import.meta.url)), ['load'])
  const ended = once(child, 'exit').then(() => undefined)
  return {
    async send(order) {
      child.send(order)
      const message = await Promise.race([once(child, 'message'), ended])
      if (message === undefined) throw new Error('The process that sends requests has ended.')
      return message[0] as Delivery
    },
    stop: () => child.kill(),
  }
}

/** In the process that sends. */
export function takeOrders(): void {
  process.on('message', (order: Order) => void deliver(order).then(delivery => process.send?.(delivery)))
}

async function deliver({ baseUrl, paths, requests }: Order): Promise<Delivery> {
  const { origin, pathname } = new URL(baseUrl)
  const all = paths.map(path => ({ path: pathname + path }))
  let clients = 0
  const startedMs = performance.now()
  const { '2xx': good, latency } = await autocannon({
    url: origin,
    connections,
    amount: requests,
    requests: all,
    // Each connection begins somewhere else, so that no two ask the same at once.
    setupClient: client => {
      const from = Math.floor((clients++ * all.length) / connections)
      client.setRequests([...all.slice(from), ...all.slice(0, from)])
    },
  })
  return { durationMs: performance.now() - startedMs, good, p99Ms: latency.p99 }
}
