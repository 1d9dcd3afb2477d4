/** The check of an object: of a resource, or of an element of a complex type, at one place of the resource. */
import { ruleOf } from '../careconnect/profiles.js'
import { type ElementFact, elementsOf, isPrimitive } from '../stu3/elements.js'
import { bindingCheck } from './check-binding.js'
import { extensionsCheck, requiredExtensions } from './check-extension.js'
import { listCheck } from './check-list.js'
import type { Check, Findings } from './finding.js'
import { below, type Instance, isInstance, isOnlyReason, type Spot, shownPath } from './instance.js'
import { invariantsOf } from './invariants.js'
import { primitiveTest } from './primitives.js'

const known = new Map<string, Check | undefined>()

/** Undefined when the type is not known. Types hold each other without end, so each place is worked out when it is first met. */
export function checkOfObject(type: string, path: string, resourceType: string): Check | undefined {
  const key = `${resourceType} ${path} ${type}`
  if (!known.has(key)) {
    const facts = elementsOf(type)
    known.set(key, facts.length === 0 ? undefined : objectCheck(type, facts, { resourceType, path }))
  }
  return known.get(key)
}

interface ElementEntry {
  readonly check: Check
  /** A number for the choice that it is one type of. */
  readonly choice?: number
}

interface Requirement {
  /** One of these, each with the name of what may stand for its value. */
  readonly names: readonly (readonly [name: string, extras: string])[]
  readonly shown: string
}

function objectCheck(type: string, facts: readonly ElementFact[], spot: Spot): Check {
  const entries = entriesOf(facts, spot)
  const required = requirementsOf(facts, spot)
  const held = invariantsOf(type)
  const extensions = requiredExtensions(spot)
  const shown = shownPath(spot)
  return (value, found) => {
    if (!isInstance(value)) return found.add(shown, 'type')
    const count = checkElements(value, entries, shown, found)
    if (count === 0) found.add(shown, 'empty')
    if (count === 1 && isOnlyReason(value)) return
    for (const { names, shown: place } of required) if (!isMet(value, names)) found.add(place, 'required')
    for (const { url, shown: place } of extensions) if (!hasExtension(value, url)) found.add(place, 'required')
    for (const { id, holds } of held) if (!holds(value)) found.add(shown, id)
  }
}

/** How many elements say something. */
function checkElements(value: Instance, entries: ReadonlyMap<string, ElementEntry>, shown: string, found: Findings): number {
  let count = 0
  let choices = 0
  for (const name in value) {
    const child = value[name]
    if (child === undefined) continue
    if (name !== 'id') count++
    const entry = entries.get(name)
    if (!entry) {
      found.add(`${shown}.${name}`, 'unknown')
      continue
    }
    entry.check(child, found)
    if (entry.choice === undefined) continue
    if ((choices & entry.choice) !== 0) found.add(shown, 'choice')
    choices |= entry.choice
  }
  return count
}

const hasExtension = ({ extension }: Instance, url: string): boolean =>
  Array.isArray(extension) && extension.some(each => isInstance(each) && each.url === url)

function isMet(value: Instance, names: Requirement['names']): boolean {
  for (const [name, extras] of names) if (value[name] !== undefined || value[extras] !== undefined) return true
  return false
}

// ── What is asked of the elements ───────────────────────────────────────────────────────────────────────────────────

function entriesOf(facts: readonly ElementFact[], spot: Spot): ReadonlyMap<string, ElementEntry> {
  const entries = new Map<string, ElementEntry>()
  const choices = [...new Set(facts.flatMap(({ choice }) => choice ?? []))]
  for (const fact of facts) {
    const { name, type, choice } = fact
    const here = below(spot, name)
    const bit = choice === undefined ? {} : { choice: 1 << choices.indexOf(choice) }
    entries.set(name, { check: elementCheck(fact, spot, here), ...bit })
    if (isPrimitive(type)) entries.set(`_${name}`, { check: extrasCheck(fact, here) })
  }
  if (spot.path === '') entries.set('resourceType', { check: anything })
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
  const value = valueCheck(type, here)
  const rule = ruleOf(here.resourceType, here.path)
  const binding = bindingCheck(rule?.binding, codes, type, shownPath(here))
  const targets = type === 'Reference' ? targetCheck(rule?.targets, shownPath(here)) : undefined
  const fixed = fixedCheck(rule?.fixed, shownPath(here))
  const more = [binding, targets, fixed].flatMap(check => check ?? [])
  if (more.length === 0) return value
  return (each, found) => {
    value(each, found)
    if (isInstance(each) && each.extension !== undefined && isOnlyReason(each)) return
    for (const check of more) check(each, found)
  }
}

const anything: Check = () => undefined

/** By the type alone. */
function valueCheck(type: string, here: Spot): Check {
  const shown = shownPath(here)
  if (isPrimitive(type)) {
    const test = primitiveTest(type)
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

/** Of a reference to a resource of this server, or of another one. */
function targetCheck(targets: readonly string[] | undefined, shown: string): Check | undefined {
  if (!targets || targets.length === 0) return undefined
  return (value, found) => {
    const reference = isInstance(value) ? value.reference : undefined
    if (typeof reference !== 'string' || reference.startsWith('#') || reference.startsWith('urn:')) return
    const end = reference.lastIndexOf('/')
    const type = end < 0 ? '' : reference.slice(reference.lastIndexOf('/', end - 1) + 1, end)
    if (!targets.includes(type)) found.add(shown, 'reference-type')
  }
}

const fixedCheck = (fixed: string | undefined, shown: string): Check | undefined =>
  fixed === undefined
    ? undefined
    : (value, found) => {
        if (value !== fixed) found.add(shown, 'fixed')
      }

function requirementsOf(facts: readonly ElementFact[], spot: Spot): readonly Requirement[] {
  const required = new Map<string, Requirement>()
  const withExtras = (name: string) => [name, `_${name}`] as const
  for (const { name, isRequired, choice, choiceIsRequired } of facts) {
    const here = below(spot, name)
    if (isRequired || (ruleOf(here.resourceType, here.path)?.min ?? 0) > 0)
      required.set(name, { names: [withExtras(name)], shown: shownPath(here) })
    else if (choice !== undefined && choiceIsRequired) {
      const names = facts.filter(other => other.choice === choice).map(other => withExtras(other.name))
      required.set(choice, { names, shown: shownPath(below(spot, choice)) })
    }
  }
  return [...required.values()]
}
