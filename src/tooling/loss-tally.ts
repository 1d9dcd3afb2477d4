/** Counts what is left out of many rows by rule and place, and keeps a few of their ids and stored values, however many there are. */
import type { Loss } from './row-losses.js'
import { conditionOf, type StoredValue } from './stored-behind.js'

export interface CountedLoss extends Loss {
  readonly rows: number
  /** Of these, rows that are not served at all. */
  readonly rowsLeftOut: number
  /** Logical ids of the first. */
  readonly keys: readonly string[]
  /** What is stored there, as conditions, the first that came. */
  readonly stored: readonly string[]
  /** There are others beside `stored`. */
  readonly isMoreStored: boolean
}

/** Rows with one rule's losses, each counted once wherever the losses are. */
export interface CountedRule {
  readonly rule: Loss['rule']
  readonly rows: number
  readonly rowsLeftOut: number
}

/** A row, and what was lost of it. */
export interface LossyRow {
  readonly id: string
  readonly losses: readonly (Loss & { readonly stored: readonly StoredValue[] })[]
  readonly isLeftOut: boolean
}

const shownKeys = 5
const shownValues = 3

interface Counter {
  rows: number
  rowsLeftOut: number
}

interface PlaceCounter extends Counter, Loss {
  readonly keys: string[]
  readonly stored: string[]
  isMoreStored: boolean
}

export class LossTally {
  readonly #places = new Map<string, PlaceCounter>()
  readonly #rules = new Map<Loss['rule'], Counter>()

  add({ id, losses, isLeftOut }: LossyRow): void {
    for (const rule of new Set(losses.map(loss => loss.rule))) {
      const counter = this.#rules.get(rule) ?? { rows: 0, rowsLeftOut: 0 }
      this.#rules.set(rule, counter)
      count(counter, isLeftOut)
    }
    for (const { rule, place, stored } of losses) {
      const name = `${rule} ${place}`
      const known = this.#places.get(name)
      const counter = known ?? { rule, place, rows: 0, rowsLeftOut: 0, keys: [], stored: [], isMoreStored: false }
      if (!known) this.#places.set(name, counter)
      count(counter, isLeftOut)
      if (counter.keys.length < shownKeys) counter.keys.push(id)
      remember(counter, conditionOf(stored))
    }
  }

  /** What costs the most first. */
  losses(): readonly CountedLoss[] {
    return [...this.#places.values()].toSorted(worseFirst)
  }

  rules(): readonly CountedRule[] {
    return [...this.#rules].map(([rule, counter]) => ({ rule, ...counter })).toSorted(worseFirst)
  }
}

export const worseFirst = (a: Counter, b: Counter): number => b.rowsLeftOut - a.rowsLeftOut || b.rows - a.rows

function count(counter: Counter, isLeftOut: boolean): void {
  counter.rows++
  counter.rowsLeftOut += Number(isLeftOut)
}

function remember(counter: PlaceCounter, condition: string): void {
  if (condition === '' || counter.stored.includes(condition)) return
  if (counter.stored.length < shownValues) counter.stored.push(condition)
  else counter.isMoreStored = true
}
