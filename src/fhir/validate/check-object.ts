/** The check of an object: of a resource, or of an element of a complex type, at one place of the resource. */
import { ruleOf } from '../careconnect/profiles.js'
import { type ElementFact, elementsOf, isPrimitive } from '../stu3/elements.js'
import { bindingTest } from './check-binding.js'
import { extensionsCheck, requiredExtensions } from './check-extension.js'
import { listCheck } from './check-list.js'
import type { Check, Findings, ValueTest } from './finding.js'
import { below, type Instance, isInstance, isOnlyReason, type Spot, shownPath } from './instance.js'
import { invariantsOf } from './invariants.js'
import { contentMark, extensionMark, Marks } from './marks.js'
import { primitiveTest } from './primitives.js'

const known = new Map<string, Check | undefined>()

/** Undefined when the type is not known. Types hold each other without end, so each place is worked out when it is first met. */
export function checkOfObject(type: string, path: string, resourceType: string): Check | undefined {
  const key = path === '' ? type : `${resourceType} ${path} ${type}`
  const found = known.get(key)
  if (found !== undefined || known.has(key)) return found
  const facts = elementsOf(type)
  const check = facts.length === 0 ? undefined : objectCheck(type, facts, { resourceType, path })
  known.set(key, check)
  return check
}

interface ElementEntry {
  readonly check: Check
  readonly marks: number
  /** A bit for the choice that it is one type of. */
  readonly choice: number
}

/** One of the elements of the mask is there. */
interface Requirement {
  readonly mask: number
  readonly shown: string
}

function objectCheck(type: string, facts: readonly ElementFact[], spot: Spot): Check {
  const marks = new Marks()
  const required = requirementsOf(facts, spot, marks)
  const held = invariantsOf(type).map(({ id, about, settledBy = [], holds }) => ({
    id,
    about: marks.ofAll(about),
    settledBy: marks.ofAll(settledBy),
    holds,
  }))
  const entries = entriesOf(facts, spot, marks)
  const extensions = requiredExtensions(spot)
  const shown = shownPath(spot)
  return (value, found) => {
    if (!isInstance(value)) return found.add(shown, 'type')
    const has = checkElements(value, entries, shown, found)
    if (has === 0) found.add(shown, 'empty')
    if (has === extensionMark && isOnlyReason(value)) return
    for (const { mask, shown: place } of required) if ((has & mask) === 0) found.add(place, 'required')
    for (const { url, shown: place } of extensions) if (!hasExtension(value, url)) found.add(place, 'required')
    for (const { id, about, settledBy, holds } of held)
      if ((has & about) === about && (has & settledBy) === 0 && !holds(value)) found.add(shown, id)
  }
}

/** The marks of the elements that say something. */
function checkElements(value: Instance, entries: ReadonlyMap<string, ElementEntry>, shown: string, found: Findings): number {
  let has = 0
  let choices = 0
  for (const name in value) {
    const child = value[name]
    if (child === undefined) continue
    const entry = entries.get(name)
    if (!entry) {
      has |= contentMark
      found.add(`${shown}.${name}`, 'unknown')
      continue
    }
    has |= entry.marks
    entry.check(child, found)
    if ((choices & entry.choice) !== 0) found.add(shown, 'choice')
    choices |= entry.choice
  }
  return has
}

const hasExtension = ({ extension }: Instance, url: string): boolean =>
  Array.isArray(extension) && extension.some(each => isInstance(each) && each.url === url)

// ── What is asked of the elements ───────────────────────────────────────────────────────────────────────────────────

function entriesOf(facts: readonly ElementFact[], spot: Spot, marks: Marks): ReadonlyMap<string, ElementEntry> {
  const entries = new Map<string, ElementEntry>()
  const choices = [...new Set(facts.flatMap(({ choice }) => choice ?? []))]
  for (const fact of facts) {
    const { name, type, choice } = fact
    const here = below(spot, name)
    const own = marks.known(name) | marks.known(choice)
    const general = name === 'extension' ? extensionMark : contentMark
    const bit = choice === undefined ? 0 : 1 << choices.indexOf(choice)
    // An id says nothing by itself.
    entries.set(name, { check: elementCheck(fact, spot, here), marks: name === 'id' ? own : own | general, choice: bit })
    if (isPrimitive(type)) entries.set(`_${name}`, { check: extrasCheck(fact, here), marks: own | contentMark, choice: 0 })
  }
  if (spot.path === '') entries.set('resourceType', { check: anything, marks: contentMark, choice: 0 })
  return entries
}

