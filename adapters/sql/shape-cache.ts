/** Keeps what was made for the shapes in use. Bounded, since a client decides which shapes there are. */

/** Two generations instead of a list by age: a hit costs one look-up, and what is in use outlives the change of generation. */
export class ShapeCache<Entry> {
  readonly #capacity: number
  #young = new Map<string, Entry>()
  #old = new Map<string, Entry>()

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get(key: string): Entry | undefined {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  set(key: string, entry: Entry): void {
    if (this.#young.size >= this.#capacity / 2) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, entry)
  }

  clear(): void {
    this.#young.clear()
    this.#old.clear()
  }
}
