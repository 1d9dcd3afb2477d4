/** The slices of a list, and how an item of one is known. https://hl7.org/fhir/STU3/profiling.html#slicing */
import { type ElementRule, profileOf, ruleOf } from './profiles.js'

export interface Slice {
  readonly name: string
  readonly min: number
  /** Infinity for `*`; never more than the list itself may hold. */
  readonly max: number
  /** By path below an item: what makes an item belong here, `{ system: 'https://fhir.nhs.uk/Id/nhs-number' }`. */
  readonly fixed: Readonly<Record<string, string>>
  /** Paths below an item that must be there, when all above them is: `coding`, `coding.system`. Without extensions. */
  readonly required: readonly string[]
}

const none: readonly Slice[] = []
const known = new Map<string, readonly Slice[]>()

/** In the order of the profile; of `name`, `code.coding`, `identifier`. Extensions are not among them (see extensions.ts). */
export function slicesOf(type: string, path: string): readonly Slice[] {
  const profile = profileOf(type)
  if (!profile) return none
  const key = `${type} ${path}`
  let slices = known.get(key)
  if (!slices) {
    const rules = [...profile.rules.values()]
    slices = ruleOf(type, path)?.slicedBy === undefined ? none : findSlices(path, rules, ruleOf(type, path)?.max)
    known.set(key, slices)
  }
  return slices
}

const findSlices = (path: string, rules: readonly ElementRule[], maxItems = Number.POSITIVE_INFINITY): readonly Slice[] =>
  rules
    .filter(rule => rule.path.startsWith(`${path}:`) && !rule.path.includes('.', path.length))
    .map(rule => {
      const below = rules.filter(other => other.path.startsWith(`${rule.path}.`) && !other.path.includes(':', rule.path.length))
      const part = (other: ElementRule): string => other.path.slice(rule.path.length + 1)
      return {
        name: rule.path.slice(path.length + 1),
        min: rule.min,
        max: Math.min(rule.max, maxItems),
        fixed: Object.fromEntries(below.flatMap(other => (other.fixed === undefined ? [] : [[part(other), other.fixed]]))),
        required: below.filter(other => other.min > 0).map(part),
      }
    })
