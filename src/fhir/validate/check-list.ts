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
    marked: slice.fixed[discriminator],
    shown: `${shown}:${slice.name}`,
    check: itemAt({ ...here, path: `${here.path}:${slice.name}` }),
  }))
  const steps = discriminator.split('.')
  return (items, found) => {
    const counts = places.map(() => 0)
    let isPast = false
    for (const item of items) {
      const place = places.findIndex(({ marked }) => marked !== undefined && says(item, steps, 0, marked))
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
    for (const [place, slice] of places.entries()) {
      const count = counts[place] ?? 0
      if (count < slice.min) found.add(slice.shown, 'required')
      if (count > slice.max) found.add(slice.shown, 'too-many')
    }
  }
}

/** Some value at the steps below is the text. */
function says(value: unknown, steps: readonly string[], at: number, text: string): boolean {
  if (Array.isArray(value)) return value.some(item => says(item, steps, at, text))
  const step = steps[at]
  if (step === undefined) return value === text
  return isInstance(value) && says(value[step], steps, at + 1, text)
}
