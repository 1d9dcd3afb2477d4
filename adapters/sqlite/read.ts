/** Reads as the contract has it: batches that stop when nobody wants them any more. */
import { AdapterError, type ReadOptions, type Row } from '../../src/spi/index.js'
import { toAdapterError } from './driver.js'
import type { Cursor } from './statement.js'

export interface Reading {
  /** All rows at once. */
  all(): readonly Row[]
  /** For results of unknown size. */
  open(): Cursor
  /** True: the result is small enough to be read at once. */
  readonly small: boolean
}

/** Nothing is asked before the first `next`. `begin` is called then, and may throw. */
export function readBatches(begin: () => Reading, options: ReadOptions): AsyncIterable<readonly Row[]> {
  return { [Symbol.asyncIterator]: () => new BatchReader(begin, options) }
}

type Result = IteratorResult<readonly Row[], undefined>

const finished: Result = { done: true, value: undefined }

/** An iterator by hand: on the short path an async generator would cost more than the query's own overhead. */
class BatchReader implements AsyncIterator<readonly Row[], undefined> {
  readonly #begin: () => Reading
  readonly #options: ReadOptions
  #rows: readonly Row[] | undefined
  #start = 0
  #cursor: Cursor | undefined
  #deadline = 0

  constructor(begin: () => Reading, options: ReadOptions) {
    this.#begin = begin
    this.#options = options
  }

  async next(): Promise<Result> {
    try {
      if (this.#cursor !== undefined) return await this.#nextOfCursor(this.#cursor)
      if (this.#rows === undefined) {
        assertNotAborted(this.#options.signal)
        const reading = this.#begin()
        if (!reading.small) {
          this.#deadline = performance.now() + this.#options.timeoutMs
          this.#cursor = reading.open()
          return this.#batch(this.#cursor.next(this.#options.batchSize))
        }
        this.#rows = reading.all()
      }
      return this.#slice(this.#rows)
    } catch (error) {
      await this.return()
      throw toAdapterError(error)
    }
  }

  async return(): Promise<Result> {
    this.#cursor?.close()
    this.#cursor = undefined
    this.#rows = []
    this.#start = 0
    return finished
  }

  #slice(rows: readonly Row[]): Result {
    const start = this.#start
    if (start >= rows.length) return finished
    if (start > 0) assertNotAborted(this.#options.signal)
    this.#start += this.#options.batchSize
    return { done: false, value: start === 0 && rows.length <= this.#options.batchSize ? rows : rows.slice(start, this.#start) }
  }

  async #nextOfCursor(cursor: Cursor): Promise<Result> {
    if (cursor.isAtEnd()) return finished
    // SQLite runs in this thread: only here can others run, and an abort be noticed.
    await new Promise(resolve => setImmediate(resolve))
    assertNotAborted(this.#options.signal)
    if (performance.now() > this.#deadline) throw new AdapterError('timed-out', 'The read took longer than it may.')
    return this.#batch(cursor.next(this.#options.batchSize))
  }

  #batch(rows: readonly Row[]): Result {
    return rows.length === 0 ? finished : { done: false, value: rows }
  }
}

export function assertNotAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new AdapterError('cancelled', 'The read was cancelled.', signal.reason)
}
