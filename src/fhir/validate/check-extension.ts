/** The check of extensions: how often each may stand at its place, and what it holds. https://hl7.org/fhir/STU3/extensibility.html */
import { type Extension, type ExtensionSlice, type ExtensionValue, extensionOf, extensionsAt } from '../careconnect/extensions.js'
import { bindingTest } from './check-binding.js'
import type { Check, Findings } from './finding.js'
import { below, type Instance, isInstance, type Spot, shownPath } from './instance.js'
import { isUpperCase } from './instance-values.js'

/** `valueCheck` looks at a value by its type alone: of an extension that no definition here describes. */
type ValueCheck = (type: string, here: Spot) => Check

/** The list of extensions of the object at `spot`. Extensions that the profile does not name may be there too. */
export function extensionsCheck(spot: Spot, name: 'extension' | 'modifierExtension', valueCheck: ValueCheck): Check {
  const list = below(spot, name)
  const shown = shownPath(list)
  const named = name === 'extension' ? extensionsAt(spot.resourceType, spot.path) : []
  const checks = new Map<string, Check>()
  const checkOf = (url: string): Check => {
    const known = checks.get(url)
    if (known) return known
    const slice = named.find(each => each.url === url)
    const check = extensionCheck(extensionOf(url), slice ? { ...list, path: `${list.path}:${slice.name}` } : list, valueCheck)
    // Urls may come from rows: no more are kept than there are definitions.
    if (slice || extensionOf(url)) checks.set(url, check)
    return check
  }
  const limited = named.filter(({ max }) => Number.isFinite(max))
  return (value, found) => {
    if (!Array.isArray(value)) return found.add(shown, 'type')
    if (value.length === 0) found.add(shown, 'empty')
    for (const item of value) {
      if (!isInstance(item) || typeof item.url !== 'string') found.add(shown, 'extension')
      else checkOf(item.url)(item, found)
    }
    if (value.length > 1) for (const slice of limited) if (isOver(value, slice)) found.add(`${shown}:${slice.name}`, 'too-many')
  }
}

function isOver(items: readonly unknown[], { url, max }: ExtensionSlice): boolean {
  let count = 0
  for (const item of items) if (isInstance(item) && item.url === url) count++
  return count > max
}

/** What has to be there is asked where the object is looked at: an object without extensions has no list. */
export function requiredExtensions(spot: Spot): readonly { readonly url: string; readonly shown: string }[] {
  const shown = shownPath(below(spot, 'extension'))
  return extensionsAt(spot.resourceType, spot.path).flatMap(({ url, min, name }) =>
    min > 0 ? [{ url, shown: `${shown}:${name}` }] : [],
  )
}

function extensionCheck(extension: Extension | undefined, place: Spot, valueCheck: ValueCheck): Check {
  const shown = shownPath(place)
  if (extension?.value) return valueOnly(extension.value, place, valueCheck)
  if (extension?.parts) return partsOnly(extension.parts, place, valueCheck)
  // ext-1: a value or extensions, and not both.
  return (item, found) => {
    const names = isInstance(item) ? valueNames(item) : []
    const hasParts = isInstance(item) && item.extension !== undefined
    if (names.length > 1 || (names.length === 1) === hasParts) found.add(shown, 'extension')
  }
}

function valueNames(item: Instance): readonly string[] {
  const names: string[] = []
  for (const name in item) if (name.startsWith('value') && isUpperCase(name, 5) && item[name] !== undefined) names.push(name)
  return names
}

function valueOnly(value: ExtensionValue, place: Spot, valueCheck: ValueCheck): Check {
  const shown = shownPath(place)
  const checks = new Map<string, Check>()
  for (const type of value.types) {
    const name = `value${type.charAt(0).toUpperCase()}${type.slice(1)}`
    const byType = valueCheck(type, below(place, name))
    const binding = bindingTest(value.binding, undefined, type)
    checks.set(name, (each, found) => {
      byType(each, found)
      if (binding?.holds(each) === false) found.add(shown, binding.rule)
    })
  }
  return (item, found) => {
    if (!isInstance(item)) return
    const [name, second] = valueNames(item)
    const check = name === undefined ? undefined : checks.get(name)
    if (check && second === undefined && item.extension === undefined) check(item[name ?? ''], found)
    else if (name !== undefined || value.isRequired || item.extension === undefined) found.add(shown, 'extension')
  }
}

function partsOnly(parts: NonNullable<Extension['parts']>, place: Spot, valueCheck: ValueCheck): Check {
  const shown = shownPath(place)
  const checks = new Map(
    [...parts].map(([url, part]) => {
      const here = below(place, url)
      return [url, { ...part, shown: `${shown}.${url}`, check: valueOnly(part, here, valueCheck) }] as const
    }),
  )
  return (item, found) => {
    if (!isInstance(item)) return
    if (valueNames(item).length > 0 || !Array.isArray(item.extension)) return found.add(shown, 'extension')
    checkParts(item.extension, checks, shown, found)
  }
}

interface PartCheck {
  readonly min: number
  readonly max: number
  readonly shown: string
  readonly check: Check
}

function checkParts(items: readonly unknown[], parts: ReadonlyMap<string, PartCheck>, shown: string, found: Findings): void {
  for (const item of items) {
    const part = isInstance(item) && typeof item.url === 'string' ? parts.get(item.url) : undefined
    if (part) part.check(item, found)
    else found.add(shown, 'extension')
  }
  for (const [url, { min, max, shown: place }] of parts) {
    const count = items.filter(item => isInstance(item) && item.url === url).length
    if (count < min) found.add(place, 'required')
    if (count > max) found.add(place, 'too-many')
  }
}
