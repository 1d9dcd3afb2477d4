/** The extensions of Care Connect: what they hold, and where the profiles put them. */
import { readBlocks, readCardinality } from '../facts-text.js'
import { type Binding, readConstraints } from './constraints.js'
import { facts } from './extensions.facts.js'
import { profileOf, withFewerSlices } from './profiles.js'

export interface Extension {
  readonly url: string
  /** Absent when it has parts. */
  readonly value?: ExtensionValue
  /** Nested extensions, by their url: `language`. */
  readonly parts?: ReadonlyMap<string, ExtensionPart>
}
export interface ExtensionValue {
  /** `CodeableConcept`, `dateTime`; several are a choice. */
  readonly types: readonly string[]
  readonly binding?: Binding
  /** Resource types, when it may be a reference. */
  readonly targets?: readonly string[]
  readonly isRequired: boolean
}
export interface ExtensionPart extends ExtensionValue {
  readonly min: number
  /** Infinity for `*`. */
  readonly max: number
}
/** An extension where a profile puts it. */
export interface ExtensionSlice extends Extension {
  readonly name: string
  readonly min: number
  /** Infinity for `*`. */
  readonly max: number
}

const extensions = readExtensions()
const none: readonly ExtensionSlice[] = []
const known = new Map<string, readonly ExtensionSlice[]>()

/** Those that a profile uses, and those made for its resource types that none uses. */
export const extensionOf = (url: string): Extension | undefined => extensions.get(url)

/**
 * At '' (the resource), at an element, which may be a slice (`identifier:nhsNumber`), or at a primitive by its plain name
 * (`birthDate`). What holds for all items of a list holds for its slices.
 */
export function extensionsAt(type: string, path: string): readonly ExtensionSlice[] {
  const profile = profileOf(type)
  if (!profile) return none
  const key = `${type} ${path}`
  let slices = known.get(key)
  if (!slices) {
    slices = withFewerSlices(path === '' ? '' : `${path}.`).flatMap(prefix =>
      [...profile.rules.values()].flatMap(rule => {
        const { extensionUrl, min, max } = rule
        const isHere = rule.path.startsWith(`${prefix}extension:`) && !rule.path.includes('.', prefix.length)
        const extension = isHere && extensionUrl !== undefined ? extensions.get(extensionUrl) : undefined
        return extension ? [{ ...extension, name: rule.path.slice(prefix.length + 'extension:'.length), min, max }] : []
      }),
    )
    known.set(key, slices)
  }
  return slices
}

// The lines are described in tools/generate-facts/careconnect-extensions.ts.
function readExtensions(): ReadonlyMap<string, Extension> {
  return new Map(
    readBlocks(facts).map(({ head: url, lines }) => {
      const rows = lines.map(line => line.split(' '))
      const value = rows.find(([kind]) => kind === 'value')
      const parts = rows.flatMap(([kind, name = '', cardinality = '', ...rest]): [string, ExtensionPart][] =>
        kind === 'part' ? [[name, { ...readCardinality(cardinality), ...readValue(rest) }]] : [],
      )
      return [
        url,
        { url, ...(value && { value: readValue(value.slice(1)) }), ...(parts.length > 0 && { parts: new Map(parts) }) },
      ]
    }),
  )
}

function readValue([cardinality = '', ...words]: readonly string[]): ExtensionValue {
  const { types = [], binding, targets } = readConstraints(words)
  return { types, isRequired: readCardinality(cardinality).min > 0, ...(binding && { binding }), ...(targets && { targets }) }
}
