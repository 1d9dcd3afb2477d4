/** The check of a list: how many items, which slice each belongs to, and in which order. https://hl7.org/fhir/STU3/profiling.html#slicing */
import { ruleOf } from '../careconnect/profiles.js'
import { type Slice, slicesOf } from '../careconnect/slices.js'
import type { Check, Findings } from './finding.js'
import { isInstance, type Spot, shownPath } from './instance.js'

export function listCheck(here: Spot, ofPrimitives: boolean, itemAt: (spot: Spot) => Check): Check {
  const { resourceType, path } = here
  const shown = shownPath(here)
  const rule = ruleOf(resourceType, path)
  const max = rule?.max ?? Number.POSITIVE_INFINITY
  const plain = itemAt(here)
  const slices = slicesOf(resourceType, path)
  const discriminator = rule?.slicedBy
  const sliced =
    slices.length === 0 || discriminator === undefined
      ? undefined
      : slicedCheck({ here, slices, discriminator, restAtEnd: rule?.restAtEnd === true, plain, itemAt })
  return (value, found) => {
    if (!Array.isArray(value)) return found.add(shown, 'type')
    if (value.length === 0) found.add(shown, 'empty')
    if (value.length > max) found.add(shown, 'too-many')
    if (sliced) sliced(value, found)
    // A primitive that says why it has no value is null here, and told of beside it.
    else for (const item of value) if (item !== null || !ofPrimitives) plain(item, found)
  }
}

interface Sliced {
  readonly here: Spot
  readonly slices: readonly Slice[]
  readonly discriminator: string
  readonly restAtEnd: boolean
  readonly plain: Check
  itemAt(spot: Spot): Check
}

function slicedCheck({
  here,
  slices,
  discriminator,
  restAtEnd,
  plain,
  itemAt,
}: Sliced): (items: readonly unknown[], found: Findings) => void {
  const shown = shownPath(here)
  const places = slices.map(slice => ({
    ...slice,
    shown: `${shown}:${slice.name}`,
    check: itemAt({ ...here, path: `${here.path}:${slice.name}` }),
  }))
  const placeOf = placeFinder(slices, discriminator)
  return (items, found) => {
    const counts: number[] = []
    for (let place = 0; place < places.length; place++) counts.push(0)
    let isPast = false
    for (const item of items) {
      const place = placeOf(item)
      const slice = places[place]
      if (!slice) {
        isPast = true
        plain(item, found)
        continue
      }
      counts[place] = (counts[place] ?? 0) + 1
      if (isPast && restAtEnd) found.add(slice.shown, 'slice-order')
      slice.check(item, found)
    }
    for (let place = 0; place < places.length; place++) {
      const slice = places[place]
      const count = counts[place] ?? 0
      if (slice && count < slice.min) found.add(slice.shown, 'required')
      if (slice && count > slice.max) found.add(slice.shown, 'too-many')
    }
  }
}

/** The place of the first slice that an item belongs to, or -1. */
function placeFinder(slices: readonly Slice[], discriminator: string): (item: unknown) => number {
  const marked = slices.map(({ fixed }) => fixed[discriminator])
  const steps = discriminator.split('.')
  const [only] = steps
  return item => {
    if (steps.length === 1 && only !== undefined && isInstance(item)) {
      const said = item[only]
      if (typeof said === 'string') return marked.indexOf(said)
      if (said === undefined) return -1
    }
    return marked.findIndex(text => text !== undefined && says(item, steps, 0, text))
  }
}

/** Some value at the steps below is the text. */
function says(value: unknown, steps: readonly string[], at: number, text: string): boolean {
  if (Array.isArray(value)) return value.some(item => says(item, steps, at, text))
  const step = steps[at]
  if (step === undefined) return value === text
  return isInstance(value) && says(value[step], steps, at + 1, text)
}
