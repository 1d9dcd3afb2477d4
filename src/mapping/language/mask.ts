/** Takes a value out of its mask and puts it in (MAPPING: the fact `mask`): `### ### ####` of an NHS number. */

export interface Mask {
  /** The characters under `#` of the first mask that fits, or undefined when none does. */
  readonly read: (stored: string) => string | undefined
  /** Everything that may be stored for the value and reads as it: one form for each mask that it fits. */
  readonly write: (value: string) => readonly string[]
}

export function compileMask(masks: readonly string[]): Mask {
  const readers = masks.map(maskReader)
  const read = (stored: string): string | undefined => {
    for (const reader of readers) {
      const value = reader(stored)
      if (value !== undefined) return value
    }
    return undefined
  }
  return {
    read,
    // What a later mask writes, an earlier one may read as something else.
    write: value => [...new Set(masks.flatMap(mask => fill(mask, value)))].filter(stored => read(stored) === value),
  }
}

/** Cut out by whole runs of `#`: it is done for each row. */
function maskReader(mask: string): (stored: string) => string | undefined {
  const runs = [...mask.matchAll(/#+/g)].map(({ index, 0: run }) => [index, index + run.length] as const)
  const fixed = [...mask.matchAll(/[^#]+/g)].map(({ index, 0: text }) => [index, text] as const)
  return stored => {
    if (stored.length !== mask.length) return undefined
    for (const [start, text] of fixed) if (!stored.startsWith(text, start)) return undefined
    let value = ''
    for (const [start, end] of runs) value += stored.slice(start, end)
    return value
  }
}

function fill(mask: string, value: string): readonly string[] {
  let used = 0
  let stored = ''
  for (const character of mask) stored += character === '#' ? (value[used++] ?? '') : character
  return used === value.length ? [stored] : []
}
