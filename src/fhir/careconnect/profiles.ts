/** What the Care Connect profiles demand beyond STU3, by element. https://fhir.hl7.org.uk/STU3/StructureDefinition */
import { readBlocks, readCardinality } from '../facts-text.js'
import { elementOf, elementsOf } from '../stu3/elements.js'
import { type Binding, readConstraints } from './constraints.js'
import { profileErrata } from './profile-errata.js'
import { facts } from './profiles.facts.js'

export interface Profile {
  readonly url: string
  readonly version: string
  readonly type: string
  /** By path with slices and without the type: `identifier:nhsNumber.system`. */
  readonly rules: ReadonlyMap<string, ElementRule>
}

export interface ElementRule {
  readonly path: string
  readonly min: number
  /** Infinity for `*`. */
  readonly max: number
  readonly fixed?: string
  readonly binding?: Binding
  readonly extensionUrl?: string
  readonly types?: readonly string[]
  /** Resource types that a reference may point to. */
  readonly targets?: readonly string[]
  /** Where slices begin: the path below an item that tells them apart. */
  readonly slicedBy?: string
  /** Items that belong to no slice stand after those that do. */
  readonly restAtEnd?: boolean
}

const profiles = readProfiles()

export const profileOf = (type: string): Profile | undefined => profiles.get(type)

/**
 * What the profile says of an element. Where a slice has no rule of its own for a part, that of all items holds:
 * `name:official.given` falls back to `name.given`. A slice itself does not fall back.
 */
export function ruleOf(type: string, path: string): ElementRule | undefined {
  const rules = profiles.get(type)?.rules
  if (!rules) return undefined
  for (const candidate of withFewerSlices(path)) {
    const rule = rules.get(candidate)
    if (rule) return rule
  }
  return undefined
}

/** The path, then the path without its first slice, and so on; a slice at the very end stays. */
export function withFewerSlices(path: string): readonly string[] {
  const paths = [path]
  for (let shorter = path; ; ) {
    const next = shorter.replace(/:[^.]+\./, '.')
    if (next === shorter) return paths
    paths.push(next)
    shorter = next
  }
}

// The lines are described in tools/generate-facts/careconnect-profiles.ts.
function readProfiles(): ReadonlyMap<string, Profile> {
  return new Map(
    readBlocks(facts).map(({ head, lines }) => {
      const [type = '', version = '', url = ''] = head.split(' ')
      const published = lines.map(readRule)
      const rules = new Map(published.flatMap(rule => narrowChoice(type, rule)).map(rule => [rule.path, rule]))
      for (const { path, ours } of profileErrata.filter(erratum => erratum.type === type)) {
        const rule = rules.get(path)
        if (rule) rules.set(path, { ...rule, ...ours })
      }
      return [type, { url, version, type, rules }]
    }),
  )
}

function readRule(line: string): ElementRule {
  const [path = '', cardinality = '', ...words] = line.split(' ')
  return { path, ...readCardinality(cardinality), ...readConstraints(words) }
}

/**
 * A choice under its own name (`note.author[x]`) says what each of its types may be; a slice of the same name as its element
 * (`medicationReference:medicationReference`) is a choice cut down to one type: that element's rule, and an end to the others.
 */
function narrowChoice(type: string, rule: ElementRule): readonly ElementRule[] {
  const { path, types = [] } = rule
  if (path.endsWith('[x]')) return [rule, ...types.map(choice => ruleOfChoice(rule, choice))]
  const [element, slice] = path.split(':')
  if (element === undefined || slice !== element) return [rule]
  const choice = elementOf(type, element)?.choice
  const others = elementsOf(type).filter(other => other.choice === choice && other.name !== element)
  return [rule, { ...rule, path: element }, ...others.map(({ name }) => ({ path: name, min: 0, max: 0 }))]
}

function ruleOfChoice(rule: ElementRule, choice: string): ElementRule {
  const { targets, types: _, ...rest } = rule
  const path = rule.path.replace('[x]', `${choice.slice(0, 1).toUpperCase()}${choice.slice(1)}`)
  return { ...rest, path, min: 0, types: [choice], ...(choice === 'Reference' && targets && { targets }) }
}
