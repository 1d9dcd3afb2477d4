/** What a validation finds: the place and the rule, never a value. */
import { type Rule, textOfRule } from './rules.js'

export interface Finding {
  /** With slices and without places in lists: `Patient.identifier:nhsNumber.value`. */
  readonly path: string
  readonly rule: Rule
  /** Safe to show. */
  readonly message: string
}

/** Collects findings. Most resources have none, so nothing is made before the first. */
export class Findings {
  list: Finding[] | undefined

  add(path: string, rule: Rule): void {
    this.list ??= []
    if (!this.list.some(known => known.path === path && known.rule === rule))
      this.list.push({ path, rule, message: `${path} ${textOfRule(rule)}.` })
  }
}

/** Looks at one value of an instance. */
export type Check = (value: unknown, found: Findings) => void

/** A rule that a value keeps or breaks as a whole. */
export interface ValueTest {
  readonly rule: Rule
  holds(value: unknown): boolean
}
