/** One question to a server, until its deadline or until nobody wants the answer any more. It never waits for the server longer than that. */
import { AdapterError, type CallOptions } from '../../src/spi/index.js'
import type { ServerConnection } from './server.js'

export class Call {
  readonly #signal: AbortSignal
  readonly #timer: NodeJS.Timeout
  readonly #stopped: Promise<never>
  #stop: (reason: AdapterError) => void = () => {}
  #reason: AdapterError | undefined
  #connection: ServerConnection | undefined
  #timeoutMessage = 'No connection to the source was free in time.'
  #timeoutCode: 'overloaded' | 'timed-out' = 'overloaded'

  constructor({ signal, timeoutMs }: CallOptions) {
    this.#signal = signal
    this.#stopped = new Promise((_, reject) => {
      this.#stop = reject
    })
    // Whoever waits hears of it; when nobody does, that is no fault.
    this.#stopped.catch(() => {})
    this.#timer = setTimeout(() => this.#end(new AdapterError(this.#timeoutCode, this.#timeoutMessage)), timeoutMs)
    signal.addEventListener('abort', this.#onAbort, { once: true })
    if (signal.aborted) this.#onAbort()
  }

  async acquire<Connection extends ServerConnection>(
    server: { acquire(): Promise<Connection> },
    timeoutMs: number,
  ): Promise<Connection> {
    if (this.#reason !== undefined) throw this.#reason
    const acquired = server.acquire()
    // One that comes too late is for somebody else.
    acquired.then(
      connection => {
        if (this.#reason !== undefined) connection.release()
      },
      () => {},
    )
    const connection = await this.wait(acquired)
    this.#connection = connection
    this.#timeoutCode = 'timed-out'
    this.#timeoutMessage = 'The source took longer than it may.'
    await this.wait(connection.limitTime(timeoutMs))
    return connection
  }

  /** What the server answers; throws as soon as the call is stopped. */
  wait<Answer>(answer: Promise<Answer>): Promise<Answer> {
    return Promise.race([answer, this.#stopped])
  }

  /** After a failure the connection is not used again: what is left on it would be taken for the next answer. */
  fail(): void {
    this.#connection?.stop()
    this.#connection = undefined
  }

  /** May be called twice. */
  end(): void {
    clearTimeout(this.#timer)
    this.#signal.removeEventListener('abort', this.#onAbort)
    this.#connection?.release()
    this.#connection = undefined
  }

  readonly #onAbort = (): void => this.#end(new AdapterError('cancelled', 'The read was cancelled.', this.#signal.reason))

  #end(reason: AdapterError): void {
    this.#reason = reason
    this.fail()
    this.#stop(reason)
  }
}