function elementCheck(fact: ElementFact, spot: Spot, here: Spot): Check {
  const { name, type, isList } = fact
  const rule = ruleOf(here.resourceType, here.path)
  const shown = shownPath(here)
  if (rule?.max === 0) return (_, found) => found.add(shown, 'forbidden')
  if (name === 'extension' || name === 'modifierExtension') return extensionsCheck(spot, name, valueCheck)
  const itemAt = (place: Spot): Check => itemCheck(fact, place)
  return isList ? listCheck(here, isPrimitive(type), itemAt) : itemAt(here)
}

/** One value: not a list. */
function itemCheck({ type, codes }: ElementFact, here: Spot): Check {
  const check = valueCheck(type, here)
  const shown = shownPath(here)
  const rule = ruleOf(here.resourceType, here.path)
  const targets = type === 'Reference' ? targetTest(rule?.targets) : undefined
  const tests = [bindingTest(rule?.binding, codes, type), targets, fixedTest(rule?.fixed)].flatMap(test => test ?? [])
  if (tests.length === 0) return check
  return (value, found) => {
    check(value, found)
    for (const test of tests) if (!test.holds(value) && !saysWhy(value)) found.add(shown, test.rule)
  }
}

const saysWhy = (value: unknown): boolean => isInstance(value) && isOnlyReason(value)

const anything: Check = () => undefined

/** Of these the same few values come again and again. */
const repeating: ReadonlySet<string> = new Set(['uri', 'code'])

/** By the type alone. */
function valueCheck(type: string, here: Spot): Check {
  const shown = shownPath(here)
  if (isPrimitive(type)) {
    const test = primitiveTest(type)
    if (repeating.has(type)) return rememberingCheck(test, shown)
    return (value, found) => {
      const wrong = test(value)
      if (wrong) found.add(shown, wrong)
    }
  }
  if (type === 'Resource') return anything
  let check: Check | undefined
  return (value, found) => {
    check ??= checkOfObject(type, here.path, here.resourceType) ?? anything
    check(value, found)
  }
}

/** `_birthDate`, and for a list of primitives a list with null where an item has nothing more. */
function extrasCheck({ name, isList }: ElementFact, here: Spot): Check {
  const check = valueCheck('Element', here)
  const shown = shownPath(here).replace(new RegExp(`${name}$`), `_${name}`)
  if (!isList) return check
  return (value, found) => {
    if (!Array.isArray(value)) return found.add(shown, 'type')
    for (const item of value) if (item !== null) check(item, found)
  }
}

/** Does not look twice at a value that was right the last time. */
function rememberingCheck(test: ReturnType<typeof primitiveTest>, shown: string): Check {
  let right: unknown
  return (value, found) => {
    if (value === right) return
    const wrong = test(value)
    if (wrong) found.add(shown, wrong)
    else right = value
  }
}

/** Of a reference to a resource of this server, or of another one. */
function targetTest(targets: readonly string[] | undefined): ValueTest | undefined {
  if (!targets || targets.length === 0) return undefined
  return {
    rule: 'reference-type',
    holds(value) {
      const reference = isInstance(value) ? value.reference : undefined
      if (typeof reference !== 'string' || reference.startsWith('#') || reference.startsWith('urn:')) return true
      const end = reference.lastIndexOf('/')
      const type = end < 0 ? '' : reference.slice(reference.lastIndexOf('/', end - 1) + 1, end)
      return targets.includes(type)
    },
  }
}

const fixedTest = (fixed: string | undefined): ValueTest | undefined =>
  fixed === undefined ? undefined : { rule: 'fixed', holds: value => value === fixed }

function requirementsOf(facts: readonly ElementFact[], spot: Spot, marks: Marks): readonly Requirement[] {
  const required = new Map<string, Requirement>()
  const require = (name: string) => required.set(name, { mask: marks.of(name), shown: shownPath(below(spot, name)) })
  for (const { name, isRequired, choice, choiceIsRequired } of facts) {
    const here = below(spot, name)
    if (isRequired || (ruleOf(here.resourceType, here.path)?.min ?? 0) > 0) require(name)
    else if (choice !== undefined && choiceIsRequired) require(choice)
  }
  return [...required.values()]
}
