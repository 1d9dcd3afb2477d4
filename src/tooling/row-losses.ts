/** What is left out while a row becomes a resource, and by which rule: with places and reasons, for the author alone. */
import type { RowReport } from '../mapping/compile/emit-row-function.js'

export interface Loss {
  readonly rule: 'required' | 'unreadable' | 'unmapped'
  /** An element, or a column that its storage facts can not read. */
  readonly place: string
}

/** MAPPING section 5, rules 3 and 4, in an author's words. */
export const lossReasons: Readonly<Record<Loss['rule'], string>> = {
  required: 'has no value, and the profile requires one',
  unreadable: 'holds a value that can not be read, or that its element does not allow',
  unmapped: 'could not be mapped',
}

export class LossReport implements RowReport {
  readonly now: number
  hasExactDecimals = false
  #losses: Loss[] = []

  constructor(now: number) {
    this.now = now
  }

  dropped(place: string): void {
    this.#losses.push({ rule: 'unreadable', place })
  }

  incomplete(place: string): void {
    this.#losses.push({ rule: 'required', place })
  }

  /** What `map` gives, and what was lost on the way, each place once. */
  watch(map: () => object | undefined): { readonly resource: object | undefined; readonly losses: readonly Loss[] } {
    this.#losses = []
    let resource: object | undefined
    try {
      resource = map()
    } catch {
      this.#losses.push({ rule: 'unmapped', place: 'the row' })
    }
    const seen = new Set<string>()
    const losses = this.#losses.filter(({ rule, place }) => !seen.has(`${rule} ${place}`) && seen.add(`${rule} ${place}`))
    return { resource, losses }
  }
}
