/** An engine that can be exchanged while it serves: what is under way finishes on the old one, what comes next runs on the new one. */
import type { Engine, ReadResult, RequestOptions, SearchPage, SourceHealth } from './engine.js'

interface Generation {
  readonly engine: Engine
  underWay: number
  isReplaced: boolean
}

export class ReplaceableEngine implements Engine {
  #current: Generation

  constructor(engine: Engine) {
    this.#current = { engine, underWay: 0, isReplaced: false }
  }

  get offers(): Engine['offers'] {
    return this.#current.engine.offers
  }

  /** The old one is closed as soon as nothing runs on it. */
  async replace(engine: Engine): Promise<void> {
    const old = this.#current
    this.#current = { engine, underWay: 0, isReplaced: false }
    old.isReplaced = true
    if (old.underWay === 0) await old.engine.close()
  }

  read(type: string, id: string, options: RequestOptions): Promise<ReadResult> {
    return this.#run(engine => engine.read(type, id, options))
  }

  search(type: string, query: string, options: RequestOptions): Promise<SearchPage> {
    return this.#run(engine => engine.search(type, query, options))
  }

  health(options: RequestOptions): Promise<readonly SourceHealth[]> {
    return this.#run(engine => engine.health(options))
  }

  close(): Promise<void> {
    return this.#current.engine.close()
  }

  async #run<Result>(ask: (engine: Engine) => Promise<Result>): Promise<Result> {
    const generation = this.#current
    generation.underWay++
    try {
      return await ask(generation.engine)
    } finally {
      generation.underWay--
      if (generation.isReplaced && generation.underWay === 0) await generation.engine.close()
    }
  }
}
