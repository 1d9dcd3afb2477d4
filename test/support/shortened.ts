/** Answers as documents show them: cut like an example, and printed in lines of a page's width. */

const width = 120

/**
 * What `actual` has where `shown` has something: the members of an object that are shown, the first items of a list, the
 * beginning of a text that ends with …. An item … in a list stands for those between the first and the last that are shown.
 */
export function cutLike(actual: unknown, shown: unknown): unknown {
  if (Array.isArray(shown) && Array.isArray(actual)) return cutList(actual, shown)
  if (isObject(shown) && isObject(actual)) {
    const names = Object.keys(shown).filter(name => name in actual)
    return Object.fromEntries(names.map(name => [name, cutLike(actual[name], shown[name])]))
  }
  if (typeof shown === 'string' && shown.endsWith('…') && typeof actual === 'string')
    return actual.length < shown.length ? actual : `${actual.slice(0, shown.length - 1)}…`
  return actual
}

function cutList(actual: readonly unknown[], shown: readonly unknown[]): readonly unknown[] {
  const gap = shown.indexOf('…')
  if (gap < 0) return shown.slice(0, actual.length).map((item, at) => cutLike(actual[at], item))
  const last = shown.slice(gap + 1)
  const from = actual.length - last.length
  if (from <= gap) throw new Error(`Nothing is left out of ${actual.length} items: write them without …`)
  return [
    ...shown.slice(0, gap).map((item, at) => cutLike(actual[at], item)),
    '…',
    ...last.map((item, at) => cutLike(actual[from + at], item)),
  ]
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** JSON whose objects and lists stand on one line where they have room. */
export function printWithin(value: unknown, indent = ''): string {
  const flat = printFlat(value)
  const isLong = indent.length + flat.length > width
  const deeper = `${indent}  `
  if (Array.isArray(value) && (isLong || depthOf(value) > 4))
    return `[\n${value.map(item => deeper + printWithin(item, deeper)).join(',\n')}\n${indent}]`
  if (isObject(value) && (isLong || depthOf(value) > 4)) {
    const members = Object.entries(value).map(([name, item]) => `${deeper}${JSON.stringify(name)}: ${printWithin(item, deeper)}`)
    return `{\n${members.join(',\n')}\n${indent}}`
  }
  return flat
}

function printFlat(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printFlat).join(', ')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const members = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${printFlat(item)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

/** Of objects and lists in one another. */
function depthOf(value: unknown): number {
  const items = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : undefined
  return items === undefined ? 0 : 1 + Math.max(0, ...items.map(depthOf))
}
