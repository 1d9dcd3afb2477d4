/**
 * A source that can not answer while others can (DESIGN, decision 10): the answer is given without it and says so. When nothing
 * else was asked, its failure is the failure of the search.
 */
import { FacadeError } from '../kernel/errors.js'
import type { LogicalPlan } from '../plan/logical-plan.js'
import type { PageState } from '../plan/page-token.js'
import type { OutcomeIssue } from './engine.js'

export class MissingSources {
  readonly #asked: ReadonlySet<string>
  readonly #failed = new Map<string, FacadeError>()

  /** `positions`: where a page begins. A map that had no more on the page before is not asked again. */
  constructor({ maps }: LogicalPlan, positions: PageState['positions']) {
    this.#asked = new Set(maps.flatMap(({ map }) => (positions[map.name] === null ? [] : [map.source])))
  }

  has(source: string): boolean {
    return this.#failed.has(source)
  }

  get some(): boolean {
    return this.#failed.size > 0
  }

  /**
   * What `ask` gives, or undefined when the source is down and another one of the search is not. A source that failed once is not
   * asked again in this request. Throws when no source is left, and whatever is no failure of a source.
   */
  async without<T>(source: string, ask: () => Promise<T>): Promise<T | undefined> {
    if (this.has(source)) return undefined
    try {
      return await ask()
    } catch (error) {
      if (!isDown(error)) throw error
      this.#failed.set(source, error)
      // What only adds to the matches may be of a source that was not asked for them.
      if ([...this.#asked].every(each => this.has(each))) throw error
      return undefined
    }
  }

  outcomes(): readonly OutcomeIssue[] {
    return [...this.#failed.values()].map(error => ({
      severity: 'warning',
      code: error.issue,
      text: `${error.message} What it holds is not in this answer.`,
    }))
  }
}

/** Down, busy or slow: it may answer later. A client that went away is none of these. */
export const isDown = (error: unknown): error is FacadeError =>
  error instanceof FacadeError &&
  (error.code === 'source.unavailable' || error.code === 'source.timed-out' || error.code === 'source.overloaded')
