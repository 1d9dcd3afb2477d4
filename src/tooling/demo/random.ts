/** A small seeded generator of pseudo-random numbers (mulberry32): the same seed gives the same demo on every machine. */

export interface Random {
  /** At least 0 and less than `limit`, whole. */
  below(limit: number): number
  /** From `low` to `high`, both included, whole. */
  between(low: number, high: number): number
  /** True in `percent` of a hundred cases. */
  chance(percent: number): boolean
  pick<T>(list: readonly [T, ...T[]]): T
}

/** One stream for each patient and purpose, so that tables can be made one after the other and still agree. */
export function randomFor(purpose: number, id: number): Random {
  let state = (Math.imul(purpose + 1, 0x9e3779b1) ^ Math.imul(id + 1, 0x85ebca6b)) >>> 0
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * limit)
  }
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: percent => below(100) < percent,
    pick: list => list[below(list.length)] ?? list[0],
  }
}
