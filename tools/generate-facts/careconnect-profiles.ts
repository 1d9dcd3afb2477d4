/**
 * src/fhir/careconnect/profiles.facts.ts. A line is one of
 *   TYPE VERSION URL                     a profile; its rules follow
 *     PATH MIN..MAX [KEY=VALUE]…         an element, by its path with slices and without the type
 * Keys: `types` and `targets` (resource types), where the profile narrows them; `binding` (STRENGTH:URL), where it
 * changes it; `fixed`; `extension` (URL); `by` (the path that tells slices apart); `rest=atEnd` where what is in no slice comes last.
 * Rows that only repeat STU3 are left out.
 */
import type { PublishedBinding, PublishedProfile, PublishedRule, PublishedTypeUse } from './published.js'

export function listProfiles(profiles: Readonly<Record<string, PublishedProfile>>): readonly string[] {
  return Object.keys(profiles)
    .sort()
    .flatMap(type => listProfile(type, profiles[type]))
}

function listProfile(type: string, profile: PublishedProfile | undefined): readonly string[] {
  if (!profile) return []
  const rules = profile.elements.filter(saysMoreThanStu3).map(rule => `  ${listRule(rule.id.slice(type.length + 1), rule)}`)
  return [`${type} ${profile.version} ${profile.url}`, ...rules]
}

/** Facets that the facade acts upon. */
const facets = ['min', 'max', 'type', 'fixed', 'binding', 'slicing']

function saysMoreThanStu3(rule: PublishedRule): boolean {
  if (rule.sliceName !== undefined) return true
  // Extensions are always told apart by their url: their slices say all there is.
  return !rule.id.endsWith('.extension') && rule.changed.some(facet => facets.includes(facet))
}

function listRule(path: string, rule: PublishedRule): string {
  const { min, max, changed, fixed, binding, extensionUrl, slicing } = rule
  const words = [path, `${min}..${max}`]
  if (changed.includes('type') && extensionUrl === undefined) words.push(...typeWords(rule.types ?? []))
  if (changed.includes('binding') && binding?.valueSet) words.push(bindingWord(binding))
  if (fixed) words.push(`fixed=${fixed.value}`)
  if (extensionUrl !== undefined) words.push(`extension=${extensionUrl}`)
  if (slicing)
    words.push(
      `by=${slicing.discriminators.map(({ path }) => path).join(',')}`,
      ...(slicing.rules === 'openAtEnd' ? ['rest=atEnd'] : []),
    )
  return words.join(' ')
}

export function typeWords(types: readonly PublishedTypeUse[]): readonly string[] {
  const targets = types.flatMap(type => type.targetProfile ?? []).map(resourceTypeOf)
  return [`types=${types.map(type => type.code).join(',')}`, ...(targets.length > 0 ? [`targets=${targets.join(',')}`] : [])]
}

export const bindingWord = (binding: PublishedBinding): string => `binding=${binding.strength}:${binding.valueSet}`

/** 'Patient' of '…/CareConnect-Patient-1' and of 'http://hl7.org/fhir/StructureDefinition/Patient'. */
const resourceTypeOf = (url: string): string => url.replace(/^.*\//, '').replace(/^CareConnect-(?:.*-)?([A-Za-z]+)-\d+$/, '$1')
